"""Databases as releases left them, to migrate from: `NUMBER.json` holds every row that the release with migration NUMBER wrote.

`python -m tests.shared.filled` writes the file of the newest migration there is; it is done once, before the next one is written,
and never again.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, DateTime, Engine, LargeBinary, MetaData

FOLDER = Path(__file__).parent
REVISIONS = sorted(path.stem for path in FOLDER.glob("*.json"))
OWN_TABLE = "alembic_version"


def read_rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Returns the rows of every table, in the order in which they can be inserted."""
    found = reflect(engine)
    with engine.connect() as connection:
        return {table.name: [dict(row._mapping) for row in connection.execute(table.select())] for table in found.sorted_tables}


def insert_rows(engine: Engine, revision: str) -> None:
    """Puts the rows of that release into a database at its migration, whatever rows the migrations made."""
    filled = json.loads((FOLDER / f"{revision}.json").read_text(encoding="utf-8"))
    tables = reflect(engine)
    with engine.begin() as connection:
        for table in reversed(tables.sorted_tables):
            connection.execute(table.delete())
        for table in tables.sorted_tables:
            rows = [{name: _parse(table.columns[name], value) for name, value in row.items()} for row in filled[table.name]]
            if rows:
                connection.execute(table.insert(), rows)


def reflect(engine: Engine) -> MetaData:
    """Returns the tables as they are now, without the migrations' own."""
    found = MetaData()
    found.reflect(engine, only=lambda name, _: name != OWN_TABLE)
    return found


def _parse(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, LargeBinary):
        return bytes.fromhex(value)
    if isinstance(value, str) and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
