"""The day an article most likely is of, told by who is named in it: the time when most of them were in office together."""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.rules.entries import FAR, Person

ENOUGH = 2
LOOKING_BACK = timedelta(days=3 * 365)  # what lies so far back is told by who were in office then
AT_LEAST = 3


def story_day(published: date, people: list[Person]) -> date:
    """The day that an article tells of: when it was published, or, where most of `people` have long left office, as in essays on
    an anniversary and in memoirs, the time when they held it together."""
    holders = [p for p in people if p.tenures]
    now = sum(any(t.covers(published) for t in p.tenures) for p in holders)
    then = likely_day(holders)
    if then is None or published - then < LOOKING_BACK:
        return published
    in_office = sum(any(t.covers(then) for t in p.tenures) for p in holders)
    return then if in_office >= AT_LEAST and in_office > 2 * now else published


def likely_day(people: list[Person]) -> date | None:
    """A day on which at least two of `people`, and as many as possible, held an office; the latest such time. None otherwise."""
    spells = [(max(t.elected or t.start, t.start), t.until, p.name) for p in people for t in p.tenures]
    best: tuple[int, date] | None = None
    for start, _, _ in spells:
        count = len({name for s, u, name in spells if s <= start < u})
        if count >= ENOUGH and (best is None or (count, start) > best):
            best = (count, start)
    if best is None:
        return None
    ends = [u for s, u, _ in spells if s <= best[1] < u]
    end = min([u for u in ends if u < FAR], default=best[1] + timedelta(days=90))
    return best[1] + (end - best[1]) / 2
