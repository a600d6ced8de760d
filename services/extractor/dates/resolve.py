"""Tells which day (or month) a time expression means, given when the text was written and which day it told last.

Takes an `Expression` and a `Moment`; returns a `Reading` whose value is an ISO day or month, or None where the words settle none.
A weekday is the nearest on or before the day of publication, the day itself included; a date without a year never lies more than
a month ahead. Which expression belongs to which call is `assign.py`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.holidays import holiday_in, weekday_of_month
from services.extractor.dates.written import NUMBERS, ORDINALS, find_written, month_number, parse_day, weekday_number
from services.extractor.dates.years import Years

PAST, FUTURE = "past", "future"
NARRATIVE_AGE = timedelta(days=6)
TALE_AGE = timedelta(days=300)
LONG_HOURS = 8
NUMBERED_REACH = 45


@dataclass(frozen=True)
class Moment:
    """What a reader knows where an expression stands. `published`: day of publication; `today`: the day that "today" means there
    (dateline, entry of a live page); `told`: the last day the text told; `narrated`: the last day told with weekday and date;
    `years`: the years that the text tells, in a text without a day of publication."""

    published: date | None = None
    today: date | None = None
    told: date | None = None
    narrated: date | None = None
    tense: str | None = None
    years: Years | None = None

    @property
    def base(self) -> date | None:
        return self.published or self.today


@dataclass(frozen=True)
class Reading:
    """What an expression means: `value` an ISO day or month or None, `basis` the rule's id, `boundary`: since, until, ...; `planned`: told as
    what is or was to come."""

    expression: Expression
    value: str | None
    basis: str
    boundary: bool = False
    planned: bool = False

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.value) if self.value and len(self.value) == 10 else None


def resolve(one: Expression, moment: Moment) -> Reading:
    """The reading of `one` at `moment`."""
    readers = {
        "written": _written, "weekday": _weekday, "month": _month, "day-of-month": _day_of_month, "offset": _offset,
        "follow": _follow, "near": _near, "clock": _clock, "holiday": _holiday,
        "nth-weekday": _nth_weekday,
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


Value = tuple[date | str | None, str]


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
        return _year_told(told.month, told.day, told.weekday, one.start, moment), "dates.written-year-from-text"
    if told.weekday is not None and moment.narrated and moment.base - moment.narrated > TALE_AGE:
        in_tale = _year_told(told.month, told.day, told.weekday, one.start, moment)
        if in_tale and in_tale.weekday() == told.weekday:
            return in_tale, "dates.written-year-from-text"
    return _year_near(told.month, told.day, told.weekday, moment), "dates.written-year-from-publication"


def _year_told(month: int, day: int, weekday: int | None, at: int, moment: Moment) -> date | None:
    """The day in the year that the text tells."""
    return moment.years.settle_day(month, day, weekday, at) if moment.years else None


def _year_near(month: int, day: int, weekday: int | None, moment: Moment) -> date | None:
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


def _weekday(one: Expression, moment: Moment) -> Value:
    wanted, pick = weekday_number(one.words["weekday"]), one.rule.pick
    if number := one.words.get("dom"):
        dated = _numbered_day(int(re.sub(r"\D", "", number)), wanted, moment)
        if dated:
            return dated, one.rule.id
    bracket = one.words.get("bracket")
    if bracket and (dated := _bracket_day(bracket, wanted, moment)):
        return dated, "dates.weekday-with-date"
    anchor = _narrative_anchor(one, moment)
    if anchor and pick in ("nearest", "told"):
        return anchor + timedelta(days=(wanted - anchor.weekday()) % 7), "dates.weekday-after-told-day"
    base = moment.base
    if base is None:
        return None, "dates.weekday-without-publication"
    back = (base.weekday() - wanted) % 7
    monday = base - timedelta(days=base.weekday())
    if pick == "next" or (moment.tense == FUTURE and pick in ("nearest", "this-week")):
        return base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1), "dates.weekday-to-come"
    value = {
        "last": base - timedelta(days=back or 7),
        "weekdays-ago": base - timedelta(days=(back or 7) + 7 * ((_count(one) or 1) - 1 if one.words.get("number") else 1)),
        "week-ago": base - timedelta(days=back + 7),
        "last-week": monday + timedelta(days=wanted - 7),
        "next-week": monday + timedelta(days=wanted + 7),
        "this-week": monday + timedelta(days=wanted),
    }.get(pick or "", base - timedelta(days=back))
    return value, one.rule.id


def _numbered_day(number: int, weekday: int, moment: Moment) -> date | None:
    """The day of "Wednesday the 29th": the one of that number and weekday nearest to what is told, within some weeks of it."""
    centre = _told_long_ago(moment) or moment.base or moment.told
    if centre is None or not 1 <= number <= 31:
        return None
    days = [centre + timedelta(days=n) for n in range(-NUMBERED_REACH, NUMBERED_REACH + 1)]
    ahead = timedelta(days=NUMBERED_REACH if moment.tense == FUTURE or centre != moment.base else 1)
    fitting = [d for d in days if d.day == number and d.weekday() == weekday and d <= centre + ahead]
    return min(fitting, key=lambda d: abs(d - centre), default=None)


def _told_long_ago(moment: Moment) -> date | None:
    """The day told last, where it lies more than a month before the text was written."""
    told = moment.narrated or moment.told
    return told if told and moment.base and moment.base - told > timedelta(days=27) else None


def _narrative_anchor(one: Expression, moment: Moment) -> date | None:
    """The day that weekdays count from in a tale of days long before publication ("On Thursday, 20 July 1995 ... on Friday")."""
    told = moment.narrated
    if told and moment.base is None:
        return told
    if told and moment.base and moment.base - told > NARRATIVE_AGE:
        return told
    return None


def _bracket_day(bracket: str, weekday: int, moment: Moment) -> date | None:
    """The day of "Thursday (9)" or "Monday (6 January)"."""
    if written := find_written(bracket):
        return written[0].date or _year_near(written[0].month, written[0].day, weekday, moment)
    if bracket.isdigit() and moment.base and 1 <= int(bracket) <= 31:
        return _day_back(int(bracket), moment.base)
    return None


def _day_back(day: int, base: date) -> date | None:
    """The last day with this number on or before `base`."""
    month = base.replace(day=1)
    for _ in range(3):
        found = parse_day(month.year, month.month, day)
        if found and found <= base:
            return found
        month = (month - timedelta(days=1)).replace(day=1)
    return None


def _day_of_month(one: Expression, moment: Moment) -> Value:
    day, base = int(re.sub(r"\D", "", one.words["dom"])), moment.base
    if base is None:
        return (_number_near(day, moment.told) if moment.told else None), one.rule.id
    if one.words.get("domrel", "").lower() == "last":
        before = base.replace(day=1) - timedelta(days=1)
        return parse_day(before.year, before.month, day), one.rule.id
    if moment.told and base - moment.told > timedelta(days=27) and not one.words.get("domrel"):
        return parse_day(moment.told.year, moment.told.month, day), one.rule.id
    if moment.tense == FUTURE and (ahead := parse_day(base.year, base.month, day)) and ahead > base:
        return ahead, one.rule.id
    return _day_back(day, base), one.rule.id


def _number_near(day: int, told: date) -> date | None:
    """The day with this number nearest to a day told, where no day of publication is known."""
    first = told.replace(day=1)
    months = [first, (first + timedelta(days=32)).replace(day=1), (first - timedelta(days=1)).replace(day=1)]
    days = [d for m in months if (d := parse_day(m.year, m.month, day))]
    return min(days, key=lambda d: abs(d - told), default=None)


def _month(one: Expression, moment: Moment) -> Value:
    base, words = moment.base, one.words
    name = words.get("month")
    if words.get("shift", "").lower() in ("that", "the same") and name and moment.years:
        year_told = moment.years.year_before(one.start)
        return (f"{year_told}-{month_number(name):02d}" if year_told else None), one.rule.id
    if words.get("year") and name:
        return f"{words['year']}-{month_number(name):02d}", one.rule.id
    if base is None:
        known = name and not words.get("shift") and not words.get("pick") and moment.years
        return (moment.years.settle_month(month_number(name), one.start) if known else None), one.rule.id
    if rel := words.get("rel", "").lower():
        first = base.replace(day=1)
        before = (first - timedelta(days=1)).replace(day=1)
        chosen = {"last": before, "the previous": before, "the past": before, "this": first}.get(rel)
        return (chosen.isoformat()[:7] if chosen else None), one.rule.id
    if not name:
        return None, one.rule.id
    month, year = month_number(name), base.year
    if shift := words.get("shift", "").lower():
        year += {"last": -1, "the previous": -1, "next": 1}.get(shift, 0)
    elif (pick := words.get("pick", "").lower()) == "last":
        year -= month >= base.month
    elif pick == "next" or moment.tense == FUTURE:
        year += month < base.month
    else:
        year -= month > base.month
    return f"{year}-{month:02d}", one.rule.id


def _count(one: Expression) -> int | None:
    """The number of days an expression counts; None for "some ten days" and the like."""
    word = one.words.get("number", "").lower()
    if one.words.get("approx"):
        return None
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)


def _offset(one: Expression, moment: Moment) -> Value:
    count = one.rule.days if one.rule.days is not None else _count(one)
    if moment.today is None or count is None:
        return None, one.rule.id
    return moment.today + timedelta(days=count * (one.rule.sign or 1)), one.rule.id


def _follow(one: Expression, moment: Moment) -> Value:
    start = moment.told or moment.today
    count = one.rule.days if one.rule.days is not None else _count(one)
    if start is None or count is None:
        return None, one.rule.id
    return start + timedelta(days=count * (one.rule.sign or 1)), one.rule.id


def _near(one: Expression, moment: Moment) -> Value:
    """Hours or minutes from something on a day mean that day; a count of many hours leaves it open."""
    count = _count(one) if one.words.get("number") else 0
    if count is None or (count >= LONG_HOURS and one.words.get("unit", "").lower().startswith("hour")):
        return None, one.rule.id
    return moment.told or moment.today, one.rule.id


def _clock(one: Expression, moment: Moment) -> Value:
    return moment.told or moment.today, one.rule.id


def _holiday(one: Expression, moment: Moment) -> Value:
    base = moment.base
    if base is None:
        return None, one.rule.id
    days = [d for y in (base.year - 1, base.year, base.year + 1) if (d := holiday_in(one.words["holiday"], y))]
    ahead = timedelta(days=366 if moment.tense == FUTURE else 0)
    fitting = [d for d in days if d <= base + ahead]
    if moment.tense == FUTURE:
        return min((d for d in fitting if d >= base), default=None), one.rule.id
    return max(fitting, default=None), one.rule.id


def _nth_weekday(one: Expression, moment: Moment) -> Value:
    """ "The last Sunday in March"."""
    month, weekday = month_number(one.words["month"]), weekday_number(one.words["weekday"])
    nth = -1 if one.words["nth"].lower() == "last" else ORDINALS[one.words["nth"].lower()]
    if told := one.words.get("year"):
        return weekday_of_month(int(told), month, weekday, nth), one.rule.id
    base = moment.base
    if base is None:
        settled = moment.years.settle_month(month, one.start) if moment.years else None
        return (weekday_of_month(int(settled[:4]), month, weekday, nth) if settled else None), one.rule.id
    days = [weekday_of_month(y, month, weekday, nth) for y in (base.year - 1, base.year, base.year + 1)]
    if moment.tense == FUTURE:
        return min(d for d in days if d >= base), one.rule.id
    return max(d for d in days if d <= base), one.rule.id
