"""`diplowire keys create|list|revoke`: API keys in the database of the settings."""

from __future__ import annotations

from datetime import timedelta

import click
from rich.console import Console
from rich.table import Table

from shared import keys
from shared.database import migrate, session_scope
from shared.ids import utc_now
from shared.vocabulary import Scope


@click.group(short_help="Create, list and revoke API keys.")
@click.option("--data", type=click.Path(file_okay=False), help="data directory of `diplowire up`, if not the settings' database")
def command(data: str | None) -> None:
    """Create, list and revoke API keys. A key is shown once, when it is made; only its hash is stored."""
    if data:
        from services.cli.parts import use_data_dir

        use_data_dir(data)
    migrate()


@command.command()
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]),
              help="what the key may do; give it several times for several")  # fmt: skip
@click.option("--name", default="", help="a note on who uses it")
@click.option("--days", type=click.IntRange(1), help="the key expires after that many days; default: never")
def create(scopes: tuple[str, ...], name: str, days: int | None) -> None:
    """Create a key. The key stands alone on the last line."""
    expires_at = utc_now() + timedelta(days=days) if days else None
    with session_scope(write=True) as session:
        row, secret = keys.create_key(session, [Scope(scope) for scope in scopes], name, expires_at)
    click.echo(f"Key {row.id} may: {', '.join(row.scopes)}. It is shown only now:")
    click.echo(secret)


@command.command("list")
def list_keys() -> None:
    """List all keys, without their secrets."""
    table = Table("id", "key", "name", "scopes", "created", "expires", "last used", "state")
    now = utc_now()
    with session_scope() as session:
        for row in keys.find_keys(session):
            state = "revoked" if row.revoked_at else "expired" if row.expires_at and row.expires_at <= now else "in force"
            times = (f"{time:%Y-%m-%d %H:%M}" if time else "never" for time in (row.created_at, row.expires_at, row.last_used_at))
            table.add_row(row.id, f"{row.prefix}…", row.name, " ".join(row.scopes), *times, state)
    Console().print(table)


@command.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Revoke the key with this id, at once. Exits 1 where there is none in force."""
    with session_scope(write=True) as session:
        if not keys.revoke_key(session, key_id):
            raise click.ClickException(f"There is no key {key_id} in force.")
    click.echo(f"Key {key_id} is revoked.")
