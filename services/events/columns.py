"""Dates and positions of all events, by number, in this process's memory: what orders and filters ask of thousands at once.

Twelve bytes an event. They are read whole once, and then as far as they changed up to the snapshot of whoever asks. What one reader
holds is never changed, only replaced, a part of some numbers at a time; a snapshot from before what is kept is read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Pool
from sqlalchemy.orm import Session

from shared.index.lists import Stretches
from shared.index.packing import STRETCH, Bits, Mask, Numbers, pack_mask
from shared.index.places import BLOCK, NOT_LIVE, SIZE, Block, number_date, read_changed

PART = 17  # numbers that lie in one part, as a power of two; at least those of a stretch
_NONE = np.empty(0, dtype=np.int64)
_NO_DATES = np.empty(0, dtype=np.int32)

Ints = NDArray[Any]


class Part(NamedTuple):
    """Dates, NOT_LIVE where no event is served, and positions of consecutive numbers; `head` is the last position among them."""

    dates: Ints
    positions: Ints
    head: int = 0


class Columns(NamedTuple):
    """What is known at one position of the feed."""

    head: int = 0
    parts: tuple[Part, ...] = ()
    last: int = 0  # a number that no event's is higher than

    def pack(self, stretches: Stretches, is_meant: Callable[[Part], Mask]) -> Bits:
        """Returns which numbers of the stretches are meant."""
        return np.concatenate([pack_mask(is_meant(part)) for part in self._cut(stretches)])

    def gather(self, numbers: Numbers) -> Part:
        """Returns dates and positions of events, told by ascending numbers."""
        edges = np.searchsorted(numbers, [nth << PART for nth in range(len(self.parts) + 1)])
        places = numbers & ((1 << PART) - 1)
        some = [(part, places[low:high]) for part, low, high in zip(self.parts, edges[:-1], edges[1:], strict=True) if low < high]
        dates, positions = [part.dates[offsets] for part, offsets in some], [part.positions[offsets] for part, offsets in some]
        return Part(np.concatenate([_NO_DATES, *dates]), np.concatenate([_NONE, *positions]))

    def _cut(self, stretches: Stretches) -> Iterator[Part]:
        """Yields what the parts hold of the stretches."""
        begin, end = stretches.first << STRETCH, (stretches.last + 1) << STRETCH
        for nth in range(begin >> PART, (end - 1 >> PART) + 1):
            part, start = self.parts[nth], nth << PART
            within = slice(max(0, begin - start), min(1 << PART, end - start))
            yield Part(part.dates[within], part.positions[within], part.head)


def are_within(part: Part, first: date | None, last: date | None) -> Mask:
    """Returns which events, by dates of any precision, may be of the days between two; what has no date never is."""
    low, high = number_date((first or date.min).isoformat()), number_date((last or date.max).isoformat())
    within: Mask = (part.dates - low).view(np.uint32) <= high - low  # one look for both ends
    for wider in (low // 100 * 100, low // 10_000 * 10_000):  # dates that begin before the first day
        within |= part.dates == wider
    return within


def have_moved(part: Part, after: int) -> Mask:
    """Returns which events are live and changed behind a position."""
    return part.positions > after if part.head > after else np.zeros(len(part.positions), dtype=np.bool_)


_kept: WeakKeyDictionary[Pool, Columns] = WeakKeyDictionary()  # by what connects to the database that they are of


def read_columns(session: Session) -> Columns:
    """Returns the columns as the session's snapshot has them."""
    pool = session.connection().engine.pool
    known = _kept.get(pool, Columns())
    head, blocks = read_changed(session, known.head)
    if head < known.head:
        known = Columns()
        head, blocks = read_changed(session, known.head)
    _kept[pool] = columns = _replace(known, blocks)._replace(head=head) if blocks else known._replace(head=head)
    return columns


def _replace(known: Columns, blocks: Sequence[Block]) -> Columns:
    """Returns the columns with these blocks in place; parts that change are copied."""
    parts, changed = list(known.parts), set[int]()
    for block in blocks:
        nth, start = block.nth << BLOCK >> PART, (block.nth << BLOCK) % (1 << PART)
        parts += [_make_part() for _ in range(len(parts), nth + 1)]
        if nth not in changed:
            changed.add(nth)
            parts[nth] = Part(parts[nth].dates.copy(), parts[nth].positions.copy(), parts[nth].head)
        parts[nth].dates[start : start + SIZE] = block.dates
        parts[nth].positions[start : start + SIZE] = block.positions
        parts[nth] = parts[nth]._replace(head=max(parts[nth].head, block.changed))
    last = max(known.last, *((block.nth + 1 << BLOCK) - 1 for block in blocks))
    return Columns(known.head, tuple(parts), last)


def _make_part() -> Part:
    return Part(np.full(1 << PART, NOT_LIVE, np.int32), np.zeros(1 << PART, np.int64))
