"""Whether more articles may come in: the backlog has a limit, so that a flood is held off at the door and not in the disk.

The count is looked up once a second in each process, and what this process lets in meanwhile is added to it; so the limit is
kept to within a second's uploads of the other processes.
"""

from __future__ import annotations

import threading
import time

from services.upload.store import count_waiting_articles
from shared.errors import Problem
from shared.settings import get_settings

LOOKED_UP_EVERY_S = 1.0
RETRY_AFTER_S = 5
FULL = "Too many articles wait to be read; try again later."


class Backlog:
    """How many articles wait, as this process knows it."""

    def __init__(self) -> None:
        self._lock, self._waiting, self._known_until = threading.Lock(), 0, 0.0

    def is_full(self) -> bool:
        """Whether as many articles wait as may. Raises DBAPIError where the database is away."""
        most = get_settings().max_backlog
        with self._lock:
            if time.monotonic() >= self._known_until:
                self._waiting = count_waiting_articles(most)
                self._known_until = time.monotonic() + LOOKED_UP_EVERY_S
            return self._waiting >= most

    def add(self, articles: int) -> None:
        """Notes that this process let so many in."""
        with self._lock:
            self._waiting += articles

    def require_room(self) -> None:
        """Raises a 503 with `Retry-After` where no more may come in."""
        if self.is_full():
            raise full()


def full() -> Problem:
    """The answer to what does not fit in."""
    return Problem(503, FULL, headers={"Retry-After": str(RETRY_AFTER_S)})
