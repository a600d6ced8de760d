"""Which day a number in a month means, and which month its name: "the 14th", "in March", "late last month"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import FUTURE, Moment, Value
from services.extractor.dates.nearest import day_back, number_near
from services.extractor.dates.written import month_number, parse_day


def read_day_of_month(one: Expression, moment: Moment) -> Value:
    """ "The 14th", "the 2nd of last month"."""
    day, base = int(re.sub(r"\D", "", one.words["dom"])), moment.base
    rel = one.words.get("domrel", "").lower()
    if rel in ("the same", "that", "the following", "the previous") and moment.told:
        first = moment.told.replace(day=1) + timedelta(days={"the following": 32, "the previous": -1}.get(rel, 0))
        return parse_day(first.year, first.month, day), one.rule.id
    long_ago = moment.years.day_before(one.start) if moment.remembered and moment.years and not moment.told else None
    if long_ago and not rel:
        return parse_day(long_ago.year, long_ago.month, day), one.rule.id
    if base is None:
        return (number_near(day, moment.told) if moment.told else None), one.rule.id
    if rel == "next":
        after = base.replace(day=1) + timedelta(days=32)
        return parse_day(after.year, after.month, day), one.rule.id
    if rel == "last":
        before = base.replace(day=1) - timedelta(days=1)
        return parse_day(before.year, before.month, day), one.rule.id
    if moment.told and base - moment.told > timedelta(days=27) and not rel:
        return parse_day(moment.told.year, moment.told.month, day), one.rule.id
    if moment.tense == FUTURE and (ahead := parse_day(base.year, base.month, day)) and ahead > base:
        return ahead, one.rule.id
    return day_back(day, base), one.rule.id


def read_month(one: Expression, moment: Moment) -> Value:
    """ "In March 2012", "last October", "earlier this month"."""
    name, words = one.words.get("month"), one.words
    if rel := words.get("rel", "").lower():
        return _month_beside(rel, moment), one.rule.id
    if not name:
        return None, one.rule.id
    number, shift = month_number(name), words.get("shift", "").lower()
    year = int(words["year"]) if words.get("year") else None
    if shift in ("that", "the same") and moment.years:
        year = moment.years.year_before(one.start)
    elif year is None and moment.base is None:
        plain = not shift and not words.get("pick") and moment.years
        return (moment.years.settle_month(number, one.start) if plain and moment.years else None), one.rule.id
    elif year is None and moment.tale and not shift and not words.get("pick"):
        year = moment.tale.year + (number < moment.tale.month)
    elif year is None and moment.base:
        year = _year_of(number, shift, words.get("pick", "").lower(), moment.base, moment.tense)
    return (f"{year}-{number:02d}" if year else None), one.rule.id


def _month_beside(rel: str, moment: Moment) -> str | None:
    """ "Last month" and "this month", counted from publication."""
    if moment.base is None:
        return None
    first = moment.base.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    chosen = {"last": before, "the previous": before, "the past": before, "this": first, "the": first}.get(rel)
    return chosen.isoformat()[:7] if chosen else None


def _year_of(month: int, shift: str, pick: str, base: date, tense: str | None) -> int:
    """The year of a month's bare name, of "last October", of "March of last year"."""
    if shift:
        return base.year + {"last": -1, "the previous": -1, "next": 1}.get(shift, 0)
    if pick == "last":
        return base.year - (month >= base.month)
    if pick == "next" or tense == FUTURE:
        return base.year + (month < base.month)
    return base.year - (month > base.month)
