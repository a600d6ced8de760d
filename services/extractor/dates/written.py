"""Calendar dates as they are written: "12 June 2021", "Sept. 11", "Friday, 9 Oct 2020", "07.10.2020", "2010-03-16".

Takes a text, returns what is told of day, month and year, never completing what is not told: whose year a "Sept. 11" belongs to
is `resolve.py`'s business. An ambiguous "10/09/25" keeps both readings.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ahocorasick_rs import AhoCorasick

from services.extractor.rules.words import lower

_MONTH_NAMES = (
    "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,november nov,"
    "december dec"
)
_WEEKDAY_NAMES = "monday mon,tuesday tues tue,wednesday wed weds,thursday thurs thur thu,friday fri,saturday sat,sunday sun"
_NUMBER_NAMES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
_ORDINAL_NAMES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES.split(","), start=1) for name in names.split()}
WEEKDAYS = {name: n for n, names in enumerate(_WEEKDAY_NAMES.split(",")) for name in names.split()}
FULL_MONTHS, FULL_WEEKDAYS = (tuple(names.split()[0] for names in told.split(",")) for told in (_MONTH_NAMES, _WEEKDAY_NAMES))
NUMBERS = {name: n for n, name in enumerate(_NUMBER_NAMES.split(), start=1)}
ORDINALS = {name: n for n, name in enumerate(_ORDINAL_NAMES.split(), start=1)}
LAST_DAY = 0
MONTH = "(?:" + "|".join(name + r"\.?" for name in sorted(MONTHS, key=len, reverse=True)) + ")"
WEEKDAY = "(?:" + "|".join(name + r"\.?" for name in sorted(WEEKDAYS, key=len, reverse=True)) + ")"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
YEAR = r"(?:19|20)\d\d"
_TAIL = r"(?!\d|[.:]\d|\s*(?:per cent|percent|%|years?|people|soldiers|seats|votes|million|billion|minutes|hours))"
_DAY_FIRST = re.compile(
    rf"\b(?:(?P<weekday>{WEEKDAY})\b,?\s+(?:the\s+)?)?(?:(?<![\d.,:/])(?P<day>{DAY})(?:\s+of)?[\s-]+|"
    rf"(?:the\s+)?(?:(?P<ordinal>{ORDINAL})(?:\s+day)?|(?P<last>last|final|closing)\s+day)\s+of\s+)(?P<month>{MONTH})"
    rf"(?:,?[\s-]+(?P<year>{YEAR})\b)?(?![a-z])",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"\b(?:(?P<weekday>{WEEKDAY})\b,?\s+)?(?P<month>{MONTH})(?![a-z]),?\s+(?:(?:the\s+)?(?P<day>{DAY})\b(?!\d|:\d)|"
    rf"the\s+(?P<ordinal>{ORDINAL})(?=\s*[,.;:)]|\s+{YEAR}))"
    rf"(?:(?:,\s*|\s+|/)(?P<year>{YEAR})\b)?{_TAIL}",
    re.I,
)
_POINTED = re.compile(rf"(?<![\d./-])(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>{YEAR}|\d\d)(?![\d/-]|\.\d)")
_BEHIND = re.compile(rf",? (?:which was )?an? (?P<weekday>{'|'.join(FULL_WEEKDAYS)})\b", re.I)  # "12 May 1995, a Friday"
_ISO = re.compile(rf"(?<![\d-])(?P<year>{YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)")


_MONTHS = AhoCorasick([name[:3] for name in MONTHS if len(name) == 3])
AROUND = 60  # characters within which the rest of a date stands, on either side of the beginning of its month


@dataclass(frozen=True)
class Written:
    """A written date: the characters it stands on, what it tells, and `others`: further readings of an ambiguous one."""

    start: int
    end: int
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    others: tuple[date, ...] = ()

    @property
    def date(self) -> date | None:
        """The day itself, where the year is told and the reading is the only one."""
        return parse_day(self.year, self.month, self.day) if self.year and not self.others else None


def parse_day(year: int | None, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none ("31 June"); `LAST_DAY` is the month's last."""
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1]) if year else None
    except ValueError:
        return None


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def weekday_number(name: str) -> int:
    return WEEKDAYS[name.lower().rstrip(".")]


def _worded(match: re.Match[str]) -> Written | None:
    words = match.groupdict()
    day, month = LAST_DAY, month_number(match["month"])
    if words["ordinal"]:
        day = ORDINALS[words["ordinal"].lower()]
    elif words["day"]:
        day = int(re.sub(r"\D", "", words["day"]))
    if parse_day(2000, month, day) is None or match["month"][0].islower():
        return None
    year = int(match["year"]) if match["year"] else None
    told = match["weekday"] or ((behind := _BEHIND.match(match.string, match.end())) and behind["weekday"])
    weekday = weekday_number(told) if told else None
    return Written(match.start(), match.end(), day, month, year, weekday)


def _pointed(match: re.Match[str]) -> Written | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    year = year if year > 99 else year + (2000 if year < 60 else 1900)
    readings = [r for r in (parse_day(year, b, a), parse_day(year, a, b)) if r] if b <= 31 else []
    if match["mark"] == "." or (len(readings) == 2 and readings[0] == readings[1]):
        readings = readings[:1] if b <= 12 else readings[-1:]
    if not readings:
        return None
    first = readings[0]
    return Written(match.start(), match.end(), first.day, first.month, first.year, None, tuple(readings[1:]))


def find_written(text: str) -> list[Written]:
    """Every calendar date of `text` that names at least day and month, in order, none overlapping."""
    found: list[Written] = []
    for match in _ISO.finditer(text):
        if parse_day(int(match["year"]), int(match["month"]), int(match["day"])):
            found.append(Written(match.start(), match.end(), int(match["day"]), int(match["month"]), int(match["year"])))
    found.extend(one for match in _POINTED.finditer(text) if (one := _pointed(match)))
    for start, end in _around_months(text):
        matches = (match for pattern in (_MONTH_FIRST, _DAY_FIRST) for match in pattern.finditer(text, start, end))
        found.extend(one for match in matches if (one := _worded(match)))
    found.sort(key=lambda w: (w.start, -w.end))
    kept: list[Written] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.year and not kept[-1].year and one.end > kept[-1].end:
            kept[-1] = one
    return kept


def _around_months(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` that may hold a date with the name of a month: all others need not be searched. The name begins
    with a capital, at the beginning of a word ("Denmark" has none)."""
    start = end = 0
    for _, place, _ in _MONTHS.find_matches_as_indexes(lower(text)):
        if text[place].islower() or (place and text[place - 1].isalnum()):
            continue
        if end and place - AROUND > end:
            yield start, end
        if not end or place - AROUND > end:
            start = max(0, place - AROUND)
        end = place + AROUND
    if end:
        yield start, end
