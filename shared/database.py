"""The engine and the session scope, on SQLite and PostgreSQL, and the migrations' entrance.

SQLite needs three things said: WAL so that readers do not wait for the writer, `synchronous=FULL` because 202 promises that
the article is durable, and BEGIN IMMEDIATE for writers, since a reader that turns writer midway cannot wait for the lock.
Its writers of one process queue here: SQLite itself lets them try again and again, and on a slow disk one of them may never
be the one that finds the file free (https://www.sqlite.org/c3ref/busy_timeout.html promises no order).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from shared.settings import get_settings

# PostgreSQL: connection, read-only (a standby that took over), transaction, disk full, connections, lock, shutdown, system
PASSING_STATES = ("08", "25006", "40", "53100", "53300", "55P03", "57P", "58")
PASSING_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# libpq: a database whose machine is gone without a word counts as away within half a minute, not when a task's time is up
NOTICES_SILENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
LOCKED_OUT_AFTER_S = 60.0  # shorter than a task may run
TRIES_EVERY_S = 0.001
IDLES_AT_MOST_S = 300  # longer than a slow reader of an export rests
KEPT_CONNECTIONS = 10  # of each process, open while nobody needs them


def make_engine(url: str | None = None) -> Engine:
    """Returns an engine for `url` (default: the settings'); the folder of an SQLite file is made."""
    settings = get_settings()
    parsed = make_url(url or settings.database_url)
    if parsed.get_backend_name() != "sqlite":
        if settings.database_password and parsed.password is None:
            parsed = parsed.set(password=settings.database_password)
        kept = min(KEPT_CONNECTIONS, settings.database_connections)
        engine = create_engine(
            parsed,
            hide_parameters=True,
            connect_args=NOTICES_SILENCE,
            pool_pre_ping=True,
            pool_size=kept,
            max_overflow=settings.database_connections - kept,
        )
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": LOCKED_OUT_AFTER_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgres(connection: Any, record: object) -> None:
    """A process that hangs with locks in hand holds up the others for so long at most: the database ends its transaction."""
    connection.execute(f"SET lock_timeout = '{LOCKED_OUT_AFTER_S:.0f}s'")
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLES_AT_MOST_S}s'")
    connection.commit()


def _begin_postgres(connection: Connection) -> None:
    if not connection.get_execution_options().get("durable", True):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("write", False):
        connection.exec_driver_sql("BEGIN")
        return
    file: Any = connection.connection.driver_connection
    file.execute(f"PRAGMA synchronous={'FULL' if options.get('durable', True) else 'NORMAL'}")
    file.execute("PRAGMA busy_timeout=0")
    try:
        if not _begin_writing(file):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # tells what is the matter
    finally:
        file.execute(f"PRAGMA busy_timeout={LOCKED_OUT_AFTER_S * 1000:.0f}")


def _begin_writing(file: sqlite3.Connection) -> bool:
    """Begins as soon as no other process writes; returns whether it could. SQLite's own waiting sleeps longer from try to try, up
    to a tenth of a second, however long the file has been free."""
    give_up_at = time.monotonic() + LOCKED_OUT_AFTER_S
    while time.monotonic() < give_up_at:
        try:
            file.execute("BEGIN IMMEDIATE")
            return True
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(TRIES_EVERY_S)
    return False


@lru_cache(maxsize=1)
def get_engine() -> Engine:
    """Returns this process's engine, made at the first call (so after a fork, never before)."""
    return make_engine()


@lru_cache(maxsize=2)
def _get_writing_engine(durable: bool = True) -> Engine:
    """Returns the same engine, whose transactions say from the start that they write; made once, for making it is not cheap."""
    return get_engine().execution_options(write=True, durable=durable)


@contextmanager
def session_scope(write: bool = False, snapshot: bool = False, durable: bool = True) -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back when it raises. Say `write=True` to write, `snapshot=True`
    where several reads must see the same (on SQLite they always do), and `durable=False` for what may be forgotten in the last
    moment before the machine or PostgreSQL itself crashes: such a commit does not wait for the disk."""
    engine = _get_writing_engine(durable) if write else get_engine()
    if snapshot and engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with _turn(engine, write), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def statement_scope() -> Iterator[Connection]:
    """One transaction that writes by statements alone: without the objects of a session it costs a third less."""
    engine = _get_writing_engine()
    with _turn(engine, write=True), engine.begin() as connection:
        yield connection


@contextmanager
def _turn(engine: Engine, write: bool) -> Iterator[None]:
    """Waits until no other writer of this process is at work, where the database has room for one only. Who has waited too long
    goes on without: the database then says what is the matter."""
    if not write or engine.dialect.name != "sqlite":
        yield
        return
    turns = _turns()
    has_turn = turns.acquire(timeout=LOCKED_OUT_AFTER_S)
    try:
        yield
    finally:
        if has_turn:
            turns.release()


@lru_cache(maxsize=1)
def _turns() -> threading.Lock:
    return threading.Lock()


def is_passing(error: BaseException) -> bool:
    """Whether an error is the database's own trouble, which passes: it is away, starting, full, locked, or wants the transaction
    again. What the same statement would meet again and again is none."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if state := getattr(error.orig, "sqlstate", None):
        return str(state).startswith(PASSING_STATES)
    if code := getattr(error.orig, "sqlite_errorcode", None):
        return code & 0xFF in PASSING_CODES
    return isinstance(error, (OperationalError, InterfaceError))  # a connection that was never made tells no code


def forget_engine() -> None:
    """Drops the engine, in a forked child (without closing what the parent still uses) or between tests."""
    _get_writing_engine.cache_clear()
    _turns.cache_clear()  # one of the parent's threads may have had its turn when the child was made
    if get_engine.cache_info().currsize:
        get_engine().dispose(close=False)
        get_engine.cache_clear()


def migrate(url: str | None = None, revision: str = "head") -> None:
    """Brings the database at `url` (default: the settings') to `revision`."""
    from alembic import command  # only here: Alembic takes long to import and nothing else needs it

    config = _configure_migrations()
    config.attributes["url"] = url
    command.upgrade(config, revision)


def is_migrated() -> bool:
    """Whether the settings' database has the newest schema that this code knows. Raises DBAPIError where none answers."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with get_engine().connect() as connection:
        known = MigrationContext.configure(connection).get_current_heads()
    return set(ScriptDirectory.from_config(_configure_migrations()).get_heads()) <= set(known)


def _configure_migrations() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
