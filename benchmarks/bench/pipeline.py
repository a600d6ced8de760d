"""Row `pipeline`: from the HTTP batch to the stored events, on all cores, beside the extractor alone on the same articles.

Ours is what `diplowire up` starts: upload, broker, a worker with a process for each core, clock and events service, on SQLite and
on PostgreSQL, both durable. Theirs is what `diplowire extract` does, in a process for each core that has loaded its model. Each
round takes news that nobody has seen; the time runs from the first byte posted until every article is done.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from sqlalchemy import select

from benchmarks.bench.figures import Figure, compare, take_turns
from benchmarks.bench.news import write_news
from benchmarks.bench.posting import WITHIN_S, Article, post_batch
from benchmarks.bench.progress import Progress
from benchmarks.bench.servers import await_ports, make_plan, run_parts
from services.cli.parts import plan_parts
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article as Posted
from shared import models
from shared.database import session_scope
from shared.vocabulary import ArticleStatus
from tests.postgres import PostgresServer

ROUNDS, ARTICLES, CALLS_EVERY = 5, 3000, 50
PARTS = ("worker", "beat", "upload", "events")
GOAL = "≥ 0.7"


def run(progress: Progress) -> list[Figure]:
    """Returns articles a second through the whole system beside those of the extractor alone, for both databases."""
    with ProcessPoolExecutor(count_cores(), multiprocessing.get_context("spawn")) as pool:
        figures = [_measure(progress, pool, "SQLite", None)]
        server = PostgresServer(durable=True)
        try:
            server.start()
            figures.append(_measure(progress, pool, "PostgreSQL", server.create_database("bench")))
        finally:
            server.stop()
    return figures


def count_cores() -> int:
    """Returns how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _measure(progress: Progress, pool: ProcessPoolExecutor, name: str, database_url: str | None) -> Figure:
    rounds, count = (1, 300) if progress.quick else (ROUNDS, ARTICLES)
    ours_of, theirs_of = itertools.count(20), itertools.count(20)
    progress.begin(name, 2 * rounds)
    with make_plan(count_cores(), database_url) as plan, run_parts([part for part in plan_parts(plan) if part.name in PARTS]):
        await_ports(plan.upload_port)
        warm = list(write_news(200, seed=1, calls_every=10))
        _send(plan.upload_port, warm)
        _extract_all(pool, warm)
        ours, theirs = take_turns(
            lambda: _send(plan.upload_port, list(write_news(count, next(ours_of), CALLS_EVERY))),
            lambda: _extract_all(pool, list(write_news(count, next(theirs_of), CALLS_EVERY))),
            rounds,
            progress.advance,
        )
    return compare("pipeline", f"batch in, events out, {name}, beside extraction alone", ours, theirs, "articles/s", GOAL)


def _send(port: int, articles: Sequence[Article]) -> float:
    """Posts the articles and waits until all are done; returns articles a second. Raises ValueError where one failed."""
    begun = time.perf_counter()
    post_batch(port, articles)
    while _is_any(ArticleStatus.QUEUED, ArticleStatus.PROCESSING):
        if time.perf_counter() - begun > WITHIN_S:
            raise TimeoutError("some articles are not done")
        time.sleep(0.05)
    seconds = time.perf_counter() - begun
    if _is_any(ArticleStatus.FAILED):
        raise ValueError("some articles failed")
    return len(articles) / seconds


def _is_any(*status: ArticleStatus) -> bool:
    """Whether any article stands so: one look, since what counts all of them takes time from those that work."""
    with session_scope() as session:
        return session.scalar(select(models.Article.id).where(models.Article.status.in_(status)).limit(1)) is not None


def _extract_all(pool: ProcessPoolExecutor, articles: Sequence[Article]) -> float:
    """Extracts in every process of the pool at once; returns articles a second."""
    cores = count_cores()
    begun = time.perf_counter()
    list(pool.map(_extract, [articles[nth::cores] for nth in range(cores)]))
    return len(articles) / (time.perf_counter() - begun)


@cache
def _get_extractor() -> Extractor:
    return load_extractor()


def _extract(articles: Sequence[Article]) -> int:
    """Returns how many calls these articles tell of."""
    posted = (Posted(article["id"], article["text"], article["title"], article["published_at"]) for article in articles)
    return sum(len(extraction.calls) for extraction in _get_extractor().extract_many(posted))
