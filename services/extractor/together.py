"""Works on several claimed articles in one go: reads them together, closes together those without a call, stores the others alone.

Nothing here decides what a failure means. Whatever breaks the work, or takes too long, leaves articles unfinished; they are given
back to be tried alone, where an article that breaks everything breaks nothing but itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from services.extractor import store, store_many, untried
from services.extractor.extract import Extractor
from services.extractor.notes import note_finished, note_reading, note_silence
from services.extractor.store import Claim
from services.extractor.types import Extraction
from shared.logs import bound_contextvars, get_logger

log = get_logger(__name__)


def finish_together(claims: Sequence[Claim], extractor: Extractor, within_s: float) -> list[str]:
    """Reads and closes claimed articles, beginning none after `within_s` seconds; returns the ids of those that it gave back.

    What a database that is away cannot take back now is left to the sweep."""
    left = {claim.article.id: claim for claim in claims}
    silent: list[tuple[Claim, Extraction]] = []
    begun, storing_s, told = time.perf_counter(), 0.0, 0
    with _interruption_logged():
        for claim, extraction in zip(claims, extractor.extract_many(claim.article for claim in claims), strict=True):
            read = time.perf_counter()
            if extraction.calls:
                _store_alone(claim, extraction)
                del left[claim.article.id]
                storing_s, told = storing_s + time.perf_counter() - read, told + 1
            else:
                silent.append((claim, extraction))
            if time.perf_counter() - begun > within_s:
                break
    note_reading(time.perf_counter() - begun - storing_s, told + len(silent))
    with _interruption_logged():
        _close(silent)
        for claim, _ in silent:
            del left[claim.article.id]
    return list(left) if left and untried.give_back(list(left.values())) else []


def _close(silent: Sequence[tuple[Claim, Extraction]]) -> None:
    """Closes articles without a call; one with reports of an earlier reading loses them in a transaction of its own."""
    closed = store_many.store_silence(silent)
    if closed:
        note_silence(closed)
    for claim, extraction in silent:
        if claim.article.id not in closed:
            _store_alone(claim, extraction)


def _store_alone(claim: Claim, extraction: Extraction) -> None:
    started = time.perf_counter()
    with bound_contextvars(article_id=claim.article.id):
        if finished := store.store_extraction(claim, extraction):
            note_finished(finished, time.perf_counter() - started)


@contextmanager
def _interruption_logged() -> Iterator[None]:
    """Goes on behind what was interrupted: those that are left are known."""
    try:
        yield
    except Exception as error:
        log.warning("articles.interrupted", error=type(error).__name__, exc_info=error)
