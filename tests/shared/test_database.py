"""Migrations make what the models say, on both engines; transactions keep or drop everything."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from shared.database import get_engine, migrate, session_scope
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
