"""Lets uploads that arrive at the same time share one transaction, and so one wait for the disk.

Whoever comes first stores for all that wait by then; the others find their answer when it is their turn. An upload that comes alone
is stored at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError

from services.upload.store import Stored

AT_ONCE = 100

Fields = dict[str, Any]
Store = Callable[[Sequence[Fields]], list[Stored]]


class SharedStore:
    """Stores articles one by one through `store`, which takes several."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gathering, self._storing = threading.Lock(), threading.Lock()
        self._waiting: list[tuple[Fields, Future[Stored]]] = []

    def store(self, fields: Fields) -> Stored:
        """Stores one article and returns what became of it; raises what storing it raises."""
        stored: Future[Stored] = Future()
        with self._gathering:
            self._waiting.append((fields, stored))
        with self._storing:
            while not stored.done():
                self._store_waiting()
        return stored.result()

    def _store_waiting(self) -> None:
        with self._gathering:
            some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        try:
            for (_, future), stored in zip(some, self._store([fields for fields, _ in some]), strict=True):
                future.set_result(stored)
        except (OperationalError, InterfaceError) as error:  # the database is away, for all of them
            for _, future in some:
                future.set_exception(error)
        except Exception:  # one of them cannot be stored: the others are not to suffer for it
            for fields, future in some:
                self._store_alone(fields, future)

    def _store_alone(self, fields: Fields, future: Future[Stored]) -> None:
        try:
            future.set_result(self._store([fields])[0])
        except Exception as error:
            future.set_exception(error)
