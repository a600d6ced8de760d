"""Reads the feed once for all streams of a process, so that a thousand readers cost the database as much as one.

One thread asks the table when the bell rings, and every second without it, and keeps the newest entries in memory, bounded in
number and bytes. Streams take from there at their own pace; one that fell behind what is kept reads from the table again, a few
at a time. Nothing is queued per stream, so a slow reader holds up nothing and costs nothing.
"""

from __future__ import annotations

import json
import time
from bisect import bisect_right
from collections.abc import Callable
from contextlib import ExitStack
from threading import BoundedSemaphore, Event, Lock, Thread

from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from services.events.envelopes import wrap_event
from shared.bell import Listener
from shared.errors import Problem
from shared.feed import CursorTooOld, Entry, find_entries, find_reach
from shared.logs import get_logger
from shared.vocabulary import Envelope

CHUNK = 200
KEPT_ENTRIES, KEPT_BYTES = 1000, 16 * 1024 * 1024
POLL_S = 1.0
READERS_AT_ONCE = 8

OPEN_STREAMS = Gauge("diplowire_open_streams", "Streams that are open now", multiprocess_mode="livesum")

log = get_logger(__name__)


class Told:
    """One entry and how it looks on a stream, written once for all readers."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.position = entry, entry.position
        self._texts: dict[str, str] = {}

    def text(self, envelope: str) -> str:
        """Returns the entry as a Server-Sent Event; JSON has no line ends of its own."""
        if envelope not in self._texts:
            event = {**self.entry.document, "cursor": str(self.position)}
            data = json.dumps(wrap_event(envelope, self.entry.kind, event, self.entry.told_at.isoformat()))
            self._texts[envelope] = f"id: {self.position}\nevent: event.{self.entry.kind}\ndata: {data}\n\n"
        return self._texts[envelope]


class Reader(Thread):
    """Reads the feed until nobody asks for it or the process ends. `news` is set when there is more, or when it ends."""

    def __init__(self, is_ending: Callable[[], bool]) -> None:
        super().__init__(name="feed-reader", daemon=True)
        self.news = Event()
        self.is_wanted = True
        self._is_ending = is_ending
        self._kept: list[Told] = []
        self._last = find_reach().head
        self._places = BoundedSemaphore(READERS_AT_ONCE)

    def is_ending(self) -> bool:
        """Whether streams should end: with the process, or because nobody reads for them any more."""
        return self._is_ending() or not self.is_alive()

    def find_told(self, after: int) -> list[Told]:
        """Returns the next entries behind a position, at most a chunk; raises what the table raises."""
        kept = self._kept
        if after >= self._last:
            return []
        if kept and after >= kept[0].position - 1:
            first = bisect_right(kept, after, key=lambda told: told.position)
            return kept[first : first + CHUNK]
        with self._places:
            return [Told(entry) for entry in find_entries(after, CHUNK)]

    def run(self) -> None:
        """In the thread: look, keep, wait for the bell."""
        listener = Listener()
        try:
            while self.is_wanted and not self._is_ending():
                found = self._look()
                if found:
                    self._keep(found)
                if len(found) < CHUNK:
                    listener.wait(POLL_S)
        finally:
            listener.close()
            self._wake()

    def _look(self) -> list[Entry]:
        try:
            return find_entries(self._last, CHUNK)
        except CursorTooOld as error:
            self._last, self._kept = error.floor, []
        except SQLAlchemyError as error:
            log.warning("reader.blind", error=type(error).__name__)
            time.sleep(POLL_S)
        return []

    def _keep(self, entries: list[Entry]) -> None:
        kept = [*self._kept, *(Told(entry) for entry in entries)][-KEPT_ENTRIES:]
        size, first = 0, len(kept)
        while first and size < KEPT_BYTES:
            first -= 1
            size += len(kept[first].text(Envelope.PLAIN))
        self._kept, self._last = kept[first:], entries[-1].position
        self._wake()

    def _wake(self) -> None:
        heard, self.news = self.news, Event()
        heard.set()


class Hub:
    """Hands the reader out to streams, counts them up to a bound, and lets the reader end with the last of them."""

    def __init__(self) -> None:
        self._lock, self._streams = Lock(), 0
        self._reader: Reader | None = None

    def join(self, most: int, is_ending: Callable[[], bool]) -> tuple[Reader, Callable[[], None]]:
        """Returns the reader, and what a stream calls when it ends, once or more often; 503 where `most` streams are open."""
        with self._lock:
            if self._streams >= most:
                raise Problem(503, "As many streams are open as this process can serve; try again, or poll with `updated_after`.")
            if self._reader is None or not self._reader.is_alive():
                self._reader = Reader(is_ending)
                self._reader.start()
            self._streams += 1
            reader = self._reader
        OPEN_STREAMS.inc()
        place = ExitStack()
        place.callback(self._leave)
        return reader, place.close

    def _leave(self) -> None:
        with self._lock:
            self._streams -= 1
            if not self._streams and self._reader is not None:
                self._reader.is_wanted, self._reader = False, None
        OPEN_STREAMS.dec()
