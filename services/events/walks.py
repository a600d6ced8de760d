"""Finds, in any order, the numbers of the events that fulfil clauses, a few at a time and no further than is asked.

In the order of making, the lists are read a few stretches at a time from where the page begins. In the others they are read whole:
few events are sorted by what their rows say; of many, those of one month, or of some neighbouring positions, at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.clauses import END
from services.events.paging import Key, Order
from services.events.rows import LIVE, find_keys
from shared.index.lists import Clause, Stretches, find_last_stretch, read_clause, read_clauses, read_lists
from shared.index.packing import SIZE, Mask, Numbers, find_offsets, find_stretch
from shared.index.terms import MOVED_TOGETHER, Kind, make_moved, make_term
from shared.models import Event, EventDay

FEW = 1000  # events that are sorted by their rows
AT_FIRST, GROWING = 4, 8  # stretches, or blocks of positions, read at once; so many times more each time, up to
AT_MOST = 256


def walk(session: Session, order: Order, clauses: Sequence[Clause], after: Key | None) -> Iterator[list[int]]:
    """Yields numbers of events that fulfil the clauses, in order, from behind `after` on."""
    last = find_last_stretch(session)
    if order.name == "created":
        return _walk_made(session, order, clauses, after, last)
    met = read_clauses(session, clauses, Stretches(0, last))
    if np.count_nonzero(met) <= FEW:
        return iter([_sort_few(session, order, np.flatnonzero(met), after)])
    return _WALKS[order.name](session, order, met, after)


def _walk_made(session: Session, order: Order, clauses: Sequence[Clause], after: Key | None, last: int) -> Iterator[list[int]]:
    begin = find_stretch(after.number) if after else last if order.is_descending else 0
    for stretches in _grow(begin, 0 if order.is_descending else last):
        yield _turn(order, np.flatnonzero(read_clauses(session, clauses, stretches)) + stretches.start, after)


def _grow(begin: int, end: int) -> Iterator[Stretches]:
    """Yields all from `begin` to `end`, either way, more and more at a time."""
    size = AT_FIRST
    while (step := 1 if begin <= end else -1) * (end - begin) >= 0:
        last = min(end, begin + size - 1) if step > 0 else max(end, begin - size + 1)
        yield Stretches(*sorted((begin, last)))
        if last == end:
            return
        begin, size = last + step, min(AT_MOST, size * GROWING)


def _turn(order: Order, numbers: Numbers, after: Key | None) -> list[int]:
    """Returns ascending numbers in order, those behind `after`."""
    if after is not None:
        numbers = numbers[numbers < after.number] if order.is_descending else numbers[numbers > after.number]
    told: list[int] = numbers[::-1].tolist() if order.is_descending else numbers.tolist()
    return told


def _sort_few(session: Session, order: Order, numbers: Numbers, after: Key | None) -> list[int]:
    """Returns numbers in the order of what their rows say, those behind `after`."""
    keys = find_keys(session, order, numbers.tolist())
    return [keys[key] for key in order.sort(keys) if order.is_behind(key, after)]


def _walk_moved(session: Session, order: Order, met: Mask, after: Key | None) -> Iterator[list[int]]:
    """By blocks of positions, which share a term each."""
    head = session.scalar(select(func.max(Event.position)).where(*LIVE)) or 0
    begin, end = (after.number if after else head, 0) if order.is_descending else (after.number if after else 0, head)
    for first, last in _grow(begin >> MOVED_TOGETHER, end >> MOVED_TOGETHER):
        span = make_moved(first << MOVED_TOGETHER), make_moved(last << MOVED_TOGETHER)
        for _, numbers in _read_by_term(session, order, Clause(spans=(span,)), met):
            yield _sort_few(session, order, numbers, after)


def _walk_dated(session: Session, order: Order, met: Mask, after: Key | None) -> Iterator[list[int]]:
    """By years, where they hold many by months, and then by dates; undated events come last."""
    left = np.count_nonzero(met)
    for year in _find_years(session, order, after):
        numbers = _read_numbers(session, make_term(Kind.YEAR, year), met)
        left -= len(numbers)
        yield from (
            [_sort_few(session, order, numbers, after)] if len(numbers) <= FEW else _walk_year(session, order, year, met, after)
        )
        if not left:
            return
    yield _turn_dated(order, _read_numbers(session, make_term(Kind.DATE, ""), met), "", after)


def _walk_year(session: Session, order: Order, year: str, met: Mask, after: Key | None) -> Iterator[list[int]]:
    months = Clause((make_term(Kind.DATE, year),), ((make_term(Kind.MONTH, f"{year}-"), make_term(Kind.MONTH, f"{year}-{END}")),))
    for term, numbers in _read_by_term(session, order, months, met):
        month = term.partition(":")[2]
        if len(numbers) <= FEW:
            yield _sort_few(session, order, numbers, after)
            continue
        dates = make_term(Kind.DATE, month), make_term(Kind.DATE, f"{month}-{END}" if "-" in month else month)
        for date_term, on_date in _read_by_term(session, order, Clause(spans=(dates,)), met):
            yield _turn_dated(order, on_date, date_term.partition(":")[2], after)


def _turn_dated(order: Order, numbers: Numbers, date: str, after: Key | None) -> list[int]:
    """Returns ascending numbers of one date in order, those behind `after`."""
    if after is not None and after.date != date:
        return _turn(order, numbers, None) if order.is_behind(Key(0, date), after) else []
    return _turn(order, numbers, after)


def _find_years(session: Session, order: Order, after: Key | None) -> Iterator[str]:
    """Yields the years that any event tells, in order, from that of `after` on."""
    if after and not after.date:
        return
    farthest, year = (func.max, END) if order.is_descending else (func.min, "")
    told: str | None = after.date[:4] if after else None
    while True:
        if told is not None:
            yield told
            year = told
        beyond = EventDay.date < year if order.is_descending else EventDay.date > year + (END if year else "")
        date = session.scalar(select(farthest(EventDay.date)).where(beyond, EventDay.date != "", EventDay.calls > 0))
        if date is None:
            return
        told = date[:4]


def _read_by_term(session: Session, order: Order, clause: Clause, met: Mask) -> list[tuple[str, Numbers]]:
    """Returns the terms of the clause, in order, each with those of its events that are in `met`."""
    found: dict[str, list[Numbers]] = defaultdict(list)
    for term, stretch, members in read_lists(session, clause, _all_of(met)):
        numbers = find_offsets(members) + stretch * SIZE
        found[term].append(numbers[met[numbers]])
    by_time = sorted(found, key=lambda term: term.partition(":")[2], reverse=order.is_descending)
    return [(term, np.sort(np.concatenate(found[term]))) for term in by_time]


def _read_numbers(session: Session, term: str, met: Mask) -> Numbers:
    """Returns those of a term's events that are in `met`."""
    return np.flatnonzero(met & read_clause(session, Clause((term,)), _all_of(met)))


def _all_of(met: Mask) -> Stretches:
    return Stretches(0, len(met) // SIZE - 1)


_WALKS: dict[str, Callable[[Session, Order, Mask, Key | None], Iterator[list[int]]]] = {"updated": _walk_moved, "date": _walk_dated}
