"""Settles days by national votes that any reader knows ("five days after Sunday's election"), from the tables of territories.

Takes words and a day of publication; never guesses where two votes fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
def _votes() -> tuple[tuple[str, re.Pattern[str], tuple[tuple[date, str], ...]], ...]:
    """Code, words that name the state, and days of its votes with their kinds."""
    rows = []
    for territory in load_territories():
        if territory.elections:
            names = sorted({territory.name, *territory.aliases, *territory.demonyms}, key=len, reverse=True)
            pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
            rows.append((territory.code, pattern, tuple(sorted((e.date, e.kind) for e in territory.elections))))
    return tuple(rows)


def is_vote(words: str) -> bool:
    """Whether words speak of an election."""
    low = words.lower()
    return any(re.search(rf"\b{re.escape(w)}\b", low) for w in word_list("election_words"))


def votes_of(text: str) -> list[tuple[str, tuple[tuple[date, str], ...]]]:
    """The states that `text` names, with the days of their votes."""
    return [(code, days) for code, pattern, days in _votes() if pattern.search(text)]


def find_vote(text: str, published: date | None) -> date | None:
    """The one vote shortly before `published` in a state that `text` names; None where there is none or several days."""
    if published is None:
        return None
    days = {d for _, votes in votes_of(text) for d, _ in votes if published - LOOK_BACK <= d <= published}
    return next(iter(days)) if len(days) == 1 else None


def settle_by_vote(text: str) -> date | None:
    """The last day of the week in which a text without a date must have been written, told by a vote that it dates.

    "Won the election on Sunday" beside the names of those in office then leaves one vote of that state, and the text is of the
    days after it; "the election last week" puts it into the week that followed. None where no or several votes fit.
    """
    told = [hint for m in _SENTENCE.finditer(text) for hint in _vote_hints(m.group())]
    if not told:
        return None
    kinds = {k for h in told for k in h.kinds}
    leaders = frozenset().union(*(h.leaders for h in told))
    weekdays = {h.weekday for h in told if h.weekday is not None}
    days = {h.day for h in told if h.day}
    fitting = {
        day for code, votes in votes_of(text) for day, kind in votes
        if (not leaders or code in leaders)
        and (not kinds or kind in kinds or kind not in ("presidential", "parliamentary"))
        and (not weekdays or day.weekday() in weekdays) and (not days or (day.month, day.day) in days)
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
    kinds: tuple[str, ...] = ()
    leaders: frozenset[str] = frozenset()


def _vote_hints(sentence: str) -> Iterator[_Hint]:
    words = sentence.lower()
    won = [m.start() for m in re.finditer(r"\b(?:won|win|victory|beat|defeat(?:ed|ing)?|elected)\b", words)]
    if not (is_vote(words) or won):
        return
    leaders = frozenset(code for name, rows in _spells().items() if name.split()[-1] in sentence for code in {r.code for r in rows})
    kinds = tuple(k for k in ("presidential", "parliamentary") if k in words)
    for one in find_expressions(sentence):
        if one.kind == "weekday" and one.rule.pick in ("nearest", "last") and _dates_vote(sentence, one.start, one.end):
            yield _Hint(weekday=weekday_number(one.words["weekday"]), kinds=kinds, leaders=leaders)
        elif one.written and one.written.year is None and any(abs(one.start - w) < 30 for w in won):
            yield _Hint(day=(one.written.month, one.written.day), kinds=kinds, leaders=leaders)
        elif one.text.lower() == "last week" and is_vote(words[max(0, one.start - 40) : one.start]):
            yield _Hint(last_week=True, kinds=kinds, leaders=leaders)


def _dates_vote(sentence: str, start: int, end: int) -> bool:
    """Whether the weekday is that of the vote: right before or behind a word of voting."""
    behind = sentence[end : end + 30].lower()
    before = sentence[max(0, start - 45) : start].lower()
    words = "|".join(map(re.escape, word_list("election_words")))
    return bool(
        re.match(rf"(?:'s|’s)?\s{{1,4}}(?:\w{{1,30}}\s{{1,4}}){{0,2}}(?:{words})\b", behind)
        or re.search(rf"\b(?:{words})(?:\s+\w+)?\s*$", before)
    )


@dataclass(frozen=True)
class _Spell:
    code: str
    start: date
    until: date
    titles: tuple[str, ...]


@lru_cache(maxsize=1)
def _spells() -> dict[str, tuple[_Spell, ...]]:
    """For each leader of a state or government: the spells in office, with what the holder is called."""
    spells: dict[str, list[_Spell]] = {}
    for territory in load_territories():
        for office in territory.offices:
            if office.office in ("head_of_state", "head_of_government"):
                for holder in office.holders:
                    spells.setdefault(holder.name, []).append(
                        _Spell(territory.code, holder.elected or holder.start, holder.until or date.max, office.titles)
                    )
    return {name: tuple(rows) for name, rows in spells.items()}


def _in_office(text: str, day: date) -> int:
    """How well a week after `day` fits the leaders that the text names: a point each for being in office, another for being
    called by that office's title, none at all for one who was not yet or no longer what the text calls him."""
    points = 0
    for name, rows in _spells().items():
        at = text.find(name)
        if at < 0:
            continue
        then = [row for row in rows if row.start <= day + WEEK and day <= row.until]
        called = [row for row in rows if any(text[max(0, at - 45) : at].lower().rstrip().endswith(title) for title in row.titles)]
        points += bool(then) + (2 if set(called) & set(then) else -2 if called else 0)
    return points
