"""Days told by lines apart from the sentences: headings of a live page or diary, the days that open the lines of a chronology, the
typed heading of a memorandum, the weekday of a dateline.

Reads text alone. A line counts only where it holds nothing but its day, or a colon, dash or full stop sets the day off, so that no
sentence is taken for a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from services.extractor.dates.written import FULL_WEEKDAYS, Written, find_written, parse_day, weekday_number

_DAY_NAMES = "|".join(FULL_WEEKDAYS)
_BARE_WEEKDAY = re.compile(_DAY_NAMES, re.I)
_WORDS = re.compile(r"\w+")
_TYPED = re.compile(
    r"^[ \t]*date(?:(?:,|/| and| &)? ?time(?:,? (?:and )?place)?| of (?:the )?(?:call|conversation))?[ \t]*:(?P<day>[^\n]{4,60})",
    re.I | re.M,
)
_MEMO = re.compile(r"^[ \t]*(?:participants|subject|from|to)[ \t]*:", re.I | re.M)
_WEEKDAY_LINE = re.compile(
    rf"^\s*(?:[A-Z][\w.'’/-]*,? ){{1,4}}?(?P<weekday>{_DAY_NAMES})(?: \([^)\n]{{1,30}}\))? *(?:--?|[–—:]) ", re.I
)
_SET_OFF = re.compile(
    r"(?:,? (?:early |late )?(?:morning|noon|midday|afternoon|evening|night)|, \d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m)?)?"
    r"(?: ?(?:--?|[–—:])(?=\s|[A-Z])|\. ?[–—-]|\. (?=[\W\dA-Z]))"
)
_WEEKDAY_OPENING = re.compile(rf"\W{{0,3}}(?P<weekday>{_DAY_NAMES})\b", re.I)
_HOUR = re.compile(r"^[ \t]*(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?![:.]\d)", re.M)
_LABEL = re.compile(r"^[ \t]*(?:[•*·–—-] ?)?([A-Z][^\W\d]+(?: [A-Z][^\W\d]+){0,2}): ", re.M)
LABELS = 3
STAMP = 30  # characters behind the hour in which the date of a stamp stands
LIVE_ENTRIES = 3
HEADING = 60
DASHES = {"-", "–", "—"}
BULLET = 3  # characters in front of the day or weekday that opens a line


def find_typed_day(text: str) -> tuple[int, int, date] | None:
    """The day in the typed heading of a memorandum ("Date, Time: May 12, 1994"), with the characters it stands on."""
    match = _TYPED.search(text)
    if match is None or not _MEMO.search(text):
        return None
    day = next((w for w in find_written(match["day"]) if w.date), None)
    start = match.start("day")
    return (start + day.start, start + day.end, day.date) if day and day.date else None


def find_hours(text: str) -> list[re.Match[str]]:
    """The hours that open the entries of a live page, but not those of stamps ("17:30, 7 October")."""
    found = [h for h in _HOUR.finditer(text) if not find_written(text[h.end() : h.end() + STAMP].partition("\n")[0])]
    return found if len(found) >= LIVE_ENTRIES else []


def find_items(text: str) -> list[int]:
    """Where the items of a list begin, each under a label of its own ("Brazil: …"), as reactions are told."""
    found = list(_LABEL.finditer(text))
    return [label.start() for label in found] if LABELS <= len({label[1] for label in found}) == len(found) else []


def find_weekday_line(line: str) -> tuple[int, int] | None:
    """Where the dateline ends that tells a weekday alone ("ANKARA, Friday - ..."), and the number of the weekday."""
    match = _WEEKDAY_LINE.match(line)
    if match is None or not line[: match.start("weekday")].strip(" ,").split(" ")[0].isupper():
        return None
    return match.end(), weekday_number(match["weekday"])


def find_entries(
    text: str, lines: list[tuple[int, int]], published: date | None, paragraphs: Sequence[tuple[int, int]]
) -> list[tuple[int, date | None]]:
    """Dated headings of a live page, diary or chronology, each with the place from which it holds; none where fewer than two days
    differ. A stamp without any of the `paragraphs` under it, as in a list of other articles, heads nothing; a day that opens a
    paragraph holds for that, and none behind it but where a full stop sets it off, as in a diary."""
    told, weekdays = list[tuple[int, Written]](), list[tuple[int, int]]()
    for start, end in lines:
        line = text[start:end]
        if published and len(line) <= HEADING and _BARE_WEEKDAY.fullmatch(bare := "".join(_WORDS.findall(line))):
            weekdays.append((end, weekday_number(bare)))
            continue
        written = find_written(line)
        if len(written) == 1 and end - start < HEADING:
            told.append((end, written[0]))
    opened = list[tuple[int, bool]]()
    for begin, end in paragraphs:
        if opening := find_opening(text, begin):
            told.append((begin, opening))
        elif published and (number := _opening_weekday(text, begin)) is not None:
            weekdays.append((begin, number))
        else:
            continue
        opened.append((end, opening is not None and _lasts(text, begin + opening.end)))
    entries = _settle_years(sorted(told, key=lambda one: one[0]), published)
    if published and weekdays:
        entries = sorted(entries + _settle_weekdays(sorted(weekdays), published))
    ends = [end for end, _ in entries] + [len(text)]
    entries = [entry for n, entry in enumerate(entries) if any(ends[n] <= begin < ends[n + 1] for begin, _ in paragraphs)]
    behind = [(end, None) for n, (end, lasts) in enumerate(opened) if not lasts or n == len(opened) - 1]
    return sorted([*entries, *behind], key=lambda entry: entry[0]) if len({day for _, day in entries}) > 1 else []


def find_opening(text: str, start: int) -> Written | None:
    """The day set off at the beginning of a line, as in a chronology ("Aug. 4 -- Bush telephones Fahd", "Sunday 4 August. …")."""
    written = next(iter(find_written(text[start : start + HEADING])), None)
    if written is None or len(_BARE_WEEKDAY.sub("", text[start : start + written.start])) > BULLET:
        return None
    end = start + written.end
    return written if _SET_OFF.match(text, end - (text[end - 1] == ".")) else None


def _lasts(text: str, end: int) -> bool:
    """Whether a day that opens a paragraph, up to `end`, is a heading by itself, as a full stop and no line tells."""
    return text[end - 1 : end + 1].strip(" ")[-1:] == "." and text[end : end + 3].strip(". ")[:1] not in DASHES


def _opening_weekday(text: str, start: int) -> int | None:
    """The number of the weekday set off at the beginning of a line ("Tuesday, 2 p.m. Merkel telephones Johnson")."""
    match = _WEEKDAY_OPENING.match(text, start)
    return weekday_number(match["weekday"]) if match and _SET_OFF.match(text, match.end()) else None


def _settle_years(told: list[tuple[int, Written]], published: date | None) -> list[tuple[int, date]]:
    """The days of headings in their order: without a year the last that may be meant, or next to that above, if a year was told."""
    entries, dated = list[tuple[int, date]](), False
    for place, one in told:
        dated |= one.year is not None
        last = entries[-1][1] if entries and dated else None
        around = last or published
        years = [one.year] if one.year else [around.year, around.year - 1, around.year + 1] if around else []
        days = [d for y in years if (d := parse_day(y, one.month, one.day))]
        days = [d for d in days if published is None or d <= published + timedelta(days=1)]
        if days:
            entries.append((place, min(days, key=lambda d: abs(d - last)) if last else days[0]))
    return entries


def _settle_weekdays(weekdays: list[tuple[int, int]], published: date) -> list[tuple[int, date]]:
    """The days of headings that name weekdays alone, whether the page goes forwards or backwards: the way that takes fewer days."""
    backwards = _count_back(weekdays, published)
    forwards = _count_back(weekdays[::-1], published)[::-1]
    return min(backwards, forwards, key=lambda days: published - min(day for _, day in days))


def _count_back(weekdays: list[tuple[int, int]], published: date) -> list[tuple[int, date]]:
    days, latest = [], published
    for end, number in weekdays:
        latest -= timedelta(days=(latest.weekday() - number) % 7)
        days.append((end, latest))
    return days
