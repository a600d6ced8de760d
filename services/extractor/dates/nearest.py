"""The days and years nearest to a day that is known: "the 29th", "Sept. 11", "Wednesday the 3rd"."""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.dates.moment import FUTURE, PAST, Moment
from services.extractor.dates.written import parse_day

NUMBERED_REACH = 45


def year_told(month: int, day: int, weekday: int | None, at: int, moment: Moment) -> date | None:
    """The day in the year that the text tells."""
    return moment.years.settle_day(month, day, weekday, at) if moment.years else None


def year_near(month: int, day: int, weekday: int | None, moment: Moment) -> date | None:
    """The year that puts a day nearest: on or before the day of publication, or at most a month after it where the text is not
    of the past; a weekday told with it decides."""
    base = moment.base
    if base is None:
        return None
    days = [d for y in range(base.year - 6, base.year + 2) if (d := parse_day(y, month, day))]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday] or days
    ahead = {PAST: 1, FUTURE: 366}.get(moment.tense or "", 31)
    fitting = [d for d in days if d <= base + timedelta(days=ahead)]
    if moment.tense == FUTURE:
        fitting = [d for d in fitting if d >= base - timedelta(days=1)] or fitting
        return min(fitting, default=None)
    return max(fitting, default=None)


def day_back(day: int, base: date) -> date | None:
    """The last day with this number on or before `base`."""
    month = base.replace(day=1)
    for _ in range(3):
        found = parse_day(month.year, month.month, day)
        if found and found <= base:
            return found
        month = (month - timedelta(days=1)).replace(day=1)
    return None


def number_near(day: int, told: date) -> date | None:
    """The day with this number nearest to a day told, where no day of publication is known."""
    first = told.replace(day=1)
    months = [first, (first + timedelta(days=32)).replace(day=1), (first - timedelta(days=1)).replace(day=1)]
    days = [d for m in months if (d := parse_day(m.year, m.month, day))]
    return min(days, key=lambda d: abs(d - told), default=None)


def numbered_day(number: int, weekday: int, at: int, moment: Moment) -> date | None:
    """The day of "Wednesday the 29th": the one of that number and weekday nearest to what is told, within some weeks of it; where
    there is none, to a month told with its year."""
    centres = (told_long_ago(moment) or moment.base or moment.told, moment.years.day_before(at) if moment.years else None)
    days = (_numbered_near(number, weekday, centre, moment) for centre in centres if centre is not None)
    return next(filter(None, days), None)


def _numbered_near(number: int, weekday: int, centre: date, moment: Moment) -> date | None:
    if not 1 <= number <= 31:
        return None
    days = [centre + timedelta(days=n) for n in range(-NUMBERED_REACH, NUMBERED_REACH + 1)]
    ahead = timedelta(days=NUMBERED_REACH if moment.tense == FUTURE or centre != moment.base else 1)
    named = [d for d in days if d.day == number and d.weekday() == weekday]
    fitting = [d for d in named if d <= centre + ahead] or named
    return min(fitting, key=lambda d: abs(d - centre), default=None)


def told_long_ago(moment: Moment) -> date | None:
    """The day told last, where it lies more than a month before the text was written."""
    told = moment.narrated or moment.told
    return told if told and moment.base and moment.base - told > timedelta(days=27) else None
