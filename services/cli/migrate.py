"""`diplowire migrate`: runs the migrations on the database of the settings."""

from __future__ import annotations

import click

from shared.database import migrate
from shared.settings import get_settings


@click.command(short_help="Bring the database to the newest schema.")
def command() -> None:
    """Bring the database of DIPLOWIRE_DATABASE_URL to the newest schema. Harmless when it is there already."""
    migrate()
    backend = get_settings().database_url.partition(":")[0]
    click.echo(f"The {backend} database is up to date.")
