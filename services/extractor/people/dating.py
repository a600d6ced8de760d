"""The day an article most likely is of, told by who is named in it: the time when most of them were in office together."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.dates.jubilee import remembered_year
from services.extractor.rules.entries import FAR, Person

ENOUGH = 2
LOOKING_BACK = timedelta(days=3 * 365)  # what lies so far back is told by who were in office then
AT_LEAST = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
Spell = tuple[date, date]  # first day, and the first behind it


def story_day(published: date, people: list[Person], text: str) -> date:
    """The day that an article tells of: when it was published, or, where most of `people` have long left office, as in essays on
    an anniversary and in memoirs, the time when they held it together: a year of it that `text` names or counts back to ("ten
    years ago"), where two are enough."""
    holders = [p for p in people if p.tenures]
    now = sum(any(t.covers(published) for t in p.tenures) for p in holders)
    together = _together(holders)
    if together is None or published - _middle(together) < LOOKING_BACK:
        return published
    in_office = sum(any(t.covers(_middle(together)) for t in p.tenures) for p in holders)
    if in_office <= 2 * now:
        return published
    first, last = together
    years = [*(int(year) for year in _YEAR.findall(text)), remembered_year(text, published)]
    named = next((year for year in years if year is not None and first.year <= year <= last.year), None)
    if named is not None:
        return min(max(date(named, 7, 1), first), last - timedelta(days=1))
    return _middle(together) if in_office >= AT_LEAST else published


def likely_day(people: list[Person]) -> date | None:
    """A day on which at least two of `people`, and as many as possible, held an office; the latest such time. None otherwise."""
    together = _together(people)
    return _middle(together) if together else None


def _together(people: list[Person]) -> Spell | None:
    """The latest time when as many of `people` as possible, and at least two, held an office."""
    spells = [(max(t.elected or t.start, t.start), t.until, p.name) for p in people for t in p.tenures]
    best: tuple[int, date] | None = None
    for start, _, _ in spells:
        count = len({name for s, u, name in spells if s <= start < u})
        if count >= ENOUGH and (best is None or (count, start) > best):
            best = (count, start)
    if best is None:
        return None
    ends = [u for s, u, _ in spells if s <= best[1] < u]
    return best[1], min([u for u in ends if u < FAR], default=best[1] + timedelta(days=180))


def _middle(spell: Spell) -> date:
    return spell[0] + (spell[1] - spell[0]) / 2
