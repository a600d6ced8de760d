"""Rows of live events by their numbers, and whole orders of them along their indexes, where no list has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select, tuple_
from sqlalchemy.orm import Session

from services.events.filters import Filters
from services.events.paging import Key, Order, Row
from shared.models import LIVE, Event

AT_ONCE = 500
END = "~"  # sorts behind whatever dates are told in
_FOLLOWED: dict[str, dict[str, Any]] = {  # filters that an order follows itself: what else is asked for, the lists tell
    "created": {},
    "updated": {"updated_after": None},
    "date": {"first_day": None, "last_day": None},
}
_EVENTS: Any = Event.__table__.c
_ROWS = select(*(_EVENTS[name] for name in Row._fields)).where(*LIVE)
_BY_NUMBER = _ROWS.where(_EVENTS.number.in_(bindparam("numbers", expanding=True)))  # made once: making it takes as long as reading
_COLUMNS: dict[str, Any] = {"created": Event.number, "updated": Event.position, "date": Event.number}


class _Part(NamedTuple):
    """Events that stand together in an order, one stretch of its index: those between two keys, neither included; with None for
    `high`, whatever comes behind `low`."""

    low: Key
    high: Key | None = None
    is_dated: bool = True


def find_rows(session: Session, numbers: Sequence[int]) -> list[Row]:
    """Returns the rows of these events, in the same order; those that are not live are left out."""
    found = {row.number: Row(*row) for row in session.execute(_BY_NUMBER, {"numbers": numbers}).all()}
    return [found[number] for number in numbers if number in found]


def leave_out_followed(order: Order, filters: Filters) -> Filters:
    """Returns the filters without those that the order follows itself."""
    return replace(filters, **_FOLLOWED[order.name])


def find_indexed(session: Session, order: Order, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Returns the first events behind `after` in an order that one index tells; of `filters`, what the order follows counts."""
    rows: list[Row] = []
    for part in filter(None, (_leave_behind(order, part, after) for part in _find_parts(order, filters))):
        if len(rows) < limit:
            some = _ROWS.where(*_find_conditions(order, part)).order_by(*_find_sorted(order, part))
            rows += (Row(*row) for row in session.execute(some.limit(limit - len(rows))))
    return rows


def _find_parts(order: Order, filters: Filters) -> list[_Part]:
    """Returns parts of the order that follow each other."""
    if order.name != "date":
        return [_Part(Key(filters.updated_after or 0 if order.name == "updated" else 0))]
    first, last = filters.first_day, filters.last_day
    if first is None and last is None:
        return [_Part(Key(0)), _Part(Key(0), is_dated=False)]
    within = _Part(Key(0, first.isoformat() if first else ""), Key(0, last.isoformat() + END if last else END))
    wider = [first.isoformat()[:4], first.isoformat()[:7]] if first else []  # dates that begin before the first day
    parts = [*(_Part(Key(0, told), Key(0, told + " ")) for told in wider), within]
    return parts[::-1] if order.is_descending else parts


def _leave_behind(order: Order, part: _Part, after: Key | None) -> _Part | None:
    """Returns what of the part stands behind `after`; None where nothing does."""
    if after is None or (order.name == "date" and not part.is_dated and after.date):
        return part
    if order.name == "date" and part.is_dated != bool(after.date):
        return None
    if order.is_descending:
        part = part._replace(high=after if part.high is None else min(part.high, after, key=_sort_key))
    else:
        part = part._replace(low=max(part.low, after, key=_sort_key))
    return part if part.high is None or _sort_key(part.low) < _sort_key(part.high) else None


def _sort_key(key: Key) -> tuple[str, int]:
    return key.date, key.number


def _find_conditions(order: Order, part: _Part) -> list[ColumnElement[bool]]:
    """Returns what holds of the events of a part: one bound each way, so that the index is entered where the part begins."""
    if order.name == "date" and part.is_dated:
        columns: Any = tuple_(Event.date, Event.number)
        low, high = _sort_key(part.low), _sort_key(part.high) if part.high else None
    else:
        columns = _COLUMNS[order.name]
        low, high = part.low.number, part.high.number if part.high else None  # type: ignore[assignment]
    undated = [] if part.is_dated else [Event.date.is_(None)]
    return [*undated, columns > low, *([columns < high] if high is not None else [])]


def _find_sorted(order: Order, part: _Part) -> list[ColumnElement[Any]]:
    columns = [Event.date, Event.number] if order.name == "date" and part.is_dated else [_COLUMNS[order.name]]
    return [column.desc() if order.is_descending else column.asc() for column in columns]
