"""Row `reads`: how long reads take with a million events, beside the same with a thousand, on SQLite and on PostgreSQL.

Each database is served by a process of its own, through the app as gunicorn would call it. Each kind of read (`asked`) is asked of
both in turn, with the same things asked for: of the large one as many events as the small one has found, at least one, so that a
page of one event is not held against a full one. What counts is processor time, that of the database's processes included. Told are
median and 99th percentile of each group of reads, the kind that grows most, and what the pictures of all events take when they are
seen first, beside the 300 ms they may. It takes some 6 GB in the folder for temporary files, which are deleted at the end.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event

from benchmarks.bench import store
from benchmarks.bench.asked import GROUPS, PAGE, fill_in
from benchmarks.bench.figures import Figure, compare
from benchmarks.bench.progress import Progress
from shared.database import forget_engine, get_engine, migrate
from shared.settings import get_settings
from tests.postgres import PostgresServer

SMALL, LARGE, LARGE_QUICK = 1_000, 1_000_000, 20_000
ASKED, ASKED_QUICK = 100, 5  # reads of each kind
PICTURES = 5
PICTURES_MS = 300.0
GOAL = "≤ 1.5"

Ask = Callable[[str], tuple[float, int]]  # from a path to the milliseconds that its answer took, and how many events it lists
Times = tuple[list[float], list[float]]  # of the large database and of the small one


def run(progress: Progress) -> list[Figure]:
    """Returns the figures of both engines."""
    sizes = SMALL, LARGE_QUICK if progress.quick else LARGE
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="dwreads-") as told, ExitStack() as stack:
        servers = [_fill_sqlite(progress, Path(told), count) for count in sizes]
        figures += _measure(progress, "SQLite", servers, sizes)
        postgres = PostgresServer()
        stack.callback(postgres.stop)
        postgres.start()
        servers = [_fill_postgresql(progress, postgres, url, count) for url, count in zip(servers, sizes, strict=True)]
        figures += _measure(progress, "PostgreSQL", servers, sizes)
    return figures


def _use(url: str) -> None:
    os.environ |= {"DIPLOWIRE_DATABASE_URL": url, "DIPLOWIRE_KEYS_REQUIRED": "0", "DIPLOWIRE_LOG_LEVEL": "WARNING"}
    get_settings.cache_clear()
    forget_engine()


def _fill_sqlite(progress: Progress, folder: Path, count: int) -> str:
    url = f"sqlite:///{folder}/{count}.db"
    _use(url)
    migrate()
    progress.begin(f"filling SQLite with {count:,} events", count)
    store.fill(count, progress.advance)
    return url


def _fill_postgresql(progress: Progress, server: PostgresServer, source: str, count: int) -> str:
    name = f"events{count}"
    url = server.create_database(name)
    _use(url)
    migrate()
    get_engine().dispose()
    _use(source)
    progress.begin(f"filling PostgreSQL with {count:,} events", count)
    store.copy_to_postgresql(server.dsn(name), progress.advance)
    get_engine().dispose()
    forget_engine()
    return url


def _measure(progress: Progress, engine: str, urls: list[str], sizes: tuple[int, int]) -> list[Figure]:
    """Returns the figures of one engine, asking the small and the large database in turn."""
    figures: list[Figure] = []
    with _serve(urls[0]) as small, _serve(urls[1]) as large:
        for group, kinds in GROUPS.items():
            progress.begin(f"{engine}, {group}", len(kinds))
            took = {kind: _ask(progress, kind, (small, large), sizes) for kind in kinds}
            figures += _compare(f"{engine}: {group}", took)
        first = median(large("/pictures")[0] for _ in range(PICTURES))
        figures.append(compare("reads", f"{engine}: pictures of {sizes[1]:,} events", first, PICTURES_MS, "ms", "≤ 1"))
    return figures


def _ask(progress: Progress, kind: str, asked: tuple[Ask, Ask], sizes: tuple[int, int]) -> Times:
    """Returns the milliseconds of one kind of read of each database; the first few do not count."""
    count = ASKED_QUICK if progress.quick else ASKED
    took: Times = ([], [])
    for nth in range(-(count // 10) - 1, count):
        theirs, shown = asked[0](fill_in(kind, nth, sizes[0]))
        ours, _ = asked[1](fill_in(kind, nth, sizes[1], limit=max(1, shown)))
        if nth >= 0:
            took[0].append(ours)
            took[1].append(theirs)
    progress.advance()
    return took


def _compare(what: str, took: Mapping[str, Times]) -> Iterator[Figure]:
    """Yields median and 99th percentile of a group, and which of its kinds grows most."""
    both = [list(chain.from_iterable(times)) for times in zip(*took.values(), strict=True)]
    yield compare("reads", f"{what}, median", median(both[0]), median(both[1]), "ms")
    yield compare("reads", f"{what}, p99", _find_p99(both[0]), _find_p99(both[1]), "ms", GOAL)
    if len(took) > 1:
        ours, theirs = max(([*map(_find_p99, times)] for times in took.values()), key=lambda late: late[0] / late[1])
        worst = next(kind for kind, times in took.items() if [*map(_find_p99, times)] == [ours, theirs])
        yield compare("reads", f"{what}, p99 of `{worst.partition(PAGE)[2] or worst}`", ours, theirs, "ms", GOAL)


def _find_p99(times: Sequence[float]) -> float:
    return sorted(times)[int(0.99 * (len(times) - 1))]


@contextmanager
def _serve(url: str) -> Iterator[Ask]:
    """Yields what asks the database at `url` for a path; what it says is processor time."""
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(url, child))
    process.start()
    child.close()  # so that whoever asks a process that has failed is told so

    def ask(path: str) -> tuple[float, int]:
        parent.send(path)
        told: tuple[float, int] = parent.recv()
        return told

    try:
        yield ask
    finally:
        parent.send("")
        process.join(30)


def _answer(url: str, asked: Connection) -> None:
    """In a process: answers until an empty path comes."""
    _use(url)
    from services.events.app import create_app
    from services.events.page.pictures import draw

    client, backends = create_app().test_client(), list[int]()
    event.listen(get_engine(), "connect", lambda connection, _: backends.extend(_find_backend(connection)))
    while path := asked.recv():
        draw.cache_clear()
        begun = _count_worked(backends)
        answer = client.get(path)
        spent = _count_worked(backends) - begun
        assert answer.status_code == 200, (path, answer.text[:500])
        told: Any = answer.json if answer.is_json else {}
        asked.send((spent, len(told.get("items", ()))))


def _find_backend(connection: Any) -> list[int]:
    """Returns the process of the database that serves a connection, where it is one of its own."""
    return [] if isinstance(connection, sqlite3.Connection) else [connection.info.backend_pid]


def _count_worked(backends: Sequence[int]) -> float:
    """Returns the milliseconds that a processor has worked for this process, and for those of the database that wait for it."""
    waiting = sum(int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) for process in backends)
    return 1e3 * time.process_time() + waiting / 1e6
