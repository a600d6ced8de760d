"""Tells which day (or month) a time expression means, given when the text was written and which day it told last.

Takes an `Expression` and a `Moment`; returns a `Reading` whose value is an ISO day or month, or None where the words settle none.
A weekday is the nearest on or before the day of publication, the day itself included; a date without a year never lies more than
a month ahead. Which expression belongs to which call is `assign.py`'s business.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.holidays import holiday_in
from services.extractor.dates.moment import FUTURE, Moment, Reading, Value, count_of
from services.extractor.dates.months import read_day_of_month, read_month
from services.extractor.dates.nearest import year_near, year_told
from services.extractor.dates.weekdays import read_nth_weekday, read_weekday
from services.extractor.dates.written import Written, parse_day

TALE_AGE = timedelta(days=300)
RECENT = timedelta(days=27)  # a day so near is the present one, whatever year has been told before
LONGEST = timedelta(days=60)  # from one day of a tale to the next holiday told
LONG_HOURS = 8
JUBILEE = timedelta(days=45)


def resolve(one: Expression, moment: Moment) -> Reading:
    """The reading of `one` at `moment`."""
    readers = {
        "written": _written, "weekday": read_weekday, "month": read_month, "day-of-month": read_day_of_month, "offset": _offset,
        "follow": _follow, "near": _near, "clock": _clock, "holiday": _holiday,
        "nth-weekday": read_nth_weekday,
    }  # fmt: skip
    reader = readers.get(one.kind)
    value, basis = reader(one, moment) if reader else (None, one.rule.id)
    if one.kind in ("follow", "near", "clock") and isinstance(value, date) and _is_too_late(value, moment):
        value = None
    text = value.isoformat() if isinstance(value, date) else value
    return Reading(one, text, basis, one.is_boundary, moment.tense == FUTURE)


def _is_too_late(day: date, moment: Moment) -> bool:
    """Whether something past would lie behind the day of writing."""
    base = moment.base
    return moment.tense != FUTURE and base is not None and day > max(base, moment.today or base)


def _written(one: Expression, moment: Moment) -> Value:
    told = one.written
    assert told is not None
    if told.date:
        return told.date, "dates.written-in-full"
    if told.others and told.year:
        first = parse_day(told.year, told.month, told.day)
        readings = [d for d in (first, *told.others) if d and moment.base and d <= moment.base]
        return (max(readings) if readings else None), "dates.written-ambiguous"
    shift = one.words.get("shift", "").lower()
    if shift in ("that", "the same") and moment.years and (year := moment.years.year_before(one.start)):
        return parse_day(year, told.month, told.day), "dates.written-of-that-year"
    if shift and moment.base:
        years = {"last": -1, "the previous": -1, "next": 1}.get(shift, 0)
        return parse_day(moment.base.year + years, told.month, told.day), "dates.written-of-last-year"
    if moment.base is None:
        return year_told(told.month, told.day, told.weekday, one.start, moment), "dates.written-year-from-text"
    if told.weekday is not None and moment.narrated and moment.base - moment.narrated > TALE_AGE:
        in_tale = year_told(told.month, told.day, told.weekday, one.start, moment)
        if in_tale and in_tale.weekday() == told.weekday:
            return in_tale, "dates.written-year-from-text"
    if moment.of_old and moment.tense != FUTURE and not (told.weekday is not None and moment.narrated):
        then = year_told(told.month, told.day, told.weekday, one.start, moment)
        fits = then is not None and abs(then.year - moment.of_old) <= 1
        return (then if fits else parse_day(moment.of_old, told.month, told.day)), "dates.written-year-from-text"
    if moment.remembered and moment.tense != FUTURE and (then := _of_jubilee(told, moment.remembered, moment.base)):
        return then, "dates.written-year-of-anniversary"
    near = year_near(told.month, told.day, told.weekday, moment)
    if told.weekday is not None and moment.years and moment.tense != FUTURE and (near is None or moment.base - near > TALE_AGE):
        near = moment.years.settle_day(told.month, told.day, told.weekday, one.start) or near
    if near is None or moment.base - near > RECENT or near > moment.base:
        in_tale = moment.years.of_tale(told.month, told.day, one.start) if moment.years else None
        fits = in_tale is not None and told.weekday in (None, in_tale.weekday())
        if in_tale and fits and moment.tense != FUTURE and in_tale < moment.base - TALE_AGE:
            return in_tale, "dates.written-year-from-text"
    return near, "dates.written-year-from-publication"


def _of_jubilee(told: Written, year: int, base: date) -> date | None:
    """The day in the year that is looked back on, if its weekday fits, or if its season is that of the anniversary."""
    day, now = parse_day(year, told.month, told.day), parse_day(base.year, told.month, told.day)
    if day is None or now is None:
        return None
    if told.weekday is not None:
        return day if day.weekday() == told.weekday else None
    return day if abs(now - base) <= JUBILEE else None


def _offset(one: Expression, moment: Moment) -> Value:
    if one.rule.pick == "years":
        now = moment.today
        return (parse_day(moment.remembered, now.month, now.day) if now and moment.remembered else None), one.rule.id
    count = one.rule.days if one.rule.days is not None else count_of(one)
    if moment.today is None or count is None:
        return None, one.rule.id
    return moment.today + timedelta(days=count * (one.rule.sign or 1)), one.rule.id


def _follow(one: Expression, moment: Moment) -> Value:
    start = moment.told or (None if moment.remembered else moment.today)
    count = one.rule.days if one.rule.days is not None else count_of(one)
    if start is None or count is None:
        return None, one.rule.id
    return start + timedelta(days=count * (one.rule.sign or 1)), one.rule.id


def _near(one: Expression, moment: Moment) -> Value:
    """Hours or minutes from something on a day mean that day; a count of many hours leaves it open."""
    if is_far(one):
        return None, one.rule.id
    return moment.told or (None if moment.remembered else moment.today), one.rule.id


def is_far(one: Expression) -> bool:
    """Whether so many hours lie between that they may lead to another day, or nobody can tell how many."""
    count = count_of(one) if one.words.get("number") else 0
    return count is None or (count >= LONG_HOURS and one.words.get("unit", "").lower().startswith("hour"))


def _clock(one: Expression, moment: Moment) -> Value:
    return moment.told or (None if one.rule.pick == "told" or moment.remembered else moment.today), one.rule.id


def _holiday(one: Expression, moment: Moment) -> Value:
    base = moment.base
    if base is None:
        return None, one.rule.id
    base = moment.tale + LONGEST if moment.tale else base
    days = [d for y in (base.year - 1, base.year, base.year + 1) if (d := holiday_in(one.words["holiday"], y))]
    ahead = timedelta(days=366 if moment.tense == FUTURE else 0)
    fitting = [d for d in days if d <= base + ahead]
    if moment.tense == FUTURE:
        return min((d for d in fitting if d >= base), default=None), one.rule.id
    return max(fitting, default=None), one.rule.id
