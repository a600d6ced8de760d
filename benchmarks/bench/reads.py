"""Row `reads`: how long reads take with a million events, beside the same with a thousand, on SQLite and on PostgreSQL.

Each database is served by a process of its own, through the app as gunicorn would call it. Each read is asked of both in turn,
with the same things asked for; told are the 99th percentiles of each group of reads, and what the pictures of all events take when
they are seen first, beside the 300 ms they may. Filling takes about ten minutes and some 7 GB in the folder for temporary files,
which are deleted at the end.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from urllib.parse import quote

from benchmarks.bench import store
from benchmarks.bench.figures import Figure, compare
from benchmarks.bench.progress import Progress
from shared.database import forget_engine, get_engine, migrate
from shared.settings import get_settings
from tests.postgres import PostgresServer

SMALL, LARGE, LARGE_QUICK = 1_000, 1_000_000, 20_000
ASKED, ASKED_QUICK = 400, 20  # reads of each group
PICTURES = 5
PICTURES_MS = 300.0
GOAL = "≤ 1.5"
PAGE = "limit=20"

Dice = random.Random


def _country(dice: Dice) -> str:
    return dice.choice(store.COUNTRIES[:30])


def _day(dice: Dice) -> str:
    return f"{dice.randrange(1996, 2024)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"


def _filters(dice: Dice, count: int) -> str:
    """Returns a query with one filter or several, frequent and rare ones."""
    place, other = dice.sample(store.COUNTRIES[:30], 2)
    year = dice.randrange(1996, 2024)
    return dice.choice(
        [
            f"country={place}", f"country={place}&country={other}", f"country={place.lower()}&order=date", f"initiator={place}",
            f"participant={dice.choice(store.GIVEN)}", f"participant={dice.choice(store.GIVEN)}%20{place}sona",
            f"participant={place}sonb&country={other}", f"topic={dice.choice(store.LABELS)}",
            f"topic={dice.choice(store.LABELS)}&country={place}&order=-date", f"topic=w{dice.randrange(20)}",
            f"from={year}-01-10&to={year}-11-20", f"from={year}-05-01&country={place}&order=date", f"to={year}-03-31&order=-date",
            f"from={year}-02-01&to={year + 3}-02-20&topic={dice.choice(store.LABELS)}",
            f"country={place}&order=-updated", f"article=a{count - dice.randrange(900) // 20 * 20:025}",
        ]
    )  # fmt: skip


def _pages(dice: Dice, count: int) -> str:
    """Returns a query without filters, for the first page or one from the depths."""
    order, number = dice.choice(["created", "updated", "date"]), dice.randrange(count)
    turned = dice.choice(["", "-"]) + order
    key = f"{_day(dice)}~{number}" if order == "date" else str(number)
    return dice.choice([f"order={turned}", f"order={turned}&after={quote(f'{turned}~{key}')}"])


def _words(dice: Dice, count: int) -> str:
    """Returns a query for words: frequent ones, two of them, a rare one, and one that only one event has."""
    common, rare = f"w{dice.randrange(30)}", f"w{dice.randrange(100, 2000)}"
    unique = f"unique{dice.randrange(1, count)}"
    told = dice.choice([common, f"{common} w{dice.randrange(30, 60)}", rare, f"{common} {rare}", unique, f"{unique} {common}"])
    return f"q={quote(told)}" + dice.choice(["", "", "&order=-date", f"&country={_country(dice)}"])


def _changes(dice: Dice, count: int) -> str:
    """Returns a query for what changed behind a cursor, as those ask who poll."""
    told = f"updated_after={count - dice.randrange(900)}"
    return told + dice.choice(["", f"&country={_country(dice)}", "&order=-created"])


GROUPS: dict[str, Callable[[Dice, int], str]] = {
    "pages": lambda dice, count: f"/v1/events?{PAGE}&{_pages(dice, count)}",
    "filters": lambda dice, count: f"/v1/events?{PAGE}&{_filters(dice, count)}",
    "words": lambda dice, count: f"/v1/events?{PAGE}&{_words(dice, count)}",
    "changes behind a cursor": lambda dice, count: f"/v1/events?{PAGE}&{_changes(dice, count)}",
    "one event": lambda dice, count: f"/v1/events/e{dice.randrange(1, count):025}",
    "the page": lambda dice, count: dice.choice(["/", f"/?country={_country(dice)}", f"/?q=w{dice.randrange(30)}"]),
}


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
    asked = ASKED_QUICK if progress.quick else ASKED
    figures = []
    with _serve(urls[0]) as small, _serve(urls[1]) as large:
        for group, make_path in GROUPS.items():
            progress.begin(f"{engine}, {group}", asked)
            took: tuple[list[float], list[float]] = ([], [])
            for nth in range(-asked // 10, asked):  # some before, which do not count
                for times, ask, count in zip(took, (large, small), reversed(sizes), strict=True):
                    spent = ask(make_path(random.Random(f"{group} {nth}"), count))
                    times += [spent] if nth >= 0 else []
                progress.advance()
            late = [sorted(times)[int(0.99 * len(times))] for times in took]
            figures.append(compare("reads", f"{engine}: {group}, p99", late[0], late[1], "ms", GOAL))
        first = median(large("/pictures") for _ in range(PICTURES))
        figures.append(compare("reads", f"{engine}: pictures of {sizes[1]:,} events", first, PICTURES_MS, "ms", "≤ 1"))
    return figures


@contextmanager
def _serve(url: str) -> Iterator[Callable[[str], float]]:
    """Yields what asks the database at `url` for a path and says how many milliseconds the answer took."""
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(url, child))
    process.start()

    def ask(path: str) -> float:
        parent.send(path)
        spent: float = parent.recv()
        return spent

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

    client = create_app().test_client()
    while path := asked.recv():
        draw.cache_clear()
        begun = time.perf_counter()
        answer = client.get(path)
        spent = 1000 * (time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.text[:500])
        asked.send(spent)
