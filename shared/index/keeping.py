"""Keeps lists and counts in step with events: what an event was found by before it changed, and what it is found by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shared.index.lists import Found, change_lists
from shared.index.places import NOT_LIVE, Place, change_places, number_date
from shared.index.tallies import Shares, change_tallies, find_names, find_shares
from shared.index.terms import find_terms

Data = dict[str, Any]
NOTHING: frozenset[str] = frozenset()


class Entry(NamedTuple):
    """What one live event is found and counted by."""

    terms: frozenset[str]
    shares: Shares
    names: dict[str, str]


class Change(NamedTuple):
    """What one event was found by, and is found by now; None where it is not live. `position` is that of the change."""

    number: int
    position: int
    before: Entry | None
    after: Entry | None


def make_entry(document: Data, words: str) -> Entry:
    """Returns what a live event with this document is found by; `words` is the folded text that `q` searches."""
    return Entry(frozenset(find_terms(document, words)), find_shares(document), find_names(document))


def keep_in_step(session: Session, changes: Sequence[Change]) -> None:
    """Writes what changed; to be called under the lock on the feed's head."""
    change_lists(session, map(_find_difference, changes))
    change_places(session, {change.number: _find_place(change) for change in changes})
    shares = ((change.before and change.before.shares, change.after and change.after.shares) for change in changes)
    change_tallies(session, shares, _unite_names(changes))


def _find_difference(change: Change) -> Found:
    before, after = (entry.terms if entry else NOTHING for entry in (change.before, change.after))
    return Found(change.number, after - before, before - after)


def _find_place(change: Change) -> Place:
    return Place(change.position, number_date(change.after.shares.date) if change.after else NOT_LIVE)


def _unite_names(changes: Iterable[Change]) -> dict[str, str]:
    names: dict[str, str] = {}
    for change in changes:
        names |= (change.after or change.before or Entry(NOTHING, Shares("", NOTHING, None), {})).names
    return names
