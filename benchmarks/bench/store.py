"""A database with any number of events, the same for the same number: who, when and about what spread as in news of many years.

Written in bulk, a stretch of numbers at a time, on SQLite, and from there copied to PostgreSQL.
The feed holds the latest entries alone, as it does where it is pruned.
"""

from __future__ import annotations

import json
import os
import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from multiprocessing import get_context
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Text, bindparam, insert, update
from sqlalchemy.orm import Session

from shared.database import get_engine, session_scope
from shared.folding import fold
from shared.index.filling import Gathered, gather, write_entries
from shared.index.keeping import Entry, make_entry
from shared.index.packing import SIZE
from shared.index.places import Place, change_places, number_date
from shared.models import Article, Base, Event, EventInitiator, EventParticipant, FeedEntry, FeedHead, Report
from shared.vocabulary import TOPIC_LABELS

Data = dict[str, Any]

SEED = 8
COUNTRIES = [f"{one}{other}" for one in "ABCDEFGHIJ" for other in "ABCDEFGHIJKLMNOPQR"]
GIVEN = ("Ana", "Boris", "Carla", "David", "Elif", "Fatou", "Goran", "Helena", "Igor", "Jana")
LEADERS = 4  # of each country, one after the other
WORDS = 20_000
FIRST_DAY, DAYS = date(1995, 1, 1), 11_000
KEPT_ENTRIES = 20_000
AHEAD = 2  # stretches that are made while one is written
TABLES = (
    "events",
    "event_participants",
    "event_initiators",
    "feed",
    "articles",
    "reports",
    "event_lists",
    "event_places",
    "event_days",
    "event_ties",
)


def _rare(count: int) -> list[float]:
    """Returns weights that fall as they do for words and countries, added up."""
    return list(accumulate(1 / rank for rank in range(2, count + 2)))


_COUNTRY_WEIGHTS, _WORD_WEIGHTS, _LABEL_WEIGHTS = _rare(len(COUNTRIES)), _rare(WORDS), _rare(len(TOPIC_LABELS))
LABELS = sorted(TOPIC_LABELS)


def name_leader(country: str, day: int) -> str:
    """Returns who leads a country on a day."""
    nth = day * LEADERS // DAYS
    place = COUNTRIES.index(country)
    return f"{GIVEN[(place + nth) % len(GIVEN)]} {country.capitalize()}son{'abcd'[nth]}"


def find_day(share: float) -> str:
    """Returns the day on which this share of all events, from 0 to 1, has been told."""
    return (FIRST_DAY + timedelta(int(share * DAYS))).isoformat()


def make_event(dice: random.Random, number: int, count: int) -> tuple[Data, str]:
    """Returns the document of the `number`th of `count` events, some 1.5 kB, and the words that `q` searches."""
    day = dice.randrange(DAYS) if dice.random() < 0.1 else min(DAYS - 1, number * DAYS // count + dice.randrange(30))
    one, other = dice.choices(COUNTRIES, cum_weights=_COUNTRY_WEIGHTS, k=2)
    other = other if other != one else COUNTRIES[(COUNTRIES.index(one) + 1) % len(COUNTRIES)]
    people = [{"name": name_leader(side, day), "country": side, "role": "president"} for side in (one, other)]
    told = (FIRST_DAY + timedelta(day)).isoformat()
    told_date = dice.choices([told, told[:7], told[:4], None], [84, 5, 1, 10])[0]
    words = [f"w{number_}" for number_ in dice.choices(range(WORDS), cum_weights=_WORD_WEIGHTS, k=24)]
    labels = dice.choices(LABELS, cum_weights=_LABEL_WEIGHTS, k=2)
    topics = [
        {"label": label, "text": " ".join(words[n : n + 3]), "texts": [" ".join(words[n : n + 3])]}
        for n, label in enumerate(labels)
    ]
    report_id, article_id = f"r{number:025}", f"a{number:025}"
    outcome = {"text": "agreed on " + " ".join(words[5:12]), "kind": "agreement", "by": [one], "said_by": None, "report": report_id}
    evidence = f"{people[0]['name']} spoke by phone with {people[1]['name']} about " + " ".join(words[12:])
    caller = people[0]["name"] if dice.random() < 0.5 else None
    claims = [{"name": caller, "said_by": None, "report": report_id, "source": "The Example"}] if caller else []
    at = (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=number)).isoformat()
    article = {"id": article_id, "url": f"https://example.org/{number}", "source": "The Example", "published_at": told}
    call = {"participants": people, "initiator": caller, "date": told_date, "channel": "phone", "confidence": 0.9}
    document = {
        "id": f"e{number:025}", "type": "diplomatic_call", "revision": 1, "cursor": str(number), "created_at": at, "updated_at": at,
        "date": told_date, "date_precision": "day", "channel": "phone", "participants": people,
        "initiator": {"name": caller, "claims": claims, "disputed": False}, "topics": topics, "outcomes": [outcome],
        "reports": [{"id": report_id, "article": article, "evidence": {"text": evidence, "start": 0, "end": 1}, "call": call}],
        "sources": 1, "confidence": 0.9, "extractor": "bench",
    }  # fmt: skip
    return document, fold(
        f"{people[0]['name']} {people[1]['name']} president {one} {other} {' '.join(words)} {evidence} unique{number}"
    )


