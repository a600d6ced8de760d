"""The days of holidays that news texts tell instead of a date."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

FIXED = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25),
    "boxing day": (12, 26), "st stephen's day": (12, 26), "may day": (5, 1), "valentine's day": (2, 14), "halloween": (10, 31),
    "epiphany": (1, 6), "st patrick's day": (3, 17), "all saints' day": (11, 1), "armistice day": (11, 11),
    "orthodox christmas": (1, 7), "orthodox christmas day": (1, 7), "orthodox christmas eve": (1, 6), "the fourth of july": (7, 4),
    "independence day (july 4)": (7, 4), "bastille day": (7, 14),
    "the last day of the year": (12, 31), "the first day of the year": (1, 1),
}  # fmt: skip
FROM_EASTER = {
    "palm sunday": -7, "good friday": -2, "easter saturday": -1, "easter sunday": 0, "easter monday": 1, "pentecost": 49,
    "whit monday": 50,
}  # fmt: skip


def holiday_in(name: str, year: int) -> date | None:
    """The day of the holiday in `year`, None for a name that is not known."""
    key = name.lower().replace("’", "'").replace("st.", "st")
    if key in FIXED:
        return date(year, *FIXED[key])
    if key in FROM_EASTER:
        return easter(year) + timedelta(days=FROM_EASTER[key])
    if key.startswith("thanksgiving"):
        return weekday_of_month(year, 11, 3, 4)
    if key == "martin luther king day":
        return weekday_of_month(year, 1, 0, 3)
    return None


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth of a weekday in a month; -1 is the last."""
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
