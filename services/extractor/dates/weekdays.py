"""Which day a weekday means: "on Friday", "Wednesday the 29th", "two Mondays ago", "the last Sunday in March"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.holidays import weekday_of_month
from services.extractor.dates.moment import FUTURE, NARRATIVE_AGE, Moment, Value, count_of
from services.extractor.dates.nearest import day_back, numbered_day, year_near
from services.extractor.dates.written import ORDINALS, find_written, month_number, weekday_number

MOST_AHEAD = 4  # days from one day of a tale to the next weekday told
STORY_AGE = timedelta(days=60)  # a day told longer ago is history, from which no weekday counts


def read_weekday(one: Expression, moment: Moment) -> Value:
    wanted, pick = weekday_number(one.words["weekday"]), one.rule.pick
    if number := one.words.get("dom"):
        dated = numbered_day(int(re.sub(r"\D", "", number)), wanted, one.start, moment)
        if dated:
            return dated, one.rule.id
    bracket = one.words.get("bracket")
    if bracket and (dated := bracket_day(bracket, wanted, moment)):
        return dated, "dates.weekday-with-date"
    anchor = story_day(one, moment) if pick == "told" else narrative_anchor(one, moment)
    if anchor and pick == "told" and one.rule.sign == -1:
        return anchor - timedelta(days=(anchor.weekday() - wanted) % 7 or 7), one.rule.id
    if anchor and pick in ("nearest", "told"):
        ahead = (wanted - anchor.weekday()) % 7
        if not ahead and re.search(r"\b(?:following|next|after)\b", one.text, re.I):
            ahead = 7
        return anchor + timedelta(days=ahead), "dates.weekday-after-told-day"
    base = moment.base
    if moment.tale and pick == "nearest" and moment.tense != FUTURE:
        return nearest_to(moment.tale, wanted), "dates.weekday-of-tale"
    if base is None:
        return None, "dates.weekday-without-publication"
    back = (base.weekday() - wanted) % 7
    monday = base - timedelta(days=base.weekday())
    if pick == "next" or (moment.tense == FUTURE and pick in ("nearest", "this-week")):
        first = 1 if pick == "next" else 0  # "will speak on Tuesday" in a story of Tuesday
        return base + timedelta(days=(wanted - base.weekday() - first) % 7 + first), "dates.weekday-to-come"
    value = {
        "last": base - timedelta(days=back or 7),
        "weekdays-ago": base - timedelta(days=(back or 7) + 7 * ((count_of(one) or 1) - 1 if one.words.get("number") else 1)),
        "week-ago": base - timedelta(days=back + 7),
        "last-week": monday + timedelta(days=wanted - 7),
        "next-week": monday + timedelta(days=wanted + 7),
        "this-week": monday + timedelta(days=wanted),
    }.get(pick or "", base - timedelta(days=back))
    return value, one.rule.id


def nearest_to(told: date, weekday: int) -> date:
    """The weekday nearest to a day told, as a tale goes on rather than back."""
    ahead = (weekday - told.weekday()) % 7
    return told + timedelta(days=ahead if ahead <= MOST_AHEAD else ahead - 7)


def narrative_anchor(one: Expression, moment: Moment) -> date | None:
    """The day that weekdays count from in a tale of days long before publication ("On Thursday, 20 July 1995 ... on Friday")."""
    told = moment.narrated
    if told and moment.base is None:
        return told
    if told and moment.told and moment.told - told > NARRATIVE_AGE:
        return None  # the text has gone on to other days
    if told and moment.base and moment.base - told > NARRATIVE_AGE:
        return told
    return None


def story_day(one: Expression, moment: Moment) -> date | None:
    """The day from which "on the Saturday" and "on the following Tuesday" count: the last one told, if that Saturday is past; one
    of long ago in a look back on its year."""
    told = moment.told or moment.narrated
    if told is None or moment.base is None:
        return told
    ahead = timedelta(days=(weekday_number(one.words["weekday"]) - told.weekday()) % 7)
    near = moment.base - told <= STORY_AGE or told.year in (moment.remembered, moment.of_old)
    return told if told + ahead <= moment.base and near else narrative_anchor(one, moment)


def bracket_day(bracket: str, weekday: int, moment: Moment) -> date | None:
    """The day of "Thursday (9)" or "Monday (6 January)"."""
    if written := find_written(bracket):
        return written[0].date or year_near(written[0].month, written[0].day, weekday, moment)
    if bracket.isdigit() and moment.base and 1 <= int(bracket) <= 31:
        return day_back(int(bracket), moment.base)
    return None


def read_nth_weekday(one: Expression, moment: Moment) -> Value:
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
