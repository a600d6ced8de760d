"""`diplowire migrate`: runs the migrations on the database of the settings, or waits until somebody did."""

from __future__ import annotations

import time

import click
from sqlalchemy.exc import DBAPIError

from shared.database import is_migrated, migrate
from shared.settings import get_settings

LOOK_EVERY_S = 1.0


@click.command(short_help="Bring the database to the newest schema.")
@click.option("--wait", is_flag=True, help="change nothing; end when the database has the newest schema")
def command(wait: bool) -> None:
    """Bring the database of DIPLOWIRE_DATABASE_URL to the newest schema. Harmless when it is there already."""
    if wait:
        await_migration()
    else:
        migrate()
    backend = get_settings().database_url.partition(":")[0]
    click.echo(f"The {backend} database is up to date.")


def await_migration() -> None:
    """Returns when the database can be reached and has the newest schema, however long that takes."""
    while True:
        try:
            if is_migrated():
                return
        except DBAPIError:
            pass  # it is not there yet
        time.sleep(LOOK_EVERY_S)
