"""Orders of events and keyset pages: a page begins behind the last row of the page before, wherever that row has gone since.

`next` holds the order and that row's sort key, so a page cannot be continued in another order. In `created` and `date` nothing is
lost or repeated while events are added; in `updated` what changes moves to the end, where a reader meets it again; in `-updated`
it moves to the front, so that order suits a first look, not a copy.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_

from shared.errors import ErrorItem, Problem
from shared.models import Event

ORDERS = ("-created", "created", "-updated", "updated", "-date", "date")
_SEPARATOR = "~"


class Row(NamedTuple):
    """One event as selected: its document and what the orders sort by."""

    id: str
    position: int
    date_from: date | None
    document: dict[str, Any]


def sort_columns(order: str) -> list[ColumnElement[Any]]:
    """Returns what to sort by; ids sort by time of making, undated events come last either way."""
    name, turn = order.lstrip("-"), order.startswith("-")
    if name == "date":
        columns: list[Any] = [Event.date_from, Event.id]
        return [Event.date_from.is_(None), *(column.desc() if turn else column.asc() for column in columns)]
    column: Any = Event.position if name == "updated" else Event.id
    return [column.desc() if turn else column.asc()]


def is_behind(order: str, token: str) -> ColumnElement[bool]:
    """Returns the condition that an event stands behind the row that `token` tells; 422 for a token that tells none."""
    told, _, key = token.partition(_SEPARATOR)
    try:
        if told != order:
            raise ValueError(token)
        name = order.lstrip("-")
        if name == "date":
            day, _, event_id = key.partition(_SEPARATOR)
            return _is_behind_day(order, date.fromisoformat(day) if day else None, event_id)
        return _beyond(order, Event.position, _parse_position(key)) if name == "updated" else _beyond(order, Event.id, key)
    except ValueError:
        raise Problem(422, errors=[ErrorItem("/query/after", "Not the `next` of a page in this order.")]) from None


def make_token(order: str, row: Row) -> str:
    """Returns the `next` of a page that ends with `row`."""
    keys = {"created": row.id, "updated": str(row.position), "date": f"{row.date_from or ''}{_SEPARATOR}{row.id}"}
    return f"{order}{_SEPARATOR}{keys[order.lstrip('-')]}"


def _beyond(order: str, column: Any, value: Any) -> ColumnElement[bool]:
    return column < value if order.startswith("-") else column > value


def _is_behind_day(order: str, day: date | None, event_id: str) -> ColumnElement[bool]:
    rest = _beyond(order, Event.id, event_id)
    if day is None:
        return and_(Event.date_from.is_(None), rest)
    return or_(Event.date_from.is_(None), _beyond(order, Event.date_from, day), and_(Event.date_from == day, rest))


def _parse_position(key: str) -> int:
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise ValueError(key)
    return int(key)
