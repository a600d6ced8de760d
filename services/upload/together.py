"""Lets uploads that arrive at the same time share one transaction, and so one wait for the disk.

Whoever comes first leads: it waits until the database lets it write, takes all that have come by then, tells each what became of
it, and queues them, while the first of those that came meanwhile leads the next. An upload that comes alone is stored at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from typing import NamedTuple

from sqlalchemy.exc import InterfaceError, OperationalError

from services.upload.store import Row, Stored

AT_ONCE = 100

Insert = Callable[[Callable[[], Sequence[Row]]], list[Stored]]
Outcome = Stored | Exception


class Upload(NamedTuple):
    """A row that waits to be inserted, and where its thread is told the outcome, or None: that it leads now."""

    row: Row
    told: SimpleQueue[Outcome | None]


class SharedStore:
    """Inserts rows one by one through `insert`, which asks for several once it may write; `queue` gets what was stored."""

    def __init__(self, insert: Insert, queue: Callable[[Iterable[Stored]], None]) -> None:
        self._insert, self._queue = insert, queue
        self._gathering, self._is_led = threading.Lock(), False
        self._waiting: list[Upload] = []
        self._queueing = threading.Lock()
        self._unqueued: list[Stored] = []

    def store(self, row: Row) -> Stored:
        """Stores one article and returns what became of it; raises what storing it raises."""
        upload = Upload(row, SimpleQueue())
        with self._gathering:
            self._waiting.append(upload)
            is_led, self._is_led = self._is_led, True
        outcome = upload.told.get() if is_led else None
        if outcome is None:
            self._lead()
            outcome = upload.told.get()
        if isinstance(outcome, Stored):
            return outcome
        assert outcome
        raise outcome

    def _lead(self) -> None:
        """Stores the leader's upload, the first that waits, with all behind it."""
        taken: list[Upload] = []
        try:
            outcomes = self._insert_taken(taken)
        finally:
            self._hand_on()
        for upload, outcome in zip(taken, outcomes, strict=True):
            upload.told.put(outcome)
        self._queue_stored([outcome for outcome in outcomes if isinstance(outcome, Stored)])

    def _queue_stored(self, stored: list[Stored]) -> None:
        """Queues what was stored, with what others stored while it waited for its turn."""
        with self._gathering:
            self._unqueued += stored
        with self._queueing:
            with self._gathering:
                some, self._unqueued = self._unqueued, []
            if some:
                self._queue(some)

    def _insert_taken(self, taken: list[Upload]) -> Sequence[Outcome]:
        """Puts the uploads that are stored together into `taken`; returns what became of each."""

        def take() -> list[Row]:
            if not taken:
                with self._gathering:
                    taken.extend(self._waiting[:AT_ONCE])
                    del self._waiting[:AT_ONCE]
            return [upload.row for upload in taken]

        try:
            return self._insert(take)
        except (OperationalError, InterfaceError) as error:  # the database is away, for all of them
            return [error] * len(take())
        except Exception:  # one of them cannot be stored: the others are not to suffer for it
            return [self._insert_alone(row) for row in take()]

    def _insert_alone(self, row: Row) -> Outcome:
        try:
            return self._insert(lambda: [row])[0]
        except Exception as error:
            return error

    def _hand_on(self) -> None:
        """Lets the first of those that wait lead."""
        with self._gathering:
            self._is_led = bool(self._waiting)
            next_one = self._waiting[0] if self._waiting else None
        if next_one is not None:
            next_one.told.put(None)
