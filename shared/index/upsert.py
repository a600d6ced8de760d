"""Adds rows or changes those that are there, alike on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def upsert(
    session: Session, table: Any, rows: Sequence[dict[str, Any]], set_to: Iterable[str] = (), add_to: Iterable[str] = ()
) -> None:
    """Inserts the rows; where the key is there, columns `set_to` take the new value, and to columns `add_to` it is added."""
    if rows:
        session.execute(_make_statement(session.get_bind().dialect.name, table, tuple(set_to), tuple(add_to)), rows)


@cache
def _make_statement(dialect: str, model: Any, set_to: tuple[str, ...], add_to: tuple[str, ...]) -> Any:
    table = model.__table__
    told = _INSERTS[dialect](table)
    changed = {name: told.excluded[name] for name in set_to} | {name: table.c[name] + told.excluded[name] for name in add_to}
    return told.on_conflict_do_update(index_elements=[column.name for column in table.primary_key], set_=changed)
