"""Rows `news` and `calls`: articles a second on one core, the extractor beside bare spaCy with the same model over the same texts.

Each round reads articles that neither has seen. Both are measured by the processor time of this process, which has one core and one
thread, so that a busy machine changes little.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator

import spacy
from spacy.language import Language

from benchmarks.bench.figures import Figure, compare, take_turns
from benchmarks.bench.news import write_news
from benchmarks.bench.progress import Progress
from services.extractor.extract import Extractor, load_extractor
from services.extractor.parsing.model import MODEL
from services.extractor.types import Article

ROUNDS = 5
NEWS, CALLS = 500, 100  # articles a round
CALLS_EVERY = 50


def run_news(progress: Progress) -> list[Figure]:
    """Returns how much faster general news are read, one article in fifty about a call."""
    return [_measure(progress, "news", "articles, 1 in 50 about a call", 100 if progress.quick else NEWS, CALLS_EVERY, "≥ 20")]


def run_calls(progress: Progress) -> list[Figure]:
    """Returns how much faster articles are read that are all about a call."""
    return [_measure(progress, "calls", "articles, each about a call", 20 if progress.quick else CALLS, 1, "≥ 1.5")]


def _measure(progress: Progress, row: str, what: str, count: int, calls_every: int, goal: str) -> Figure:
    stay_on_one_core()
    rounds = 1 if progress.quick else ROUNDS
    progress.begin("rounds of both", 2 * rounds)
    extractor, nlp = load_extractor(), spacy.load(MODEL)
    warm = make_articles(20, 0, 10)
    extract(extractor, warm)
    parse(nlp, warm)
    batches = [make_articles(count, seed, calls_every) for seed in range(1, rounds + 1)]
    ours = _rate(iter(batches), lambda batch: extract(extractor, batch))
    theirs = _rate(iter(batches), lambda batch: parse(nlp, batch))
    return compare(row, what, *take_turns(ours, theirs, rounds, progress.advance), "articles/s", goal)


def _rate(batches: Iterator[list[Article]], read: Callable[[list[Article]], None]) -> Callable[[], float]:
    """Returns what reads the next batch and says how many articles a second that made."""

    def ask() -> float:
        batch = next(batches)
        begun = time.process_time()
        read(batch)
        return len(batch) / (time.process_time() - begun)

    return ask


def stay_on_one_core() -> None:
    """Keeps this process on the first core that it may use."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def yield_articles(count: int, seed: int, calls_every: int | None) -> Iterator[Article]:
    """Yields generated articles as the extractor takes them."""
    for row in write_news(count, seed, calls_every):
        yield Article(row["id"], row["text"], row["title"], row["published_at"])


def make_articles(count: int, seed: int, calls_every: int | None) -> list[Article]:
    """Returns them all."""
    return list(yield_articles(count, seed, calls_every))


def extract(extractor: Extractor, articles: Iterable[Article]) -> None:
    """Reads all, some at a time, as the extractor likes it."""
    for _ in extractor.extract_many(articles):
        pass


def parse(nlp: Language, articles: list[Article]) -> None:
    """The same with spaCy alone, in batches of its own choice."""
    for _ in nlp.pipe(article.text for article in articles):
        pass
