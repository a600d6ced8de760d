"""Rows of live events by their numbers, and whole orders of them along their indexes, where no list has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, null, select, true, tuple_
from sqlalchemy.orm import Session

from services.events.clauses import END
from services.events.filters import Filters
from services.events.paging import Key, Order, Row
from shared.models import Event

LIVE = (Event.retracted_at.is_(None), Event.merged_into.is_(None))  # as the indexes have it
AT_ONCE = 500
_FOLLOWED: dict[str, dict[str, Any]] = {  # filters that an order follows itself: what else is asked for, the lists tell
    "created": {},
    "updated": {"updated_after": None},
    "date": {"first_day": None, "last_day": None},
}
_KEYS: dict[str, Any] = {  # what orders sort by, and the number
    "created": select(Event.number, null(), Event.number).where(*LIVE),
    "updated": select(Event.position, null(), Event.number).where(*LIVE),
    "date": select(Event.number, Event.date, Event.number).where(*LIVE),
}
_COLUMNS: dict[str, Any] = {"created": Event.number, "updated": Event.position, "date": Event.number}


class _Part(NamedTuple):
    """Events that stand together in an order, and whether they are dated."""

    condition: ColumnElement[bool]
    is_dated: bool = True


def select_rows() -> Select[Any]:
    """Returns the query for live events."""
    return select(Event.id, Event.number, Event.position, Event.date, Event.document, Event.words).where(*LIVE)


def find_rows(session: Session, numbers: Sequence[int]) -> list[Row]:
    """Returns the rows of these events, in the same order; those that are not live are left out."""
    found = {row.number: Row(*row) for row in session.execute(select_rows().where(Event.number.in_(numbers)))}
    return [found[number] for number in numbers if number in found]


def find_keys(session: Session, order: Order, numbers: Sequence[int]) -> dict[Key, int]:
    """Returns what these events are sorted by in the order, with their numbers."""
    keys: dict[Key, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = _KEYS[order.name].where(Event.number.in_(numbers[start : start + AT_ONCE]))
        keys |= {Key(first, day or ""): number for first, day, number in session.execute(some)}
    return keys


def leave_out_followed(order: Order, filters: Filters) -> Filters:
    """Returns the filters without those that the order follows itself."""
    return replace(filters, **_FOLLOWED[order.name])


def find_indexed(session: Session, order: Order, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Returns the first events behind `after` in an order that one index tells; of `filters`, what the order follows counts."""
    return [Row(*row) for row in _read_along(session, select_rows(), order, filters, after, limit)]


def find_keys_along(session: Session, order: Order, filters: Filters, after: Key | None, limit: int) -> list[tuple[Key, int]]:
    """Returns what the same events are sorted by, with their numbers."""
    rows = _read_along(session, _KEYS[order.name], order, filters, after, limit)
    return [(Key(first, day or ""), number) for first, day, number in rows]


def _read_along(session: Session, wanted: Select[Any], order: Order, filters: Filters, after: Key | None, limit: int) -> list[Any]:
    rows: list[Any] = []
    for part in _find_parts(order, filters):
        behind = _find_behind(order, part, after)
        if behind is not None and len(rows) < limit:
            some = wanted.where(part.condition, behind).order_by(*_sort_columns(order)).limit(limit - len(rows))
            rows += session.execute(some)
    return rows


def _find_parts(order: Order, filters: Filters) -> list[_Part]:
    """Returns parts of the order that follow each other, each one stretch of its index."""
    if order.name != "date":
        least = filters.updated_after or 0 if order.name == "updated" else 0
        return [_Part(_COLUMNS[order.name] > least)]
    first, last = filters.first_day, filters.last_day
    if first is None and last is None:
        return [_Part(Event.date.is_not(None)), _Part(Event.date.is_(None), is_dated=False)]
    within = and_(Event.date >= (first.isoformat() if first else ""), Event.date <= (last.isoformat() if last else END))
    wider = [first.isoformat()[:4], first.isoformat()[:7]] if first else []  # dates that begin before the first day
    parts = [*(_Part(Event.date == told) for told in wider), _Part(within)]
    return parts[::-1] if order.is_descending else parts


def _find_behind(order: Order, part: _Part, after: Key | None) -> ColumnElement[bool] | None:
    """Returns the condition that an event of the part stands behind `after`; None where none does."""
    if order.name == "date" and after is not None and part.is_dated != bool(after.date):
        return None if part.is_dated else true()
    if after is None:
        return true()
    is_dated = order.name == "date" and part.is_dated
    columns: Any = tuple_(Event.date, Event.number) if is_dated else _COLUMNS[order.name]
    told: Any = (after.date, after.number) if is_dated else after.number
    return columns < told if order.is_descending else columns > told


def _sort_columns(order: Order) -> list[ColumnElement[Any]]:
    columns = [Event.date, Event.number] if order.name == "date" else [_COLUMNS[order.name]]
    return [column.desc() if order.is_descending else column.asc() for column in columns]
