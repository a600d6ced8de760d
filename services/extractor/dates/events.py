"""Days of happenings that a text dates and later counts from: "the polls closed on Sunday … two days after the vote".

Reads the words around a time expression; which happenings are one ("vote", "polls") stands in the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import Reading
from services.extractor.dates.resolve import is_far
from services.extractor.dates.written import NUMBERS, ORDINALS
from services.extractor.rules.rows import read_pattern_table

_WORD = re.compile(r"[^\W\d_]{3,}")
_CLAUSE_ENDS = re.compile(r"[.;:!?—–]\s|\n|,\s+(?:and|but|while|when|after|before)\b")
_PRONOUN = re.compile(r"\s(?:it(?=[,.;:)]|\s+(?:[A-Z]|he\b|she\b|they\b|the\b|his\b|her\b))|(?:that|this|those|these)\b)")
_COUNTS = re.compile(r"\b(?:after|before|following|ahead of|prior to|of)\Z", re.I)
_EVENT = re.compile(r" (?!that\b|this\b|it\b)[\w'’-]+(?: [\w'’-]+){0,3}")
_TELEPHONING = re.compile(r"\b(?:call|conversation|phon|telephon|spoke|speak|talk|rang|exchange)", re.I)
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’)]*\s|\n")
_SAID = re.compile(r"\b(?:said|told|wrote|announced|called)\b")
OPENING = frozenset(["written", "weekday", "offset", "day-of-month"])  # that date what happened where they open a sentence
CLAUSE = 90
EVENT_WORDS = 8


@lru_cache(maxsize=1)
def _happenings() -> dict[str, str]:
    """What each word for a happening ("voted", "ballot") is filed under."""
    table: dict[str, list[str]] = read_pattern_table("dates")["happenings"]
    return {word: name for name, words in table.items() for word in [name, *words]}


def is_happening(word: str) -> bool:
    """Whether a word is one for what has a day of its own ("vote", "attack")."""
    return word in _happenings()


def names_dated(text: str, one: Expression) -> list[str]:
    """Nouns that an expression dates: "the vote on Sunday", "Sunday's vote", "the tremor of Friday", "the polls closed on
    Sunday", "On Sunday the French voted"."""
    clause = _CLAUSE_ENDS.split(text[max(0, one.start - CLAUSE) : one.start])[-1]
    names = _happenings_in(clause)[-1:]
    if not names and one.kind in OPENING and not _WORD.search(clause):
        clause = _CLAUSE_ENDS.split(text[one.end : one.end + CLAUSE])[0]
        names = [] if _SAID.search(clause) else _happenings_in(clause)[:1]
    if one.text.endswith(("'s", "’s")):
        names += _WORD.findall(text[one.end : one.end + 40])[:3]
    if match := re.search(
        r"\b(?:the|a|an|his|her|its|their)\s+((?:[^\W\d_]+\s+){0,3}[^\W\d_]+)\s+$", text[max(0, one.start - 60) : one.start], re.I
    ):
        names += match.group(1).split()[-1:]
    return [n.lower() for n in names]


def _happenings_in(words: str) -> list[str]:
    return [_happenings()[w] for w in map(str.lower, _WORD.findall(words)) if w in _happenings()]


def event_day(
    text: str, one: Expression, named: dict[str, date], find_election: Callable[[str], date | None] | None
) -> date | None:
    """The day of the event that words behind the expression name: told there itself, told before, or an election."""
    phrase = re.split(r"[.;,()]|\b(?:and|but|that|which|who|when)\b", text[one.end : one.end + 90])[0]
    words = [w.lower() for w in _WORD.findall(phrase)][:EVENT_WORDS]
    for word in words:
        if day := named.get(word) or named.get(_happenings().get(word, "")):
            return day
    return find_election(phrase) if find_election else None


def refers_back(text: str, one: Expression) -> bool:
    """Whether a pronoun behind the expression stands for the happening told before ("four days after it", "on the eve of that")."""
    return bool(_PRONOUN.match(text[one.end : one.end + 20]))


def counts_from_event(text: str, one: Expression) -> bool:
    """Whether hours are counted from a happening named behind them ("hours after the quake", "minutes after negotiators
    had announced it"), not from a call."""
    behind = _EVENT.match(text, one.end) if _COUNTS.search(one.text) else None
    return behind is not None and not _TELEPHONING.search(behind.group())


def counted_later(reading: Reading, text: str, dated: list[tuple[int, dict[str, date]]], told: list[Reading]) -> Reading:
    """The reading of what is counted from an event that the text dates only further down: at the first place that does. What
    nobody dates was on the day of writing only where no other day before that is told."""
    one = reading.expression
    behind: dict[str, date] = {}
    for at, names in reversed(dated):
        if at > one.end and _SENTENCE_ENDS.search(text, one.end, at):
            behind.update(names)
    day = event_day(text, one, behind, None)
    if one.kind == "event":
        return from_event(reading, day)
    if day is not None and not is_far(one):
        return replace(reading, value=day.isoformat())
    earlier = any(r.day and reading.day and r.day < reading.day for r in told)
    return replace(reading, value=None) if earlier else reading


def from_event(reading: Reading, event: date | None) -> Reading:
    """The day counted from the event ("two days after the vote"); without the event's day there is none."""
    one = reading.expression
    if event is None or one.words.get("approx"):
        return reading
    earlier = one.words.get("later", "").strip().lower() in ("before", "ahead of", "prior to")
    days = one.rule.days if one.rule.days is not None else counted_days(one) * (-1 if earlier else 1)
    return Reading(one, (event + timedelta(days=days)).isoformat(), one.rule.id)


def counted_days(one: Expression) -> int:
    """How many days "two days after", "a week exactly before" count."""
    if "week" in one.text.lower():
        return 7
    if nth := one.words.get("nth", "").lower():
        return (int(re.sub(r"\D", "", nth)) if nth[0].isdigit() else ORDINALS[nth]) - 1
    word = one.words.get("number", "one").lower()
    return int(word) if word.isdigit() else NUMBERS[word]
