"""Counts of live events by date and by pair of people, changed by what events add to them and take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shared.folding import fold
from shared.index.terms import find_callers
from shared.index.upsert import upsert
from shared.models import EventDay, EventTie

Data = dict[str, Any]
Pair = tuple[str, str]


class Shares(NamedTuple):
    """What one event adds to the counts: its date, and its people, folded, with who placed the call (None: nobody of them)."""

    date: str
    people: frozenset[str]
    caller: str | None


def find_shares(document: Data) -> Shares:
    """Returns the event's shares; the first who is said to have placed the call counts."""
    people = frozenset(fold(person["name"]) for person in document["participants"] if person["name"])
    callers = [fold(name) for name in find_callers(document)[:1]]
    return Shares(document["date"] or "", people, next((name for name in callers if name in people), None))


def find_names(document: Data) -> dict[str, str]:
    """Returns the names of the people as they are told, by what they are folded."""
    return {fold(person["name"]): person["name"] for person in document["participants"] if person["name"]}


def change_tallies(session: Session, changes: Iterable[tuple[Shares | None, Shares | None]], names: Mapping[str, str]) -> None:
    """Takes from the counts what events had in them, and adds what they have now (None: nothing); `names` as told now."""
    days: Counter[str] = Counter()
    ties: dict[str, Counter[Pair]] = {column: Counter() for column in ("calls", "by_one", "by_other")}
    for shares, sign in ((shares, sign) for change in changes for shares, sign in zip(change, (-1, 1), strict=True) if shares):
        days[shares.date] += sign
        for one, other in combinations(sorted(shares.people), 2):
            ties["calls"][one, other] += sign
            ties["by_one"][one, other] += sign * (shares.caller == one)
            ties["by_other"][one, other] += sign * (shares.caller == other)
    upsert(session, EventDay, [{"date": day, "calls": calls} for day, calls in sorted(days.items()) if calls], add_to=["calls"])
    changed = sorted(pair for pair in ties["calls"] if any(counted[pair] for counted in ties.values()))
    rows = [
        {"one": one, "other": other, "told_one": names.get(one, one), "told_other": names.get(other, other)}
        | {column: counted[one, other] for column, counted in ties.items()}
        for one, other in changed
    ]
    upsert(session, EventTie, rows, ["told_one", "told_other"], ties)
