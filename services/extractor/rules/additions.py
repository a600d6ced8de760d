"""Joins a user's own rows to ours: more names, more titles, more holders; a holder row with our name and `from` replaces ours.

Works on loaded records alone; where they come from is the loader's business. Nothing of ours can be taken away: who wants that
changes the tables themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from services.extractor.rules.records import Holder, Known, Office, Territory

T = TypeVar("T")


def _union(ours: tuple[T, ...], own: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(ours + own))


def join_territories(ours: Iterable[Territory], own: Iterable[Territory]) -> tuple[Territory, ...]:
    """Returns our records with the user's of the same code joined to them, then those that we did not have."""
    joined = {territory.code: territory for territory in ours}
    for territory in own:
        known = joined.get(territory.code)
        joined[territory.code] = territory if known is None else _join_territory(known, territory)
    return tuple(joined.values())


def _join_territory(ours: Territory, own: Territory) -> Territory:
    other_name = () if own.name == ours.name else (own.name,)
    return replace(
        ours,
        aliases=_union(ours.aliases, other_name + own.aliases),
        demonyms=_union(ours.demonyms, own.demonyms),
        shared_demonyms=_union(ours.shared_demonyms, own.shared_demonyms),
        capitals=_union(ours.capitals, own.capitals),
        seats=_union(ours.seats, own.seats),
        elections=_union(ours.elections, own.elections),
        offices=_join_offices(ours.offices, own.offices),
        people=_join_people(ours.people, own.people),
        executive=own.executive,
        until=own.until,
    )


def _join_offices(ours: tuple[Office, ...], own: tuple[Office, ...]) -> tuple[Office, ...]:
    """An office of the user's joins our first one of that kind."""
    joined = list(ours)
    for office in own:
        at = next((n for n, known in enumerate(joined) if known.office == office.office), None)
        if at is None:
            joined.append(office)
        else:
            known = joined[at]
            joined[at] = replace(known, titles=_union(known.titles, office.titles), holders=_join_holders(known, office))
    return tuple(joined)


def _join_holders(ours: Office, own: Office) -> tuple[Holder, ...]:
    rows = {(holder.name, holder.start): holder for holder in (*ours.holders, *own.holders)}
    return tuple(sorted(rows.values(), key=lambda holder: holder.start))


def _join_people(ours: tuple[Known, ...], own: tuple[Known, ...]) -> tuple[Known, ...]:
    joined = {known.name: known for known in ours}
    for person in own:
        known = joined.get(person.name)
        if known is not None:
            gender = "f" if "f" in (known.gender, person.gender) else "m"
            short, aliases = _union(known.short, person.short), _union(known.aliases, person.aliases)
            person = replace(known, gender=gender, short=short, aliases=aliases)
        joined[person.name] = person
    return tuple(joined.values())


def join_spellings(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Returns the lists of spellings, those that share a word made one: the first word of the first is the usual spelling."""
    joined: list[list[str]] = []
    for row in rows:
        same = [known for known in joined if set(known) & set(row)]
        merged = list(dict.fromkeys([word for known in same for word in known] + list(row)))
        joined = [known for known in joined if known not in same]
        joined.append(merged)
    return joined
