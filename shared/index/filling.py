"""Makes lists, counts and places anew from the events, a stretch at a time, for databases whose events were written without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from shared.index.keeping import Entry, make_entry
from shared.index.packing import SIZE, find_stretch, pack
from shared.index.places import fill_places
from shared.index.tallies import change_tallies
from shared.models import LIVE, Event, EventDay, EventList, EventTie


def fill_index(session: Session) -> None:
    """Writes all that events are found by; what was there before is gone."""
    fill_lists(session)
    fill_places(session)


def fill_lists(session: Session) -> None:
    """Writes all lists and counts; what was there before is gone."""
    for table in (EventList, EventDay, EventTie):
        session.execute(delete(table))
    last = session.scalar(select(func.max(Event.number)))
    for stretch in range(0 if last is None else find_stretch(last) + 1):
        entries = _read_entries(session, stretch)
        write_entries(session, stretch, entries)


def write_entries(session: Session, stretch: int, entries: Mapping[int, Entry]) -> None:
    """Writes what the live events of one stretch, by their distance from its beginning, are found by, where nothing is yet."""
    lists: dict[str, list[int]] = defaultdict(list)
    for offset, entry in entries.items():
        for term in entry.terms:
            lists[term].append(offset)
    rows = [{"term": term, "stretch": stretch, "members": pack(offsets)} for term, offsets in sorted(lists.items())]
    if rows:
        session.execute(insert(EventList), rows)
    names = {folded: told for entry in entries.values() for folded, told in entry.names.items()}
    change_tallies(session, [(None, entry.shares) for entry in entries.values()], names)


def _read_entries(session: Session, stretch: int) -> dict[int, Entry]:
    start = stretch * SIZE
    wanted = select(Event.number, Event.document, Event.words)
    wanted = wanted.where(Event.number.between(start, start + SIZE - 1), *LIVE)
    return {number - start: make_entry(*told) for number, *told in session.execute(wanted.order_by(Event.number))}
