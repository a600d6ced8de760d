"""The timeline: a column per day, month or year, as fine as the span allows."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

WIDTH, HEIGHT, FOOT = 960, 180, 24
MOST_COLUMNS = 120


class Column(NamedTuple):
    """One span of time: its place, its first and last day, what it is called, how many calls."""

    x: float
    y: float
    width: float
    height: float
    first: date
    last: date
    name: str
    calls: int


class Timeline(NamedTuple):
    """`unit` is day, month or year; `ticks` are the columns that get a name below."""

    unit: str
    columns: list[Column]
    ticks: list[Column]
    most: int


def draw_timeline(days: Sequence[tuple[date, int]]) -> Timeline | None:
    """Returns the columns from the first day to the last; None without any day."""
    if not days:
        return None
    first, last = days[0][0], days[-1][0]
    unit = next(unit for unit, span in (("day", 1), ("month", 30), ("year", 10**6)) if (last - first).days / span < MOST_COLUMNS)
    counted: Counter[date] = Counter()
    for day, calls in days:
        counted[_begin(day, unit)] += calls
    spans = list(_spans(_begin(first, unit), last, unit))
    most, width = max(counted.values()), WIDTH / max(len(spans), 12)
    columns = [
        Column(n * width, (HEIGHT - FOOT) * (1 - counted[begin] / most), width, (HEIGHT - FOOT) * counted[begin] / most,
               begin, end, _name(begin, unit), counted[begin])
        for n, (begin, end) in enumerate(spans)
    ]  # fmt: skip
    every = max(1, len(columns) // 8)
    return Timeline(unit, columns, columns[::every], most)


def _begin(day: date, unit: str) -> date:
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _spans(begin: date, last: date, unit: str) -> Iterator[tuple[date, date]]:
    while begin <= last:
        if unit == "day":
            end = begin
        elif unit == "month":
            end = begin.replace(day=calendar.monthrange(begin.year, begin.month)[1])
        else:
            end = begin.replace(month=12, day=31)
        yield begin, end
        begin = end + timedelta(days=1)


def _name(begin: date, unit: str) -> str:
    if unit == "day":
        return f"{begin.day} {calendar.month_abbr[begin.month]} {begin.year}"
    return f"{calendar.month_abbr[begin.month]} {begin.year}" if unit == "month" else str(begin.year)
