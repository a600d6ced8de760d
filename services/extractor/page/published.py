"""The day a page was published and the day of its dateline, from the page's own words.

Reads text and blocks. Only a full date counts, and only where pages put theirs: beside "Published", on a line of its own, in the
byline, in the dateline. Dates within sentences are the article's matter and never taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from services.extractor.dates.written import Written, find_written, parse_day
from services.extractor.types import Block

_LABEL = re.compile(r"\b(?:published|posted|first published|date|issued|created)\b", re.I)
_UPDATED = re.compile(r"\b(?:updated?|modified|last)\b", re.I)
_RIGHTS = re.compile(r"©|\(c\)|copyright|rights reserved", re.I)
_OTHERS = re.compile(r"read|related|see also|more|previous|archive", re.I)
_OPENING_WORDS = "on in since by from until after before as the at when for last this"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_NOT_PLACES = frozenset(f"{_OPENING_WORDS} {_WEEKDAYS}".split())
_WORDS_IN_PLACES = "de da do dos das del della di la las le les los el al du des der am im upon sur on of and agency"
_OF_PLACES = frozenset(_WORDS_IN_PLACES.split())
_AFTER_DATE = re.compile(
    r"[\s,]{0,20}+(?:\d{1,2}[:.]\d{2}\s{0,9}+)?[)\]]?\s{0,9}+(?:\([^)\n]{1,40}\)|/[^/\n]{2,30}/|[A-Z]{4,15}\b)?\s{0,9}+(?:--?|[–—:.]|$)"
)
_OPENS_BEHIND = re.compile(r",\s(?=(?:In|On|The|At|During|A|An)\s)")  # "Rabat, August 21, 2023, In a phone call held yesterday"
_STAMP = re.compile(r"date:?\s{1,3}", re.I)  # "date 2021-04-30", as an archive puts it in front
_PLACE_OR_ENDS = re.compile(r"\W{0,4}+(?:[A-ZÀ-Þ][\w.'’-]{1,20}+\W{1,3}+){0,3}+")
_SET_APART = re.compile(r"[:,–—|-]\s*$")
OPENING = 60
HEAD_LINE = 60
PUT_UP = timedelta(days=4)  # at most so long after its day, a release is put up


def parse_published(stamp: str | None) -> date | None:
    """The day of an ISO date or time; None from nothing or from what is no date."""
    try:
        return date.fromisoformat(stamp.strip()[:10]) if stamp else None
    except ValueError:
        return None


def find_published(text: str, blocks: Sequence[Block], title: str | None = None) -> date | None:
    """The day of publication that the page tells, the best place first; else that which ends its title ("PM call: 3 May 2021")."""
    ranked: list[tuple[int, int, date]] = []
    bodies = 0
    for index, block in enumerate(blocks):
        line = text[block.start : block.end]
        if block.kind == "body":
            bodies += 1
            if bodies <= 2 and (one := find_dateline(line)) and one.date:
                ranked.append((1, index, one.date))
        elif block.kind == "litter" and len(line) < 400 and (rank := _rank(line, bodies)) is not None:
            ranked.extend((rank, index, one.date) for one in find_written(line)[:1] if one.date)
    return min(ranked)[2] if ranked else _find_titled(text, blocks, title)


def _find_titled(text: str, blocks: Sequence[Block], title: str | None) -> date | None:
    """The full date that a colon or dash sets behind a title."""
    title = title or next((text[b.start : b.end] for b in blocks if b.kind == "headline"), "")
    last = next(iter(find_written(title)[-1:]), None)
    behind = last is not None and _SET_APART.search(title[: last.start]) and not title[last.end :].strip()
    return last.date if last and behind else None


def find_headed(text: str, blocks: Sequence[Block], published: date | None, title: str | None = None) -> date | None:
    """The day that ends the title, or on a line of its own above the text or below it, where the page came out within days of it:
    that of a release put up later."""
    titled = _find_titled(text, blocks, title)
    if titled and published and timedelta(0) < published - titled <= PUT_UP:
        return titled
    for block in blocks:
        if block.kind == "body":
            return _find_footed(text[blocks[-1].start : blocks[-1].end], published)
        line = text[block.start : block.end]
        if block.kind != "litter" or len(line) > HEAD_LINE or _UPDATED.search(line) or _rank(line, 0) is None:
            continue
        day = next((one.date for one in find_written(line)[:1]), None)
        if day and published and timedelta(0) < published - day <= PUT_UP:
            return day
    return None


def _find_footed(line: str, published: date | None) -> date | None:
    """The day that is all of the last line, be it with a place before it ("Lisbon, 3 May 2021")."""
    told = find_written(line) if len(line) <= HEAD_LINE else []
    if (
        len(told) != 1
        or not told[0].date
        or not published
        or not _PLACE_OR_ENDS.fullmatch(line[: told[0].start] + line[told[0].end :])
    ):
        return None
    return told[0].date if timedelta(0) < published - told[0].date <= PUT_UP else None


def _rank(line: str, bodies: int) -> int | None:
    if _RIGHTS.search(line):
        return None
    if _LABEL.search(line):
        return 0
    if bodies == 0:
        return 3 if _UPDATED.search(line) else 2
    return 4 if _UPDATED.search(line) and not _OTHERS.match(line) else None


def find_dateline(line: str) -> Written | None:
    """The date in the dateline that opens an agency text: "KABUL, March 3 (Reuters) - ..."."""
    found = find_written(line[:140])
    if found and _STAMP.fullmatch(line[: found[0].start]):
        return found[0]
    if not found or not 2 < found[0].start < OPENING or not _ends_dateline(line, found[0].end):
        return None
    words = re.findall(r"[^\W\d_]+", line[: found[0].start])
    if not words or words[0].lower() in _NOT_PLACES or any(w.islower() for w in words if w not in _OF_PLACES):
        return None
    return found[0]


def _ends_dateline(line: str, end: int) -> bool:
    return line[end - 1] == "." or bool(_OPENS_BEHIND.match(line, end)) or bool(_AFTER_DATE.match(line[end : end + 60]))


def dateline_day(one: Written | None, published: date | None) -> date | None:
    """The dateline's day; its year, where not told, is the one that lies nearest to the day of publication."""
    if one is None:
        return None
    if one.year:
        return one.date
    if published is None:
        return None
    days = [d for y in (-1, 0, 1) if (d := parse_day(published.year + y, one.month, one.day))]
    return min(days, key=lambda d: abs(d - published), default=None)
