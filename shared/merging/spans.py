"""Dates of any precision as spans of days. Pure."""

from __future__ import annotations

import calendar
from datetime import date


def find_days(told: str | None) -> tuple[date | None, date | None]:
    """Returns the first and last day that "2012-03-09", "2012-03" or "2012" can mean."""
    if not told:
        return None, None
    year, month, day = [int(part) for part in told.split("-")] + [0] * (3 - len(told.split("-")))
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return date(year, month or 1, day or 1), last
