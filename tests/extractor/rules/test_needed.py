"""A pattern is passed over only where it cannot be found."""

from __future__ import annotations

import re

import pytest

from benchmarks.score import load_gold
from benchmarks.sets import GOLD
from services.extractor.dates.expressions import load_date_rules
from services.extractor.rules.needed import DIGIT, Sieve, Signs, find_needed


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(?:last|this) (Monday|Friday)", [{"last", "this"}, {"monday", "friday"}]),
        (r"on the (?:\d{1,2}(?:st|nd)|eve)", [{"on the "}, {DIGIT, "eve"}]),
        (r"(?:a week )?ago", [{"ago"}]),
        (r"(?:three days )+later", [{"later"}, {"three days "}]),
        (r"\d{1,2}[:.]\d{2}", [{DIGIT}]),
        (r"[^\d][\dx]|[0-9]?", []),
        (r"(?:[1-3]|20) past", [{DIGIT}, {" past"}]),
        (r"(?:later|sooner) in the year|in the end", [{"later", "sooner", "in the end"}]),
        (r"May(?! be)", [{"may"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    """Each piece that every match holds is told, one of each set."""
    found = find_needed(re.compile(pattern, re.I))
    assert sorted(map(sorted, found)) == sorted(map(sorted, needed))


def test_nothing_is_passed_over() -> None:
    """Every pattern of dates that is found in a gold article is tried there, and of the others many are not."""
    patterns = [pattern for _, pattern in load_date_rules()]
    sieve, texts = Sieve(patterns), [row["text"] for row in load_gold([GOLD / "dev"])]
    passed = {text: set(sieve.sift(text.lower())) for text in texts}
    found = {text: {place for place, pattern in enumerate(patterns) if pattern.search(text)} for text in texts}
    assert all(found[text] <= passed[text] for text in texts)
    assert sum(map(len, passed.values())) < 3 / 4 * len(texts) * len(patterns)


def test_signs() -> None:
    """All patterns that are found are named, also one that needs nothing."""
    signs = Signs(
        {"year": re.compile(r"\d{4}"), "when": re.compile("(?:last|this) (?:Monday|Friday)", re.I), "ago": re.compile("ago")}
    )
    assert signs.of("In 1999, this Friday") == {"year", "when"}
    assert signs.of("this is long ago, a Friday") == {"ago"}
    assert signs.of("") == frozenset()
