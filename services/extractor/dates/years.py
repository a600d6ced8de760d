"""Whose year a date without one belongs to, told by the dates and years that the text names elsewhere.

Reads the text alone. A date or month of a known year outweighs a bare year ("in 1942"), which is often mere history; a weekday told
with the day has to fit. Returns None rather than a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from services.extractor.dates.written import MONTH, YEAR, find_written, month_number, parse_day

NEAR = timedelta(days=200)
SEEN = 20
WEEKS = timedelta(days=62)
BESIDE = 8  # characters
ABOUT = 2  # years by which the middle of terms of office may lie beside those of a story
TALE = 2500  # characters in which a tale goes on
_MONTH_YEAR = re.compile(rf"\b(?P<month>(?=[A-Z])(?i:{MONTH})),?\s+(?:of\s+)?(?P<year>{YEAR})\b")
_BARE = re.compile(
    rf"\b(?:in|of|since|until|by|from|early|late|mid|summer|autumn|fall|spring|winter|during|before|after|year)[\s-]+(?P<year>{YEAR})\b",
    re.I,
)
SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 12}
_SEASON_YEAR = re.compile(rf"\b(?P<season>spring|summer|autumn|fall|winter) of (?P<year>{YEAR})\b", re.I)


@dataclass(frozen=True)
class Anchor:
    """A place that tells a year: `day` where a day or month (its first) is told with it."""

    start: int
    year: int
    day: date | None = None


class Years:
    """The years that a text tells."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def dated(self) -> list[Anchor]:
        """The places that tell a day or month with its year, in order."""
        dated = {w.start: Anchor(w.start, w.date.year, w.date) for w in find_written(self.text) if w.date}
        for match in _MONTH_YEAR.finditer(self.text):
            first = parse_day(int(match["year"]), month_number(match["month"]), 1)
            dated.setdefault(match.start(), Anchor(match.start(), int(match["year"]), first))
        for match in _SEASON_YEAR.finditer(self.text):
            middle = parse_day(int(match["year"]), SEASONS[match["season"].lower()], 15)
            dated.setdefault(match.start(), Anchor(match.start(), int(match["year"]), middle))
        return sorted(dated.values(), key=lambda a: a.start)

    @cached_property
    def bare(self) -> list[Anchor]:
        """The places that tell a year alone, in order."""
        return [Anchor(m.start("year"), int(m["year"])) for m in _BARE.finditer(self.text)]

    def settle_day(self, month: int, day: int, weekday: int | None, at: int) -> date | None:
        """The day meant by a month and day at character `at`."""
        if weekday is not None:
            near = (d for a in _nearest(self.dated, at) for d in _days_near(a, month, day) if d.weekday() == weekday)
            same = (d for a in _nearest(self.bare, at) if (d := parse_day(a.year, month, day)) and d.weekday() == weekday)
            return next(near, None) or next(same, None)
        anchor = _before(self.dated, at) or self._only
        return next(_days_near(anchor, month, day), None) if anchor else None

    def of_tale(self, month: int, day: int, at: int) -> date | None:
        """The day in the weeks after a month or day of a known year that is told shortly before character `at`: "in August 1990
        tanks rolled in. On 26 August …"."""
        beside = _before(self.bare, at)
        if beside is not None and at - beside.start <= BESIDE:  # "in 1962, on 22 October"
            return parse_day(beside.year, month, day)
        anchor = _before(self.dated, at)
        if anchor is None or anchor.day is None or at - anchor.start > TALE:
            return None
        days = (d for y in (anchor.year, anchor.year + 1) if (d := parse_day(y, month, day)))
        return next((d for d in days if timedelta(days=0) <= d - anchor.day <= WEEKS), None)

    def settle_month(self, month: int, at: int) -> str | None:
        """The month meant by its bare name at character `at`."""
        day = self.settle_day(month, 15, None, at)
        return day.isoformat()[:7] if day else None

    def day_before(self, at: int) -> date | None:
        """The day or first of the month told with its year shortly before character `at`."""
        anchor = _before(self.dated, at)
        return anchor.day if anchor and at - anchor.start <= TALE else None

    def told_near(self, day: date) -> int | None:
        """The year that the text names nearest to `day`, about when its story was."""
        told = {a.year for a in (*self.dated, *self.bare) if abs(a.year - day.year) <= ABOUT}
        return min(told, key=lambda year: abs(year - day.year), default=None)

    def year_before(self, at: int) -> int | None:
        """The year told last before character `at` ("that year")."""
        told = [a for a in (_before(self.dated, at), _before(self.bare, at)) if a]
        return max(told, key=lambda a: a.start).year if told else None

    @cached_property
    def _only(self) -> Anchor | None:
        """A dated place of the text, if the text tells one year alone."""
        one_year = len({a.year for a in (*self.dated, *self.bare)}) == 1
        return self.dated[0] if one_year and self.dated else None


def _before(anchors: list[Anchor], at: int) -> Anchor | None:
    index = bisect_left(anchors, at, key=lambda a: a.start)
    return anchors[index - 1] if index else None


def _nearest(anchors: list[Anchor], at: int) -> list[Anchor]:
    """Those told before, the last first, then those told behind; of each some."""
    index = bisect_right(anchors, at, key=lambda a: a.start)
    return [*reversed(anchors[max(0, index - SEEN) : index]), *anchors[index : index + SEEN]]


def _days_near(anchor: Anchor, month: int, day: int) -> Iterator[date]:
    """The day in the years beside the anchor's, if it lies within some months of the anchor, the nearest first."""
    told = anchor.day
    assert told is not None
    days = [d for y in (told.year, told.year + 1, told.year - 1) if (d := parse_day(y, month, day)) and abs(d - told) <= NEAR]
    return iter(sorted(days, key=lambda d: abs(d - told)))
