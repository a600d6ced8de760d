"""A worker whose extractor does what an article's title says, all else is real: `celery -A tests.e2e.poison worker`."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator

from services.extractor import tasks
from services.extractor.types import Article, Extraction


def crash() -> None:
    os._exit(3)


def fault() -> None:
    ctypes.string_at(0)


def hang() -> None:
    while True:
        time.sleep(1)


def hang_deaf() -> None:
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # as code that never returns from C
    hang()


def bloat() -> None:
    held = []
    while True:
        held.append(bytearray(8 * 1024**2))


MISDEEDS: dict[str, Callable[[], None]] = {
    "crash": crash,
    "fault": fault,
    "hang": hang,
    "hang deaf": hang_deaf,
    "bloat": bloat,
}


class StandIn:
    """Reads nothing into any article, and comes to grief over some."""

    def extract(self, article: Article) -> Extraction:
        MISDEEDS.get(article.title or "", lambda: None)()
        return Extraction(language="en", version="stand-in")

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        return map(self.extract, articles)


tasks.get_extractor = StandIn  # type: ignore[assignment]
app = tasks.app
