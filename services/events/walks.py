"""Finds, in any order, the numbers of the events that may pass filters, a few at a time and no further than is asked.

What the clauses ask for is read from the lists: in the order of making a few stretches of numbers at a time from where the page
begins, in the others whole. Dates and changes are looked up by number, and of many numbers only those that come first are sorted,
without asking for a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from services.events.clauses import find_clauses
from services.events.columns import Columns, Ints, Part, are_within, have_moved, read_columns
from services.events.filters import Filters
from services.events.paging import Key, Order
from shared.index.lists import Clause, Stretches, read_clauses
from shared.index.packing import Bits, Mask, Numbers, count_bits, find_numbers, find_stretch
from shared.index.places import number_date

GROWING = 2, 8  # stretches read at first; so many times more each time, up to
AT_MOST = 64
MANY = 4000  # numbers that are not sorted at once
SAMPLED = 64  # of so many words of bits one is looked at, for what comes first among many numbers;
FIRST, MORE = 16, 16  # first as much as comes before so many of these, then so many times more
UNDATED = (1 << 31) - 1  # sorts behind whatever dates there are


class _Way(NamedTuple):
    """What is walked: for whom, in which order, what passes, and behind which key; and where all events stand."""

    session: Session
    order: Order
    filters: Filters
    after: Key | None
    columns: Columns


def walk(session: Session, order: Order, filters: Filters, after: Key | None) -> Iterator[list[int]]:
    """Yields numbers of events that may pass, in order, from behind `after` on. `filters.article` is not looked at; of the others
    there is at least one."""
    way, clauses = _Way(session, order, filters, after, read_columns(session)), find_clauses(filters)
    for stretches in _find_stretches(way):
        for bits in _find_fronts(way, stretches, _find_met(way, clauses, stretches)):
            yield _sort(way, find_numbers(bits) + stretches.start)


def _find_stretches(way: _Way) -> Iterator[Stretches]:
    """Yields the stretches to look at: in the order of making some at a time, else all that matter at once."""
    ends = _find_ends(way)
    if ends is None:
        return
    if way.order.name == "created":
        yield from _grow(*(ends[::-1] if way.order.is_descending else ends), *GROWING)
    else:
        yield Stretches(*ends)


def _find_ends(way: _Way) -> tuple[int, int] | None:
    """Returns the first stretch and the last in which events may pass; None where there is none."""
    first, last = 0, find_stretch(way.columns.last)
    if not way.columns.parts:
        return None
    if way.filters.updated_after is not None:
        moved = np.flatnonzero(_pack_moved(way, Stretches(first, last)).reshape(last + 1, -1).any(axis=1)).tolist()
        if not moved:
            return None
        first, last = moved[0], moved[-1]
    if way.order.name == "created" and way.after:
        begin = find_stretch(way.after.number)
        first, last = (first, min(last, begin)) if way.order.is_descending else (max(first, begin), last)
    return (first, last) if first <= last else None


def _grow(begin: int, end: int, at_first: int, growing: int) -> Iterator[Stretches]:
    """Yields all from `begin` to `end`, either way, more and more at a time."""
    size = at_first
    while (step := 1 if begin <= end else -1) * (end - begin) >= 0:
        last = min(end, begin + size - 1) if step > 0 else max(end, begin - size + 1)
        yield Stretches(*sorted((begin, last)))
        if last == end:
            return
        begin, size = last + step, min(AT_MOST, size * growing)


def _find_met(way: _Way, clauses: Sequence[Clause], stretches: Stretches) -> Bits:
    """Returns which numbers of the stretches may pass."""
    filters, met = way.filters, read_clauses(way.session, clauses, stretches) if clauses else []
    if filters.updated_after is not None:
        met.append(_pack_moved(way, stretches))
    if filters.first_day or filters.last_day:
        met.append(way.columns.pack(stretches, lambda part: are_within(part, filters.first_day, filters.last_day)))
    return reduce(np.bitwise_and, met)


def _pack_moved(way: _Way, stretches: Stretches) -> Bits:
    return way.columns.pack(stretches, lambda part: have_moved(part, way.filters.updated_after or 0))


def _find_fronts(way: _Way, stretches: Stretches, met: Bits) -> Iterator[Bits]:
    """Yields parts of what is met, the numbers of each of which stand before those of the next; what stands before `after` may be
    left out."""
    if way.order.name == "created" or count_bits(met) <= MANY:
        yield met
        return
    if way.after is not None:
        behind = int(_rank(way.order, _place(way.after))[0]) - 1
        met = met & ~_pack_first(way, stretches, behind)
    wanted = FIRST
    while count_bits(met) > MANY and (most := _find_nth(way, stretches, met, wanted)) is not None:
        front = _pack_first(way, stretches, most)
        yield met & front
        met, wanted = met & ~front, wanted * MORE
    yield met


def _find_nth(way: _Way, stretches: Stretches, met: Bits, nth: int) -> int | None:
    """Returns the rank before which `nth` of a sample stand; None where the sample is too small for that."""
    sample = _rank(way.order, way.columns.gather(find_numbers(met, every=SAMPLED) + stretches.start))
    return int(np.partition(sample, nth)[nth]) if len(sample) > 2 * nth else None


def _pack_first(way: _Way, stretches: Stretches, most: int) -> Bits:
    """Returns which live events have a rank of at most `most`."""
    return way.columns.pack(stretches, lambda part: _stand_first(way.order, part, most))


def _sort(way: _Way, numbers: Numbers) -> list[int]:
    """Returns those of the numbers, which ascend, that stand behind `after`, in order."""
    is_made = way.order.name == "created"
    keys = _make_keys(way.order, Part(numbers, numbers) if is_made else way.columns.gather(numbers), numbers)
    if way.after is not None:
        behind = keys > _make_keys(way.order, _place(way.after), np.array([way.after.number]))
        keys, numbers = keys[behind], numbers[behind]
    told: list[int] = (numbers[:: -1 if way.order.is_descending else 1] if is_made else numbers[np.argsort(keys)]).tolist()
    return told


def _place(key: Key) -> Part:
    """Returns a page's last key as a part of one event."""
    return Part(np.array([number_date(key.date)]), np.array([key.number]))


def _rank(order: Order, part: Part) -> Ints:
    """Returns numbers that ascend in the order of dates or changes; those of undated events come last either way."""
    if order.name == "updated":
        return -part.positions if order.is_descending else part.positions
    return -part.dates if order.is_descending else np.where(part.dates > 0, part.dates, UNDATED)


def _stand_first(order: Order, part: Part, most: int) -> Mask:
    """Returns which live events have a rank of at most `most`, without reckoning all ranks."""
    told = part.positions if order.name == "updated" else part.dates
    if order.is_descending:
        first: Mask = told >= -most
        return first
    first = told <= most
    return first & (told > 0) if most < UNDATED and order.name == "date" else first


def _make_keys(order: Order, part: Part, numbers: Numbers) -> Ints:
    """Returns what sorts the events of these numbers, and which key a page's last has."""
    turned = -numbers if order.is_descending else numbers
    if order.name == "created":
        return turned
    ranks = _rank(order, part)
    return ranks if order.name == "updated" else (ranks.astype(np.int64) << 32) + turned
