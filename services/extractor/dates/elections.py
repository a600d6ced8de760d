"""Settles days by national votes that any reader knows ("five days after Sunday's election"), from the tables of territories.

Takes words and a day of publication; never guesses where two votes fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from services.extractor.dates.expressions import find_expressions, word_list
from services.extractor.dates.written import weekday_number
from services.extractor.rules.load import load_territories

LOOK_BACK = timedelta(days=75)
WEEK = timedelta(days=6)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\w|\s[a-z0-9])[^.!?\n]*)*")


@lru_cache(maxsize=1)
def _votes() -> tuple[tuple[str, re.Pattern[str], tuple[date, ...]], ...]:
    """Code, words that name the state, and days of its votes."""
    rows = []
    for territory in load_territories():
        if territory.elections:
            names = sorted({territory.name, *territory.aliases, *territory.demonyms}, key=len, reverse=True)
            pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
            rows.append((territory.code, pattern, tuple(sorted(e.date for e in territory.elections))))
    return tuple(rows)


def is_vote(words: str) -> bool:
    """Whether words speak of an election."""
    low = words.lower()
    return any(re.search(rf"\b{re.escape(w)}\b", low) for w in word_list("election_words"))


def votes_of(text: str) -> list[tuple[str, tuple[date, ...]]]:
    """The states that `text` names, with the days of their votes."""
    return [(code, days) for code, pattern, days in _votes() if pattern.search(text)]


def find_vote(text: str, published: date | None) -> date | None:
    """The one vote shortly before `published` in a state that `text` names; None where there is none or several days."""
    if published is None:
        return None
    days = {d for _, votes in votes_of(text) for d in votes if published - LOOK_BACK <= d <= published}
    return next(iter(days)) if len(days) == 1 else None


def settle_by_vote(text: str) -> date | None:
    """The last day of the week in which a text without a date must have been written, told by a vote that it dates.

    "Won the election on Sunday" beside the names of those in office then leaves one vote of that state, and the text is of the
    days after it; "the election last week" puts it into the week that followed. None where no or several votes fit.
    """
    told = [hint for m in _SENTENCE.finditer(text) if (hint := _vote_hint(m.group()))]
    if not told:
        return None
    named = votes_of(text)
    weekdays = {h.weekday for h in told if h.weekday is not None}
    days = {h.day for h in told if h.day}
    fitting = {
        day for _, votes in named for day in votes
        if (not weekdays or day.weekday() in weekdays) and (not days or (day.month, day.day) in days)
    }  # fmt: skip
    ranked = sorted(((_in_office(text, day), day) for day in fitting), reverse=True)
    if not ranked or ranked[0][0] < 2 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    vote = ranked[0][1]
    if any(h.last_week for h in told):
        return vote + timedelta(days=13 - vote.weekday())
    return vote + WEEK if weekdays else None


@dataclass(frozen=True)
class _Hint:
    """What a sentence tells of a vote: its weekday, month and day, or that it was last week."""

    weekday: int | None = None
    day: tuple[int, int] | None = None
    last_week: bool = False


def _vote_hint(sentence: str) -> _Hint | None:
    if not is_vote(sentence):
        return None
    for one in find_expressions(sentence):
        near = sentence[max(0, one.start - 60) : one.end + 40]
        if not is_vote(near) and "win" not in near:
            continue
        if one.kind == "weekday" and one.rule.pick in ("nearest", "last") and re.search(r"(?:\bw[io]n|victory|elect|vot|poll|ballot|landslide)", near):
            if _dates_vote(sentence, one.start, one.end):
                return _Hint(weekday=weekday_number(one.words["weekday"]))
        if one.written and one.written.year is None:
            return _Hint(day=(one.written.month, one.written.day))
        if one.text.lower() == "last week":
            return _Hint(last_week=True)
    return None


def _dates_vote(sentence: str, start: int, end: int) -> bool:
    """Whether the weekday is that of the vote: right before or behind a word of voting."""
    behind = sentence[end : end + 30].lower()
    before = sentence[max(0, start - 45) : start].lower()
    words = "|".join(map(re.escape, word_list("election_words")))
    return bool(re.match(rf"(?:'s|’s)?\s+(?:\w+\s+){{0,2}}(?:{words})\b", behind) or re.search(rf"\b(?:{words})\b[^,;]{{0,25}}$", before))


@lru_cache(maxsize=1)
def _spells() -> dict[str, tuple[tuple[date, date], ...]]:
    """For each holder of an office: the spells."""
    spells: dict[str, list[tuple[date, date]]] = {}
    for territory in load_territories():
        for office in territory.offices:
            if office.office in ("head_of_state", "head_of_government"):
                for holder in office.holders:
                    spells.setdefault(holder.name, []).append((holder.elected or holder.start, holder.until or date.max))
    return {name: tuple(rows) for name, rows in spells.items()}


def _in_office(text: str, day: date) -> int:
    """How many people named in the text led a state in the week after `day`."""
    return sum(any(start <= day + WEEK and day <= until for start, until in rows) for name, rows in _spells().items() if name in text)
