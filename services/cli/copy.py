"""`diplowire copy FROM_URL TO_URL`: everything of one database into an empty other: SQLite or PostgreSQL, in either direction.

Reads one moment of the source and writes one transaction, so that what services do meanwhile cannot tear the copy, and a copy that
is broken off leaves nothing behind: there is nothing to resume, it is begun again. The queue is not copied; the sweep fills it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Connection, Table, delete, func, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from shared.database import make_engine, migrate
from shared.models import Base, FeedHead

BATCH = 1000
TABLES = Base.metadata.sorted_tables  # a table stands behind those it points to
_MIGRATED = {FeedHead.__tablename__}  # has a row from the migration on


@click.command(short_help="Copy a database into an empty other one.")
@click.argument("from_url")
@click.argument("to_url")
def command(from_url: str, to_url: str) -> None:
    """Copy all articles, reports, events, keys and the feed from the database at FROM_URL into the empty one at TO_URL.

    \b
    diplowire copy sqlite:///var/diplowire.db postgresql+psycopg://user:password@host/database
    diplowire copy sqlite:///var/diplowire.db sqlite:///backup/diplowire.db

    The tables are made at TO_URL. Ids, cursors and keys stay what they are. Refused where TO_URL holds anything, and where
    FROM_URL has another schema than this version: run `diplowire migrate` on it first.
    """
    errors = Console(stderr=True)
    try:
        with reading(from_url) as source:
            with writing(to_url) as target:
                require_empty(target)
            migrate(to_url)
            with writing(to_url) as target:
                require_same_schema(source, target)
                require_empty(target)
                for table, rows in copy_tables(source, target, errors):
                    click.echo(f"{rows:>9} {table.name}")
    except ArgumentError:
        raise click.ClickException("Not the address of a database, like sqlite:///var/diplowire.db.") from None
    except OperationalError as error:
        raise click.ClickException(f"A database cannot be reached: {error.orig}") from None
    except DBAPIError as error:
        raise click.ClickException(f"The target refuses a row: {error.orig}. Nothing is kept.") from None


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One moment of the database at `url`, whatever is written meanwhile; one that is not there is not made."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    if is_file and not Path(parsed.database or "").is_file():
        raise click.ClickException(f"There is no database {parsed.database}.")
    engine = make_engine(url)
    try:
        options = {} if is_file else {"isolation_level": "REPEATABLE READ"}
        with engine.connect().execution_options(**options, stream_results=True) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """One transaction on the database at `url`; an error takes all of it back."""
    engine = make_engine(url)
    try:
        with engine.execution_options(write=True).connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def find_schema(connection: Connection) -> str | None:
    """Returns the migration that the database is at; None where it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("select version_num from alembic_version"))
    return version


def require_same_schema(source: Connection, target: Connection) -> None:
    """Refuses a source that this version's tables do not describe."""
    theirs, ours = find_schema(source), find_schema(target)
    if theirs != ours:
        raise click.ClickException(f"The source is at schema {theirs or 'none'}, not {ours}: run `diplowire migrate` on it first.")


def require_empty(target: Connection) -> None:
    """Refuses a target that holds anything: two histories cannot be mixed."""
    present = set(inspect(target).get_table_names())
    for table in TABLES:
        if table.name in present - _MIGRATED and target.scalar(select(func.count()).select_from(table)):
            raise click.ClickException(f"The target is not empty: it has {table.name}.")


def copy_tables(source: Connection, target: Connection, errors: Console) -> Iterator[tuple[Table, int]]:
    """Copies the tables in the order of what points to what, rows by key; yields each with its number of rows."""
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True) as progress:
        for table in TABLES:
            total = source.scalar(select(func.count()).select_from(table)) or 0
            bar = progress.add_task(table.name, total=total)
            target.execute(delete(table))
            for rows in source.execute(select(table).order_by(*table.primary_key)).mappings().partitions(BATCH):
                target.execute(insert(table), [dict(row) for row in rows])
                progress.advance(bar, len(rows))
            if (written := target.scalar(select(func.count()).select_from(table))) != total:
                raise click.ClickException(f"Of {total} {table.name} {written} arrived. Nothing is kept.")
            yield table, total
