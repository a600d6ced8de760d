"""The lists of events in their table: changed with the events, read a stretch of event numbers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import and_, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from shared.index.packing import SIZE, STRETCH, Mask, change, find_stretch, mark
from shared.index.upsert import upsert
from shared.models import Event, EventList

ASKED_AT_ONCE = 500  # terms in one statement
FEW_OF = 2  # stretches are asked for one by one where they are no more than one in so many


class Found(NamedTuple):
    """Terms that one event has gained and lost."""

    number: int
    gained: Collection[str]
    lost: Collection[str]


class Clause(NamedTuple):
    """What holds of an event that has one of these terms, or one from the first of a span to its last."""

    terms: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()


class Stretches(NamedTuple):
    """Consecutive stretches of event numbers, the last one included."""

    first: int
    last: int

    @property
    def start(self) -> int:
        """The first number."""
        return self.first << STRETCH

    @property
    def size(self) -> int:
        """How many numbers."""
        return (self.last - self.first + 1) << STRETCH


def change_lists(session: Session, changes: Iterable[Found]) -> None:
    """Brings the lists in step; to be called under the lock on the feed's head."""
    told: dict[tuple[str, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, *terms in changes:
        for way, some in enumerate(terms):
            for term in some:
                told[term, find_stretch(number)][way].append(number % SIZE)
    if not told:
        return
    known = dict(_find_members(session, told))
    packed = {key: change(known.get(key, b""), *offsets) for key, offsets in sorted(told.items())}
    empty = [key for key, members in packed.items() if not members]
    upsert(session, EventList, [{"term": t, "stretch": s, "members": m} for (t, s), m in packed.items() if m], ["members"])
    for some in _split(empty):
        session.execute(delete(EventList).where(tuple_(EventList.term, EventList.stretch).in_(some)))


def _find_members(session: Session, keys: Iterable[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], bytes]]:
    by_stretch: dict[int, list[str]] = defaultdict(list)
    for term, stretch in keys:
        by_stretch[stretch].append(term)
    for stretch, terms in by_stretch.items():
        for some in _split(terms):
            wanted = select(EventList.term, EventList.members).where(EventList.term.in_(some), EventList.stretch == stretch)
            for term, members in session.execute(wanted):
                yield (term, stretch), members


def _split(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while some := list(islice(left, ASKED_AT_ONCE)):
        yield some


def find_last_stretch(session: Session) -> int:
    """Returns the stretch of the highest number of a live event."""
    live = select(func.max(Event.number)).where(Event.retracted_at.is_(None), Event.merged_into.is_(None))
    return find_stretch(session.scalar(live) or 0)


def read_clauses(session: Session, clauses: Sequence[Clause], stretches: Stretches, among: Collection[int] | None = None) -> Mask:
    """Returns which numbers of the stretches fulfil all clauses. Where `among` tells some of the stretches, only those are read;
    and of each clause, only those in which the clauses before it left any."""
    met = np.ones(stretches.size, dtype=np.bool_)
    for clause in clauses:
        met &= read_clause(session, clause, stretches, among)
        among = (np.flatnonzero(met.reshape(-1, SIZE).any(axis=1)) + stretches.first).tolist()
        if not among:
            break
    return met


def read_clause(session: Session, clause: Clause, stretches: Stretches, among: Collection[int] | None = None) -> Mask:
    """Returns which numbers of the stretches, or of those `among` them, have a term of the clause."""
    mask = np.zeros(stretches.size, dtype=np.bool_)
    for _, stretch, members in read_lists(session, clause, stretches, among):
        mark(mask[(stretch - stretches.first) << STRETCH :], members)
    return mask


def read_lists(
    session: Session, clause: Clause, stretches: Stretches, among: Collection[int] | None = None
) -> Iterator[tuple[str, int, bytes]]:
    """Yields (term, stretch, members) of the clause, spans by term."""
    conditions = [and_(EventList.term >= first, EventList.term <= last) for first, last in clause.spans]
    if clause.terms:
        conditions.append(EventList.term.in_(clause.terms))
    wanted = select(EventList.term, EventList.stretch, EventList.members)
    are_few = among is not None and FEW_OF * len(among) <= stretches.last - stretches.first + 1
    within = EventList.stretch.in_(among or ()) if are_few else EventList.stretch.between(stretches.first, stretches.last)
    yield from session.execute(wanted.where(or_(*conditions), within))  # type: ignore[misc]
