"""The engine and the session scope, on SQLite and PostgreSQL, and the migrations' entrance.

SQLite needs three things said: WAL so that readers do not wait for the writer, `synchronous=FULL` because 202 promises that
the article is durable, and BEGIN IMMEDIATE for writers, since a reader that turns writer midway cannot wait for the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from shared.settings import get_settings


def make_engine(url: str) -> Engine:
    """Returns an engine for `url`; the folder of an SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@lru_cache(maxsize=1)
def get_engine() -> Engine:
    """Returns this process's engine, made at the first call (so after a fork, never before)."""
    return make_engine(get_settings().database_url)


@contextmanager
def session_scope(write: bool = False) -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back when it raises. Say `write=True` to write."""
    engine = get_engine().execution_options(write=True) if write else get_engine()
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def forget_engine() -> None:
    """Drops the engine, in a forked child (without closing what the parent still uses) or between tests."""
    if get_engine.cache_info().currsize:
        get_engine().dispose(close=False)
        get_engine.cache_clear()


def migrate(url: str | None = None, revision: str = "head") -> None:
    """Brings the database at `url` (default: the settings') to `revision`."""
    from alembic import command  # only here: Alembic takes long to import and nothing else needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url or get_settings().database_url
    command.upgrade(config, revision)
