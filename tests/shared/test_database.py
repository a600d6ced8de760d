"""Migrations make what the models say, on both engines; transactions keep or drop everything."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError

from shared import database
from shared.database import forget_engine, get_engine, is_passing, make_engine, migrate, session_scope
from shared.index.packing import SIZE, find_offsets
from shared.index.places import NOT_LIVE
from shared.models import Article, Base, FeedHead
from tests.postgres import PostgresServer

DOCUMENT = json.dumps(
    {
        "participants": [{"name": "Angela Merkel", "country": "DE"}, {"name": "Emmanuel Macron", "country": "FR"}],
        "initiator": {"name": "Emmanuel Macron", "claims": [], "disputed": False},
        "topics": [{"label": "trade", "text": "steel"}],
        "date": "2012-03",
    }
)


@pytest.mark.usefixtures("database")
def test_migrations_and_models_agree() -> None:
    """A column that only one of them knows shows here; the feed begins at 0; migrating again is harmless."""
    with get_engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    migrate()
    with session_scope() as session:
        assert session.scalars(select(FeedHead.position)).all() == [0]


@pytest.mark.usefixtures("database")
def test_times_come_back_aware_and_in_utc() -> None:
    """SQLite forgets zones; we do not."""
    with session_scope(write=True) as session:
        session.add(Article(content_hash="x", text="t", media_type="text/plain"))
    with session_scope() as session:
        created = session.scalars(select(Article.created_at)).one()
    assert created.utcoffset() is not None
    assert created.utcoffset().total_seconds() == 0  # type: ignore[union-attr]


@pytest.mark.usefixtures("database")
def test_error_in_the_block_rolls_back() -> None:
    """Nothing of a failed transaction stays."""

    def write_and_fail() -> None:
        with session_scope(write=True) as session:
            session.add(Article(content_hash="x", text="t", media_type="text/plain"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with session_scope() as session:
        assert session.scalars(select(Article)).all() == []


@pytest.mark.usefixtures("sqlite_database")
def test_writers_of_one_process_queue() -> None:
    """None is told that the file is locked, even where SQLite itself would not wait at all."""
    forget_engine()
    event.listen(get_engine(), "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    begun, written = threading.Barrier(6), []

    def write(writer: int) -> None:
        begun.wait()
        for number in range(20):
            with session_scope(write=True) as session:
                session.add(Article(content_hash=f"{writer} {number}", text="t", media_type="text/plain"))
            written.append(writer)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 6 * 20


@pytest.mark.usefixtures("sqlite_database")
def test_writer_waits_for_another_process_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on once the other is done, and is told what is the matter where that takes too long."""
    forget_engine()
    with make_engine().execution_options(write=True).connect() as other:
        held = other.begin()
        monkeypatch.setattr(database, "LOCKED_OUT_AFTER_S", 0.05)
        with pytest.raises(DBAPIError) as raised, session_scope(write=True) as session:
            session.execute(select(1))
        assert is_passing(raised.value)
        monkeypatch.setattr(database, "LOCKED_OUT_AFTER_S", 60.0)
        threading.Timer(0.1, held.commit).start()
        with session_scope(write=True) as session:
            session.add(Article(content_hash="x", text="t", media_type="text/plain"))
    with session_scope() as session:
        assert session.scalars(select(Article.content_hash)).all() == ["x"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that no migration has seen."""
    url: str = f"sqlite:///{tmp_path}/old.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(f"old_{tmp_path.name}")
    return url


def test_what_was_stored_survives_migration_and_is_read_again(empty_database: str) -> None:
    """Events keep their side tables, also where a table is copied to change it; articles with reports are queued, others not."""
    url = empty_database
    migrate(url, "0001")
    now = "2024-01-01 00:00:00+00:00"
    with make_engine(url).begin() as connection:
        for statement in (
            *(
                f"insert into articles (id, content_hash, text, media_type, status, attempts, rejected, created_at, updated_at) "
                f"values ('{name}', '{name}', 't', 'text/plain', 'done', 1, '[]', '{now}', '{now}')"
                for name in ("told", "untold")
            ),
            *(
                f"insert into events "
                f"(id, match_key, revision, position, document, date, words, created_at, updated_at, retracted_at) "
                f"values ('{name}', '{name}', 1, {position}, '{DOCUMENT}', '2012-03', 'berlin', '{now}', '{now}', {gone})"
                for name, position, gone in (("e", 1, "null"), ("gone", 2, f"'{now}'"))
            ),
            "insert into event_participants (event_id, position, name, country) values ('e', 0, 'angela merkel', 'DE')",
            f"insert into reports (id, article_id, event_id, position, call, created_at) "
            f"values ('r', 'told', 'e', 0, '{{}}', '{now}')",
        ):
            connection.exec_driver_sql(statement)
    migrate(url)
    with make_engine(url).connect() as connection:
        assert connection.exec_driver_sql("select name from event_participants").all() == [("angela merkel",)]
        assert connection.exec_driver_sql("select id, event_id from reports").all() == [("r", "e")]
        assert connection.exec_driver_sql("select id, status from articles order by id").all() == [
            ("told", "queued"),
            ("untold", "done"),
        ]
        assert connection.exec_driver_sql("select id, number from events order by id").all() == [("e", 1), ("gone", 2)]
        assert connection.exec_driver_sql("select * from event_days").all() == [("2012-03", 1)]
        ties = connection.exec_driver_sql("select one, other, calls, by_one, by_other, told_other from event_ties").all()
        assert ties == [("angela merkel", "emmanuel macron", 1, 0, 1, "Emmanuel Macron")]
        lists = dict(connection.exec_driver_sql("select term, members from event_lists where stretch = 0").all())
        assert find_offsets(lists["c:fr"]).tolist() == [1]
        assert {"w:berlin", "p:macron", "i:macron", "o:fr", "l:trade", "t:steel"} <= lists.keys()
        assert not {term[:2] for term in lists} & {"d:", "m:", "u:", "y:"}
        ((block, dates),) = connection.exec_driver_sql("select block, dates from event_places").all()
        assert (block, np.frombuffer(dates, "<i4")[:4].tolist()) == (0, [NOT_LIVE, 20120300, NOT_LIVE, NOT_LIVE])


def test_lists_of_short_stretches_become_lists_of_long_ones(empty_database: str) -> None:
    """As distances or as bits, with 8,192 numbers a row, they were packed by 0007; nothing of that is left."""
    url = empty_database
    migrate(url, "0007")
    now = "2024-01-01 00:00:00+00:00"
    with make_engine(url).begin() as connection:
        for number in (1, 8193, 40001):
            connection.exec_driver_sql(
                f"insert into events (id, number, revision, position, document, words, created_at, updated_at) "
                f"values ('e{number}', {number}, 1, {number}, '{DOCUMENT}', 'berlin', '{now}', '{now}')"
            )
        as_bits = b"\2" + bytes(1023)
        for stretch, members in ((0, b"\1\0"), (1, as_bits), (4, (40001 - 4 * 8192).to_bytes(2, "little"))):
            connection.execute(
                text("insert into event_lists (term, stretch, members) values ('c:de', :stretch, :members)"),
                {"stretch": stretch, "members": members},
            )
    migrate(url)
    with make_engine(url).connect() as connection:
        told = connection.exec_driver_sql("select stretch, members from event_lists where term = 'c:de'").all()
        assert {stretch: find_offsets(members).tolist() for stretch, members in told} == {0: [1, 8193], 1: [40001 - SIZE]}


def run_statement(statement: str, engine: Engine) -> Exception:
    """Returns what it raises."""
    try:
        with pytest.raises(DBAPIError) as raised, engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
    return raised.value


@pytest.mark.usefixtures("database")
def test_statement_that_can_never_work_is_no_passing_trouble() -> None:
    """Else the article that causes it would be tried for ever."""
    assert not is_passing(run_statement("select * from nothing", make_engine()))
    too_many_columns = f"select {', '.join(['1'] * 5000)}"  # told as an OperationalError
    assert not is_passing(run_statement(too_many_columns, make_engine()))
    assert not is_passing(ValueError())


def test_locked_or_unreachable_file_is_passing_trouble(sqlite_database: str, tmp_path: Path) -> None:
    """A neighbour writes; a disk is gone."""
    with make_engine().execution_options(write=True).begin():
        impatient = create_engine(sqlite_database, connect_args={"timeout": 0})
        assert is_passing(run_statement("delete from articles", impatient))
    assert is_passing(run_statement("select 1", create_engine(f"sqlite:///{tmp_path}")))


@pytest.mark.services
def test_server_that_is_away_or_shuts_down_is_passing_trouble(postgres: PostgresServer) -> None:
    """Before a connection is made, and in the midst of it."""
    assert is_passing(run_statement("select 1", make_engine("postgresql+psycopg://postgres@/none?host=/nowhere")))
    assert is_passing(run_statement("select 1", make_engine("postgresql+psycopg://postgres@127.0.0.1:1/none")))
    assert is_passing(run_statement("select pg_terminate_backend(pg_backend_pid())", make_engine(postgres.url("postgres"))))
