"""Settles days by national votes that any reader knows ("five days after Sunday's election"), from the tables of territories.

Takes words and a day of publication; never guesses where two votes fit.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from services.extractor.dates.expressions import word_list
from services.extractor.rules.load import load_territories

LOOK_BACK = timedelta(days=75)


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
