"""Finds, in any order, the numbers of the events that may pass filters, a few at a time and no further than is asked.

In the order of making, the lists are read a few stretches at a time from where the page begins. In the others they
are read whole: few events are sorted by what their rows say; of many, those of some years, a month, or some neighbouring positions
at a time. Before that the order's index is followed for a while, where that may fill a page: for what changed last, and for what
many events have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from services.events.clauses import END, find_clauses
from services.events.filters import Filters, is_within
from services.events.paging import Key, Order
from services.events.rows import LIVE, find_keys, find_keys_along, leave_out_followed
from shared.index.lists import Clause, Stretches, find_last_stretch, read_clause, read_clauses, read_lists
from shared.index.packing import SIZE, Mask, Numbers, find_offsets, find_stretch
from shared.index.terms import MOVED_TOGETHER, Kind, make_moved, make_term
from shared.models import Event, EventDay

FEW = 300  # events that are sorted by their rows
GROWING = 4, 8  # stretches, or blocks of positions, read at first; so many times more each time, up to
AT_MOST = 256
FOLLOWED_FIRST = 256  # events of an order's index that are looked at before lists are asked for more,
FOLLOWED_AT_ONCE = 600  # and in a month that has many
CLOSE = 25  # where one of so many numbers is met, following the index fills a page
_NONE = np.empty(0, dtype=np.int64)
MONTHS = ("", *(f"-{month:02}" for month in range(1, 13)))


class _Way(NamedTuple):
    """What is walked: for whom, in which order, what passes, and behind which key."""

    session: Session
    order: Order
    filters: Filters
    after: Key | None


def walk(session: Session, order: Order, filters: Filters, after: Key | None) -> Iterator[list[int]]:
    """Yields numbers of events that may pass, in order, from behind `after` on. `filters.article` is not looked at."""
    return _WALKS[order.name](_Way(session, order, filters, after), find_clauses(leave_out_followed(order, filters)))


def _walk_made(way: _Way, clauses: Sequence[Clause]) -> Iterator[list[int]]:
    last = find_last_stretch(way.session)
    begin = find_stretch(way.after.number) if way.after else last if way.order.is_descending else 0
    for stretches in _grow(begin, 0 if way.order.is_descending else last, *GROWING):
        numbers = np.flatnonzero(read_clauses(way.session, clauses, stretches)) + stretches.start
        if way.after is not None:
            numbers = numbers[numbers < way.after.number] if way.order.is_descending else numbers[numbers > way.after.number]
        yield (numbers[::-1] if way.order.is_descending else numbers).tolist()


def _grow(begin: int, end: int, at_first: int, growing: int) -> Iterator[Stretches]:
    """Yields all from `begin` to `end`, either way, more and more at a time."""
    size = at_first
    while (step := 1 if begin <= end else -1) * (end - begin) >= 0:
        last = min(end, begin + size - 1) if step > 0 else max(end, begin - size + 1)
        yield Stretches(*sorted((begin, last)))
        if last == end:
            return
        begin, size = last + step, min(AT_MOST, size * growing)


def _walk_changed(way: _Way, clauses: Sequence[Clause]) -> Iterator[list[int]]:
    """Along the index for a while, so that who asks for what changed last reads few lists; then by blocks of positions."""
    followed = find_keys_along(*way, FOLLOWED_FIRST)
    if followed:
        yield _keep_met(way.session, clauses, followed)
    if len(followed) == FOLLOWED_FIRST:
        way = way._replace(after=followed[-1][0])
        met = _read_all(way, clauses)
        yield from [_sort(way, np.flatnonzero(met))] if np.count_nonzero(met) <= FEW else _walk_blocks(way, met)


def _walk_dated(way: _Way, clauses: Sequence[Clause]) -> Iterator[list[int]]:
    """Few at once; of many, along the index for a while where they stand close, and then by years; undated events come last."""
    met = _read_all(way, clauses)
    if np.count_nonzero(met) <= FEW:
        yield _sort(way, np.flatnonzero(met))
        return
    if np.count_nonzero(met) * CLOSE >= len(met):
        followed = find_keys_along(*way, FOLLOWED_AT_ONCE)
        yield [number for _, number in followed if met[number]]
        if len(followed) < FOLLOWED_AT_ONCE:
            return
        way = way._replace(after=followed[-1][0])
    for first, last in _find_years(way):
        yield from _walk_years(way, first, last, met)
    if is_within(None, way.filters.first_day, way.filters.last_day):
        yield from _walk_date(way, "", met)


def _read_all(way: _Way, clauses: Sequence[Clause]) -> Mask:
    return read_clauses(way.session, clauses, Stretches(0, find_last_stretch(way.session)))


def _keep_met(session: Session, clauses: Sequence[Clause], followed: Sequence[tuple[Key, int]]) -> list[int]:
    """Returns those of the numbers, as they stand, that fulfil the clauses."""
    numbers = np.array([number for _, number in followed])
    among = np.unique(numbers // SIZE)
    stretches = Stretches(int(among[0]), int(among[-1]))
    kept: list[int] = numbers[read_clauses(session, clauses, stretches, among.tolist())[numbers - stretches.start]].tolist()
    return kept


def _sort(way: _Way, numbers: Numbers) -> list[int]:
    """Returns those of the numbers that stand behind `after` and pass what the order follows, sorted by what their rows say."""
    keys = find_keys(way.session, way.order, numbers.tolist())
    return [keys[key] for key in way.order.sort(keys) if way.order.is_behind(key, way.after) and _is_followed(way, key)]


def _is_followed(way: _Way, key: Key) -> bool:
    filters = way.filters
    if way.order.name == "updated":
        return filters.updated_after is None or key.number > filters.updated_after
    return is_within(key.date or None, filters.first_day, filters.last_day)


def _walk_blocks(way: _Way, met: Mask) -> Iterator[list[int]]:
    """By blocks of positions, which share a term each."""
    head, least = way.session.scalar(select(func.max(Event.position)).where(*LIVE)) or 0, way.filters.updated_after or 0
    begin = way.after.number if way.after else head if way.order.is_descending else least
    for first, last in _grow(begin >> MOVED_TOGETHER, (least if way.order.is_descending else head) >> MOVED_TOGETHER, *GROWING):
        span = make_moved(first << MOVED_TOGETHER), make_moved(last << MOVED_TOGETHER)
        yield _sort(way, _read_numbers(way, Clause(spans=(span,)), met))


def _walk_years(way: _Way, first: str, last: str, met: Mask) -> Iterator[list[int]]:
    """Few events of some years are sorted at once."""
    few: list[Numbers] = []
    span = make_term(Kind.YEAR, first), make_term(Kind.YEAR, last)
    for year, numbers in _read_by_term(way, Clause(spans=(span,)), met):
        if sum(map(len, few)) + len(numbers) > FEW:
            yield _sort(way, np.concatenate([*few, _NONE]))
            few = []
        if len(numbers) <= FEW:
            few.append(numbers)
        else:
            yield from _walk_year(way, year, met)
    yield _sort(way, np.concatenate([*few, _NONE]))


def _walk_year(way: _Way, year: str, met: Mask) -> Iterator[list[int]]:
    for month in MONTHS[::-1] if way.order.is_descending else MONTHS:
        told = year + month
        if is_within(told, way.filters.first_day, way.filters.last_day) and not _is_passed(way, told):
            numbers = _read_numbers(way, Clause((make_term(Kind.MONTH if month else Kind.DATE, told),)), met)
            yield from [_sort(way, numbers)] if len(numbers) <= FEW else _walk_date(way, told, met)


def _is_passed(way: _Way, told: str) -> bool:
    """Whether all dates of the month, or the year told as a date, stand before `after`."""
    last = told + END if "-" in told else told
    return way.after is not None and (told > way.after.date if way.order.is_descending else last < way.after.date)


def _walk_date(way: _Way, told: str, met: Mask) -> Iterator[list[int]]:
    """Along the index, as long as a date is the year that is told, or lies in the month; "" is told of undated events."""

    def is_there(date: str) -> bool:
        return date.startswith(told) if "-" in told else date == told

    if way.after is None or not is_there(way.after.date):
        way = way._replace(after=Key(0, _find_edge(told, way.order.is_descending)))
    while followed := find_keys_along(*way, FOLLOWED_AT_ONCE):
        numbers = np.array([number for key, number in followed if is_there(key.date)], dtype=np.int64)
        yield numbers[met[numbers]].tolist()
        if len(numbers) < FOLLOWED_AT_ONCE:
            return
        way = way._replace(after=followed[-1][0])


def _find_edge(told: str, is_descending: bool) -> str:
    """Returns what sorts before all dates that `_walk_date` is told of, and behind those before."""
    if not told:
        return "0" if is_descending else END
    return told + (END if "-" in told else "-") if is_descending else told


def _find_years(way: _Way) -> Iterator[tuple[str, str]]:
    """Yields spans of years, longer and longer, in which events may pass, in order, from that of `after` on."""
    first, last, after = way.filters.first_day, way.filters.last_day, way.after
    low, high = str(first)[:4] if first else "0", str(last) if last else END
    if after:
        low, high = (low, min(high, after.date)) if way.order.is_descending else (max(low, after.date or END), high)
    told = and_(EventDay.calls > 0, EventDay.date >= low, EventDay.date <= high)
    ends = [way.session.scalar(select(end(EventDay.date)).where(told)) for end in (func.min, func.max)]
    if None in ends:
        return
    begin, end = (int((date or "")[:4]) for date in (ends[::-1] if way.order.is_descending else ends))
    for years in _grow(begin, end, at_first=1, growing=2):
        yield f"{years.first:04}", f"{years.last:04}"


def _read_by_term(way: _Way, clause: Clause, met: Mask) -> list[tuple[str, Numbers]]:
    """Returns what the clause's terms tell, in order, each with those of its events that are in `met`."""
    found: dict[str, list[Numbers]] = defaultdict(list)
    for term, stretch, members in read_lists(way.session, clause, _all_of(met)):
        numbers = find_offsets(members) + stretch * SIZE
        found[term.partition(":")[2]].append(numbers[met[numbers]])
    return [(told, np.concatenate(found[told])) for told in sorted(found, reverse=way.order.is_descending)]


def _read_numbers(way: _Way, clause: Clause, met: Mask) -> Numbers:
    """Returns those of a clause's events that are in `met`."""
    return np.flatnonzero(met & read_clause(way.session, clause, _all_of(met)))


def _all_of(met: Mask) -> Stretches:
    return Stretches(0, len(met) // SIZE - 1)


_WALKS: dict[str, Callable[[_Way, Sequence[Clause]], Iterator[list[int]]]] = {
    "created": _walk_made,
    "updated": _walk_changed,
    "date": _walk_dated,
}
