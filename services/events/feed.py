"""The feed as Server-Sent Events: from a position on, every entry once and in order, then each new one as it is committed.

A stream asks the table every quarter of a second and holds at most one chunk of entries; a reader that is slow holds up only its
own thread. Each open stream takes one thread of its process, so this needs a server with threads (gunicorn's `gthread`, as in
`shared.serving`; `sync` would serve one stream and nothing else), and streams get three quarters of the threads at the most:
further ones are answered 503, so that lists and health checks always find a free one. Tens of streams, not thousands.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Lock

from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from services.events.filters import matches
from services.events.queries import Entry, find_entries, find_last_position
from services.events.selection import Replay
from shared.errors import ErrorItem, Problem
from shared.logs import get_logger

CHUNK = 100
POLL_S = 0.25
HEARTBEAT_S = 5.0
RETRY_MS = 2000
LONGEST_S = 1800.0  # then the client comes back, and its key is looked at again
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

OPEN_STREAMS = Gauge("diplowire_open_streams", "Streams that are open now", multiprocess_mode="livesum")

log = get_logger(__name__)


class Slots:
    """Counts the streams of this process up to a bound."""

    def __init__(self) -> None:
        self._lock, self.taken = Lock(), 0

    def take(self, most: int) -> Callable[[], None]:
        """Takes a place, 503 where none is left; returns what gives it back, once, however often it is called."""
        with self._lock:
            if self.taken >= most:
                raise Problem(503, "As many streams are open as this process can serve; try again, or poll with `updated_after`.")
            self.taken += 1
        OPEN_STREAMS.inc()
        place = ExitStack()
        place.callback(self._give_back)
        return place.close

    def _give_back(self) -> None:
        with self._lock:
            self.taken -= 1
        OPEN_STREAMS.dec()


def find_start(asked: int | None, pointer: str) -> int:
    """Returns the position behind which a stream begins: the one asked for, or now; 422 for one that was never given out."""
    last = find_last_position()
    if asked is not None and asked > last:
        raise Problem(422, errors=[ErrorItem(pointer, f"The feed has not come that far; its last cursor is {last}.")])
    return last if asked is None else asked


def stream_events(replay: Replay, start: int, is_ending: Callable[[], bool]) -> Iterator[str]:
    """Yields the stream's text from behind `start` on, until the process ends, the database fails or the time is up.

    A client that comes back with the last id it saw loses nothing and sees nothing twice."""
    yield f"retry: {RETRY_MS}\n\n"
    position, ends_at, heard_at = start, time.monotonic() + LONGEST_S, time.monotonic()
    while not is_ending() and time.monotonic() < ends_at:
        try:
            entries = find_entries(position, CHUNK)
        except SQLAlchemyError as error:
            log.warning("stream.cut", position=position, error=type(error).__name__)
            return
        for entry in entries:
            position = entry.position
            if matches(replay.filters, entry.document, entry.words):
                yield format_entry(entry)
                heard_at = time.monotonic()
        if time.monotonic() - heard_at >= HEARTBEAT_S:
            yield ": alive\n\n"
            heard_at = time.monotonic()
        if len(entries) < CHUNK:
            time.sleep(POLL_S)


def format_entry(entry: Entry) -> str:
    """Returns one entry as a Server-Sent Event; JSON has no line ends of its own."""
    data = json.dumps({**entry.document, "cursor": str(entry.position)})
    return f"id: {entry.position}\nevent: event.{entry.kind}\ndata: {data}\n\n"
