"""Runs migrations on the database that `shared.database.migrate` names; one process at a time on PostgreSQL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from shared.database import make_engine
from shared.models import Base

LOCK = 7_016_801


def run() -> None:
    engine = make_engine(context.config.attributes.get("url"))
    with engine.execution_options(write=True).connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()
    engine.dispose()


run()
