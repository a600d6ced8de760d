"""How both engines read: by an index in every statement, whatever is asked for, and no more rows than the page needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.engine import Connection

from services.events import queries
from services.events.page.summaries import summarise
from services.events.paging import ORDERS, make_token
from services.events.selection import ExportQuery, SelectionQuery
from shared.database import get_engine, session_scope
from shared.feed import find_entries
from shared.index.filling import fill_index
from shared.models import Article, Event, FeedEntry, Report

Data = dict[str, Any]
COUNT = 3000
WHOLE = ("event_days", "feed_head", "ix_events_retracted_at")
ASKED: list[Data] = [
    {},
    {"participant": ["leader"]},
    {"participant": ["leader", "seven"], "country": ["c7"]},
    {"country": ["C7", "C8"]},
    {"initiator": "C7"},
    {"topic": ["trade"]},
    {"topic": ["steel 17"], "country": ["c1"]},
    {"from": "2018-02-01", "to": "2018-02-20"},
    {"from": "2018-02-01"},
    {"q": "rare17"},
    {"q": "common rare17", "from": "2018-01-01", "country": ["C7"]},
    {"article": "a"},
    {"updated_after": "2900"},
    {"updated_after": "5", "q": "common"},
]


def make_document(number: int) -> Data:
    sides, names, dates = (number % 11, 11 + number % 7), {7: "seven"}, {0: None, 1: "2018-03", 2: "2018"}
    return {
        "participants": [{"name": f"Leader {names.get(side, side)}", "country": f"C{side}", "role": None} for side in sides],
        "topics": [{"label": "trade", "text": f"steel {number % 50}"}],
        "initiator": {"name": f"Leader {sides[0]}", "claims": []},
        "date": dates.get(number % 20, f"2018-{1 + number % 12:02}-{1 + number % 28:02}"),
        "reports": [],
    }


@pytest.fixture
def filled(database: str) -> str:
    """Some thousand events, and the engine told how they spread."""
    with session_scope(write=True) as session:
        rows = []
        for number in range(1, COUNT + 1):
            document = make_document(number)
            rows.append({"id": f"e{number:06}", "number": number, "position": number, "document": document,
                         "date": document["date"], "words": f"common rare{number}"})  # fmt: skip
        session.execute(insert(Event), rows)
        entries = [{"position": row["position"], "event_id": row["id"], "kind": "created", "document": {}} for row in rows]
        session.execute(insert(FeedEntry), entries)
        session.add(Article(id="a", content_hash="a", text="t", media_type="text/plain"))
        session.flush()
        session.add(Report(article_id="a", event_id="e000017", position=0, call={}))
        fill_index(session)
    with get_engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    return database


@contextmanager
def told_statements() -> Iterator[list[tuple[str, Any]]]:
    """Yields the list of what is asked of the database."""
    told: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        told.append((statement, parameters))

    event.listen(get_engine(), "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(get_engine(), "before_cursor_execute", note)


def find_scans(statements: list[tuple[str, Any]]) -> list[str]:
    """Returns the statements that read a whole table, with their plans. PostgreSQL may say so only where no index helps."""
    with get_engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("set enable_seqscan = off")
        plans = [(statement, explain(connection, statement, parameters)) for statement, parameters in statements]
    return [f"{statement}\n{plan}" for statement, plan in plans if scans(plan)]


def explain(connection: Connection, statement: str, parameters: Any) -> str:
    word = "explain" if connection.dialect.name == "postgresql" else "explain query plan"
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{word} {statement}", parameters))


def scans(plan: str) -> bool:
    """Whether rows or a whole index are read one after the other; the table of days, and what was retracted, may be."""
    lines = [line.strip() for line in plan.splitlines() if not any(whole in line for whole in WHOLE)]
    return any("Seq Scan" in line or line.startswith("SCAN") for line in lines)


@pytest.mark.usefixtures("filled")
def test_every_filter_reads_by_an_index() -> None:
    """In every order, on the first page and behind it."""
    for query in ASKED:
        for order in ORDERS:
            selection = SelectionQuery().load({**query, "order": order, "limit": 5})
            with told_statements() as statements:
                rows = queries.find_events(selection)
                if rows:
                    queries.find_events(selection._replace(after=queries.make_token(order, rows[-1])))
            assert statements
            assert find_scans(statements) == [], (query, order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.usefixtures("filled")
def test_a_page_from_the_depths_enters_the_index_where_it_begins(order: str) -> None:
    """What stands before it is not passed by: it costs as much near the end as near the beginning."""
    rows = list(queries.iterate_events(ExportQuery().load({"order": order})))
    costs = []
    for row in (rows[10], rows[-100]):
        with told_statements() as statements:
            assert queries.find_events(SelectionQuery().load({"order": order, "limit": 5, "after": make_token(order, row)}))
        costs.append(sum(count_read(*told) for told in statements if told[0].startswith("SELECT")))
    assert max(costs) < min(costs) + COUNT / 2, costs


def count_read(statement: str, parameters: Any) -> int:
    """Returns what a statement reads: SQLite's steps, or the rows that PostgreSQL gives or passes by."""
    with get_engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            plan = connection.exec_driver_sql(f"explain (analyze, format json) {statement}", parameters).scalar_one()[0]["Plan"]
            scan = plan["Plans"][0] if plan["Node Type"] == "Limit" else plan
            return int(scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0))
        steps: list[None] = []
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: steps.append(None), 1)
        connection.exec_driver_sql(statement, parameters).all()
        driver.set_progress_handler(None, 1)
        return len(steps)


@pytest.mark.usefixtures("filled")
def test_one_event_the_feed_and_the_pictures_read_by_an_index() -> None:
    """What is not a list of events is found by a key, or was counted."""
    with told_statements() as statements:
        queries.find_event("e000017")
        queries.find_events_of("a")
        find_entries(2000, 50)
        queries.count_events()
        summarise(SelectionQuery().load({}).filters)
    assert find_scans(statements) == []


@pytest.mark.usefixtures("filled")
def test_a_page_reads_no_more_rows_than_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that many have or few, and both at once: of the events, only those that are shown are read."""
    read: list[int] = []
    find_rows = queries.find_rows
    monkeypatch.setattr(queries, "find_rows", lambda session, numbers: read.append(len(numbers)) or find_rows(session, numbers))
    for query, shown in (({"q": "common"}, 5), ({"q": "common rare17"}, 1), ({"country": ["C7", "C12"], "topic": ["trade"]}, 5)):
        read.clear()
        assert len(queries.find_events(SelectionQuery().load({**query, "limit": 5}))) == shown
        assert sum(read) == shown, query
