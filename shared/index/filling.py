"""Makes lists, counts and places anew from the events, a stretch at a time, for databases whose events were written without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from shared.index.keeping import Entry, make_entry
from shared.index.packing import SIZE, find_stretch, pack
from shared.index.places import fill_places
from shared.index.tallies import Shares, change_tallies
from shared.models import LIVE, Event, EventDay, EventList, EventTie

READ_AT_ONCE = 1000  # events
_LISTS: Any = EventList.__table__  # inserting by the class costs as much again


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
        write_entries(session, stretch, gather(_read_entries(session, stretch)))


class Gathered(NamedTuple):
    """What the live events of one stretch are found and counted by: packed lists by term, what each adds to the counts, names."""

    lists: dict[str, bytes]
    shares: list[Shares]
    names: dict[str, str]


def gather(entries: Iterable[tuple[int, Entry]]) -> Gathered:
    """Returns what some events, told by their distance from the beginning of their stretch, are found and counted by."""
    lists: dict[str, list[int]] = defaultdict(list)
    shares: list[Shares] = []
    names: dict[str, str] = {}
    for offset, entry in entries:
        for term in entry.terms:
            lists[term].append(offset)
        shares.append(entry.shares)
        names |= entry.names
    return Gathered({term: pack(offsets) for term, offsets in sorted(lists.items())}, shares, names)


def write_entries(session: Session, stretch: int, gathered: Gathered) -> None:
    """Writes what the live events of one stretch are found by, where nothing is yet."""
    rows = [{"term": term, "stretch": stretch, "members": members} for term, members in gathered.lists.items()]
    if rows:
        session.execute(insert(_LISTS), rows)
    change_tallies(session, [(None, shares) for shares in gathered.shares], gathered.names)


def _read_entries(session: Session, stretch: int) -> Iterator[tuple[int, Entry]]:
    start = stretch * SIZE
    wanted = select(Event.number, Event.document, Event.words)
    wanted = wanted.where(Event.number.between(start, start + SIZE - 1), *LIVE).order_by(Event.number)
    for number, *told in session.execute(wanted, execution_options={"yield_per": READ_AT_ONCE}):
        yield number - start, make_entry(*told)
