"""Where every event stands: its date and its position in the feed, by number, packed by blocks of consecutive numbers.

From these whoever reads knows, of any set of numbers, what comes first in the order of dates or of changes, without asking for one
row. A block says up to which position it changed, so that who has read all blocks once asks only for those that changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from shared.index.upsert import upsert
from shared.models import LIVE, Event, EventPlaces, FeedHead

BLOCK = 7  # numbers that lie in one block, as a power of two
SIZE = 1 << BLOCK
NOT_LIVE = -1
FILLED_AT_ONCE = 64  # blocks

_BLOCKS: Any = EventPlaces.__table__.c
_HEAD: Any = FeedHead.__table__
_CHANGED = select(_HEAD.c.position, _BLOCKS.block, _BLOCKS.position, _BLOCKS.dates, _BLOCKS.positions).select_from(
    _HEAD.outerjoin(EventPlaces.__table__, _BLOCKS.position > bindparam("behind"))
)


class Place(NamedTuple):
    """Where an event stands: its position, and its date as `number_date` has it, NOT_LIVE where it is not served."""

    position: int
    date: int


class Block(NamedTuple):
    """The events of one block: the last position that changed it, and dates and positions by number."""

    nth: int
    changed: int
    dates: NDArray[np.int32]
    positions: NDArray[np.int64]


def number_date(told: str | None) -> int:
    """Returns a date of any precision as a number that sorts as the text does: "2018-03" is 20180300, none is 0."""
    return int(told.replace("-", "").ljust(8, "0")) if told else 0


def change_places(session: Session, places: Mapping[int, Place]) -> None:
    """Writes where events, by number, stand from now on; to be called under the lock on the feed's head."""
    nths = {number >> BLOCK for number in places}
    known = {block.nth: block for block in _find_blocks(session, nths)}
    blocks = {nth: known.get(nth) or _make_block(nth) for nth in nths}
    changed = dict.fromkeys(nths, 0)
    for number, place in places.items():
        nth, offset = number >> BLOCK, number % SIZE
        blocks[nth].dates[offset], blocks[nth].positions[offset] = place.date, place.position if place.date != NOT_LIVE else 0
        changed[nth] = max(changed[nth], place.position)
    rows = [
        {"block": nth, "position": changed[nth], "dates": blocks[nth].dates.tobytes(), "positions": blocks[nth].positions.tobytes()}
        for nth in sorted(nths)
    ]
    upsert(session, EventPlaces, rows, ["position", "dates", "positions"])


def fill_places(session: Session) -> None:
    """Writes all of them anew; what was there before is gone."""
    session.execute(delete(EventPlaces))
    last = session.scalar(select(func.max(Event.number))) or 0
    for start in range(0, last + 1, FILLED_AT_ONCE * SIZE):
        wanted = select(Event.number, Event.position, Event.date).where(
            Event.number.between(start, start + FILLED_AT_ONCE * SIZE - 1),
            *LIVE,
        )
        rows = session.execute(wanted)
        change_places(session, {number: Place(position, number_date(date)) for number, position, date in rows if number})


def read_changed(session: Session, behind: int) -> tuple[int, list[Block]]:
    """Returns the feed's last position, as the session sees it, and the blocks that changed behind another."""
    rows = session.execute(_CHANGED, {"behind": behind}).all()
    return rows[0][0] if rows else 0, [_unpack(*row[1:]) for row in rows if row[1] is not None]


def _find_blocks(session: Session, nths: set[int]) -> Iterator[Block]:
    wanted = select(_BLOCKS.block, _BLOCKS.position, _BLOCKS.dates, _BLOCKS.positions).where(_BLOCKS.block.in_(nths))
    return (_unpack(*row) for row in session.execute(wanted))


def _make_block(nth: int) -> Block:
    return Block(nth, 0, np.full(SIZE, NOT_LIVE, np.int32), np.zeros(SIZE, np.int64))


def _unpack(nth: int, changed: int, dates: bytes, positions: bytes) -> Block:
    return Block(nth, changed, np.frombuffer(dates, "<i4").copy(), np.frombuffer(positions, "<i8").copy())
