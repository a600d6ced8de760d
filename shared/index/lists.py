"""The lists of events in their table: changed with the events, read a stretch of event numbers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.orm import Session

from shared.index.packing import SIZE, STRETCH, Bits, change, find_stretch, unite
from shared.index.upsert import upsert
from shared.models import EventList

ASKED_AT_ONCE = 500  # terms in one statement

Clause = tuple[str, ...]  # terms; an event that has one of them fulfils it

_LISTS: Any = EventList.__table__.c
_READ = select(_LISTS.term, _LISTS.stretch, _LISTS.members).where(
    _LISTS.term.in_(bindparam("terms", expanding=True)), _LISTS.stretch.between(bindparam("first"), bindparam("last"))
)


class Found(NamedTuple):
    """Terms that one event has gained and lost."""

    number: int
    gained: Collection[str]
    lost: Collection[str]


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
        """How many stretches."""
        return self.last - self.first + 1


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


def read_clauses(session: Session, clauses: Sequence[Clause], stretches: Stretches) -> list[Bits]:
    """Returns which numbers of the stretches fulfil each clause; read by one statement."""
    told: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    asked = {"terms": sorted(set(chain.from_iterable(clauses))), "first": stretches.first, "last": stretches.last}
    for term, stretch, members in session.execute(_READ, asked).all():
        told[term].append((stretch - stretches.first, members))
    return [unite([told[term] for term in clause], stretches.size) for clause in clauses]
