"""Migrations make what the models say, on both engines; transactions keep or drop everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from shared.database import get_engine, make_engine, migrate, session_scope
from shared.models import Article, Base, FeedHead


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


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def test_what_was_stored_survives_migration_and_is_read_again(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Events keep their side tables, also where a table is copied to change it; articles with reports are queued, others not."""
    url = f"sqlite:///{tmp_path}/old.db" if engine == "sqlite" else request.getfixturevalue("postgres").create_database("old")
    migrate(url, "0001")
    now = "2024-01-01 00:00:00+00:00"
    with make_engine(url).begin() as connection:
        for statement in (
            *(
                f"insert into articles (id, content_hash, text, media_type, status, attempts, rejected, created_at, updated_at) "
                f"values ('{name}', '{name}', 't', 'text/plain', 'done', 1, '[]', '{now}', '{now}')"
                for name in ("told", "untold")
            ),
            f"insert into events (id, match_key, revision, position, document, words, created_at, updated_at) "
            f"values ('e', 'k', 1, 1, '{{}}', '', '{now}', '{now}')",
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
