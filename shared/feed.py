"""The feed in the table: entries in commit order, how far it has come, how far back it reaches. All that is told reads from here.

A position is given out under a lock that is held until the commit, so whoever has read up to 8 has seen 7. Entries older than
the retention are pruned; `floor` is the last position that is gone, and the earliest cursor that still works.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update

from shared.database import session_scope
from shared.models import Event, FeedEntry, FeedHead

PRUNED_AT_ONCE = 1000


class Entry(NamedTuple):
    """One entry of the feed: the event as it was there, and the words that `q` searches."""

    position: int
    kind: str
    document: dict[str, Any]
    words: str
    told_at: datetime


class Reach(NamedTuple):
    """The last position that was given out, and the last that is no longer kept; both 0 at first."""

    head: int
    floor: int


class CursorTooOld(Exception):
    """Entries behind this position were pruned; `floor` is the earliest position to go on from."""

    def __init__(self, floor: int) -> None:
        super().__init__(f"The feed begins behind {floor}.")
        self.floor = floor


def find_reach() -> Reach:
    """Returns from where to where the feed reaches now."""
    with session_scope() as session:
        row = session.execute(select(FeedHead.position, FeedHead.floor)).first()
    return Reach(*row) if row else Reach(0, 0)


def find_entries(after: int, limit: int) -> list[Entry]:
    """Returns the next entries behind a position, oldest first; raises CursorTooOld where some are no longer kept.

    The floor is read after the entries, as it is raised before any of them is deleted."""
    columns = (FeedEntry.position, FeedEntry.kind, FeedEntry.document, Event.words, FeedEntry.created_at)
    wanted = select(*columns).join(Event, Event.id == FeedEntry.event_id).where(FeedEntry.position > after)
    with session_scope() as session:
        entries = [Entry(*row) for row in session.execute(wanted.order_by(FeedEntry.position).limit(limit))]
        floor = session.scalar(select(FeedHead.floor)) or 0
    if after < floor:
        raise CursorTooOld(floor)
    return entries


def prune_feed(before: datetime) -> int:
    """Deletes the entries that were written before `before`; returns how many."""
    with session_scope(write=True) as session:
        kept = select(FeedEntry.position).where(FeedEntry.created_at >= before).order_by(FeedEntry.position).limit(1)
        last = select(FeedEntry.position).order_by(FeedEntry.position.desc()).limit(1)
        first_kept = session.scalar(kept)
        floor = session.scalar(last) if first_kept is None else first_kept - 1
        if floor is None:
            return 0
        session.execute(update(FeedHead).where(FeedHead.floor < floor).values(floor=floor))
    pruned = 0
    while count := _delete_some(floor):
        pruned += count
    return pruned


def _delete_some(floor: int) -> int:
    some = select(FeedEntry.position).where(FeedEntry.position <= floor).order_by(FeedEntry.position).limit(PRUNED_AT_ONCE)
    with session_scope(write=True) as session:
        return len(session.scalars(delete(FeedEntry).where(FeedEntry.position.in_(some)).returning(FeedEntry.position)).all())
