"""Lets uploads that arrive at the same time share one transaction, and so one wait for the disk.

Whoever comes first leads: it stores its own article and all that wait by then, and lets the first of those that came meanwhile lead
next. Who is led wakes once, with its answer. An upload that comes alone is stored at once.
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
Turn = Future[Stored | None]  # None: it is now oneself who leads


class SharedStore:
    """Stores articles one by one through `store`, which takes several."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gathering, self._is_led = threading.Lock(), False
        self._waiting: list[tuple[Fields, Turn]] = []

    def store(self, fields: Fields) -> Stored:
        """Stores one article and returns what became of it; raises what storing it raises."""
        turn: Turn = Future()
        with self._gathering:
            is_led, self._is_led = self._is_led, True
            if is_led:
                self._waiting.append((fields, turn))
        stored = turn.result() if is_led else None
        return stored or self._lead(fields)

    def _lead(self, fields: Fields) -> Stored:
        with self._gathering:
            others, self._waiting = self._waiting[: AT_ONCE - 1], self._waiting[AT_ONCE - 1 :]
        try:
            mine, *theirs = self._store([fields, *(other for other, _ in others)])
            for (_, turn), stored in zip(others, theirs, strict=True):
                turn.set_result(stored)
            return mine
        except (OperationalError, InterfaceError) as error:  # the database is away, for all of them
            for _, turn in others:
                turn.set_exception(error)
            raise
        except Exception:  # one of them cannot be stored: the others are not to suffer for it
            for other, turn in others:
                self._store_alone(other, turn)
            return self._store([fields])[0]
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        """Lets the first of those that wait lead."""
        with self._gathering:
            self._is_led = bool(self._waiting)
            turn = self._waiting.pop(0)[1] if self._waiting else None
        if turn is not None:
            turn.set_result(None)

    def _store_alone(self, fields: Fields, turn: Turn) -> None:
        try:
            turn.set_result(self._store([fields])[0])
        except Exception as error:
            turn.set_exception(error)
