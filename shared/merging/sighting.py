"""A report as grouping sees it, and how strongly two reports seem to tell of one call. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from shared.merging.copies import are_copies
from shared.merging.people import Side, are_same, find_block, find_sides
from shared.merging.spans import find_days
from shared.merging.wording import find_evidence, find_matters, find_quotes, share

UNDATED_REACH = timedelta(days=7)  # a call told without a day was held within so many days before publication
QUOTED = 8  # so many different words quoted alike are no chance and no formula
MATTERS, MATTERS_ALIKE = 3, 0.5


class Tie(IntEnum):
    """How much what two reports say speaks for one call."""

    NONE = 0
    LIKE = 1  # they speak of the same matters
    SAME = 2  # they quote the same words, or are copies of one text


@dataclass(frozen=True)
class Sighting:
    """One report. `order` is its place among all reports whatever their order of arrival: the hash of its article, then its
    position there. `first` and `last` bound the day of the call (None: anything); equal, they are the day told."""

    id: str
    article: str
    order: tuple[str, int]
    block: str
    sides: tuple[Side, ...]
    first: date | None
    last: date | None
    published: date | None = None
    channel: str = "unknown"
    background: bool = False
    signature: str | None = None
    quotes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    matters: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()

    @property
    def day(self) -> date | None:
        """The day told, None for a month, a year, or nothing."""
        return self.first if self.first == self.last else None


def make_sighting(
    report_id: str,
    article_id: str,
    order: tuple[str, int],
    call: Mapping[str, Any],
    published_at: str | None,
    signature: str | None,
) -> Sighting:
    """Returns the report of `call` as grouping sees it."""
    sides = find_sides(call["participants"])
    first, last = find_span(call.get("date"), published_at)
    return Sighting(
        id=report_id,
        article=article_id,
        order=order,
        block=find_block(sides),
        sides=sides,
        first=first,
        last=last,
        published=_read_day(published_at),
        channel=call.get("channel") or "unknown",
        background=bool(call.get("background")),
        signature=signature,
        quotes=find_quotes(call),
        matters=find_matters(call),
        evidence=find_evidence(call),
    )


def find_span(told: str | None, published_at: str | None) -> tuple[date | None, date | None]:
    """Returns the first and last day on which the call can have been: the day or month told, else the week before publication;
    None where nothing bounds it closer than a year."""
    if told and len(told) > 4:
        return find_days(told)
    published = _read_day(published_at)
    return (None, None) if told or published is None else (published - UNDATED_REACH, published)


def find_tie(one: Sighting, other: Sighting) -> Tie:
    """Returns how much what the two say speaks for one call; people and days are not looked at."""
    quoted = frozenset().union(*(one.quotes[key] for key in one.quotes if key in other.quotes))
    if len(quoted) >= QUOTED or (quoted and are_copies(one.signature, other.signature)):
        return Tie.SAME
    if len(one.matters & other.matters) >= MATTERS and share(one.matters, other.matters) >= MATTERS_ALIKE:
        return Tie.LIKE
    return Tie.NONE


def rate_likeness(one: Sighting, other: Sighting) -> float:
    """Returns between 0 and 1 how alike the two sound, for telling apart calls of the same people on one day."""
    if find_tie(one, other) is Tie.SAME:
        return 1.0
    return 0.7 * share(one.matters, other.matters) + 0.2 * share(one.evidence, other.evidence)


def can_be_same(one: Sighting, other: Sighting) -> bool:
    """Whether people and days allow that two reports of different articles tell of one call."""
    if one.article == other.article or not are_same(one.sides, other.sides):
        return False
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return _is_before(one.last, other.published) and _is_before(other.last, one.published)
    return one.first <= other.last and other.first <= one.last


def _is_before(day: date | None, published: date | None) -> bool:
    return day is None or published is None or day <= published


def _read_day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None
