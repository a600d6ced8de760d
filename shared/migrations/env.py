"""Runs migrations on the database that `shared.database.migrate` names; one process at a time on PostgreSQL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from shared.database import make_engine
from shared.models import Base

LOCK = 7_016_801


def run() -> None:
    engine = make_engine(context.config.attributes.get("url"))
    with engine.execution_options(write=True).connect() as connection:
        if connection.dialect.name == "sqlite":  # which copies a table to change it: dropping the old one must not cascade
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        migrate_on(connection)
    engine.dispose()


def migrate_on(connection: Connection) -> None:
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()


run()