class _Stretch(NamedTuple):
    """All there is to write of one stretch of events."""

    nth: int
    rows: list[tuple[str, list[Data]]]
    found_by: Gathered
    places: dict[int, Place]


def fill(count: int, advance: Callable[[int], object]) -> None:
    """Fills the settings' database, which is empty, with events numbered from 1; `advance` is told how many were written.

    Events are made in processes beside this one, a stretch each."""
    with get_engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            for stretch in _make_ahead(pool, count):
                with session_scope(write=True, durable=False) as session:
                    _write(session, stretch, count)
                advance(len(stretch.places))
        connection.exec_driver_sql("ANALYZE")


def _make_ahead(pool: Executor, count: int) -> Iterator[_Stretch]:
    """Yields all stretches, in order, while the next ones are being made."""
    waiting: deque[Future[_Stretch]] = deque()
    for nth in range(count // SIZE + 1):
        waiting.append(pool.submit(_make_stretch, nth, count))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _make_stretch(nth: int, count: int) -> _Stretch:
    """Returns one stretch of `count` events; in a process of its own."""
    start, dice = nth * SIZE, random.Random(f"{SEED} {count} {nth}")
    numbers = range(max(1, start), min(count + 1, start + SIZE))
    rows: dict[str, list[Data]] = defaultdict(list)
    places: dict[int, Place] = {}

    def make_entries() -> Iterator[tuple[int, Entry]]:
        for number in numbers:
            document, words = make_event(dice, number, count)
            for table, row in _make_rows(number, document, words, is_kept=number > count - KEPT_ENTRIES):
                rows[table.__tablename__].append(row)
            places[number] = Place(number, number_date(document["date"]))
            yield number - start, make_entry(document, words)

    found_by = gather(make_entries())
    return _Stretch(nth, [*rows.items()], found_by, places)


def _make_rows(number: int, document: Data, words: str, is_kept: bool) -> Iterator[tuple[Any, Data]]:
    """Yields the rows of one event, each with its table; those of the feed and of articles where these are kept."""
    event_id, caller, written = document["id"], document["initiator"]["name"], json.dumps(document)
    told = {"id": event_id, "number": number, "position": number, "date": document["date"], "words": words}
    yield Event, told | {"written": written}
    for nth, person in enumerate(document["participants"]):
        yield EventParticipant, {"event_id": event_id, "position": nth, "name": fold(person["name"]), "country": person["country"]}
    if caller:
        yield EventInitiator, {"event_id": event_id, "position": 0, "name": fold(caller)}
    if is_kept:
        yield FeedEntry, {"position": number, "event_id": event_id, "kind": "created", "written": written}
    if is_kept and not number % 20:
        article_id = f"a{number:025}"
        yield Article, {"id": article_id, "content_hash": str(number), "text": "t", "media_type": "text/plain", "status": "done"}
        yield Report, {"id": f"r{number:025}", "article_id": article_id, "event_id": event_id, "position": 0, "call": {}}


def _write(session: Session, stretch: _Stretch, count: int) -> None:
    for name, rows in sorted(stretch.rows, key=lambda told: TABLES.index(told[0])):
        table = Base.metadata.tables[name]
        document = {"document": bindparam("written", type_=Text())} if "written" in rows[0] else {}  # JSON as it is
        session.execute(insert(table).values(document), rows)
    write_entries(session, stretch.nth, stretch.found_by)
    change_places(session, stretch.places)
    last = max(stretch.places, default=0)
    session.execute(update(FeedHead).values(position=last, floor=max(0, count - KEPT_ENTRIES)))


def copy_to_postgresql(dsn: str, advance: Callable[[int], object]) -> None:
    """Copies what `fill` wrote into the settings' SQLite database to a migrated, empty PostgreSQL database."""
    with get_engine().connect() as source, psycopg.connect(dsn) as target, target.cursor() as cursor:
        for name in TABLES:
            columns = [column.name for column in Base.metadata.tables[name].columns]
            flags = {column.name for column in Base.metadata.tables[name].columns if column.type.python_type is bool}
            rows = source.exec_driver_sql(f"select {', '.join(columns)} from {name}")
            listed = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f"copy {name} ({listed}) from stdin") as copy:
                for row in rows:
                    copy.write_row([bool(value) if column in flags else value for column, value in zip(columns, row, strict=True)])
                    if name == "events":
                        advance(1)
        position, floor = source.exec_driver_sql("select position, floor from feed_head").one()
        cursor.execute("update feed_head set position = %s, floor = %s", (position, floor))
        target.commit()
        target.autocommit = True
        cursor.execute("vacuum analyze")
