"""The calendar: a year as weeks by weekdays, the more calls the stronger."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

CELL, GAP, LEFT, TOP = 15, 2, 30, 18
LEVELS = 5


class Cell(NamedTuple):
    """One day; `level` 0 for none to `LEVELS` for the most of the year."""

    x: int
    y: int
    day: date
    calls: int
    level: int


class Calendar(NamedTuple):
    """A year's days, the names of its months with their place, and the size of the canvas."""

    year: int
    cells: list[Cell]
    months: list[tuple[int, str]]
    weekdays: list[tuple[int, str]]
    width: int
    height: int
    calls: int


def draw_calendar(year: int, counted: Mapping[date, int]) -> Calendar:
    """Returns the year; levels grow with the logarithm of the number of calls, so that one busy day does not pale the others."""
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]
    most = max((counted.get(day, 0) for day in days), default=0)
    cells = [_cell(day, first, counted.get(day, 0), most) for day in days]
    months = [(_column(day, first), calendar.month_abbr[day.month]) for day in days if day.day == 1]
    weekdays = [(TOP + n * (CELL + GAP) + CELL - 3, calendar.day_abbr[n]) for n in (0, 2, 4)]
    width = max(cell.x for cell in cells) + CELL
    return Calendar(year, cells, months, weekdays, width, TOP + 7 * (CELL + GAP), sum(cell.calls for cell in cells))


def _cell(day: date, first: date, calls: int, most: int) -> Cell:
    level = min(LEVELS, math.ceil(LEVELS * math.log1p(calls) / math.log1p(most))) if calls else 0
    return Cell(_column(day, first), TOP + day.weekday() * (CELL + GAP), day, calls, level)


def _column(day: date, first: date) -> int:
    return LEFT + ((day - first).days + first.weekday()) // 7 * (CELL + GAP)
