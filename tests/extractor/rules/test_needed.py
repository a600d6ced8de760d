"""A pattern is passed over only where it cannot be found."""

from __future__ import annotations

import re

import pytest

from benchmarks.score import load_gold
from benchmarks.sets import GOLD
from services.extractor.dates.expressions import load_date_rules
from services.extractor.rules.needed import find_needed, may_match


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(?:last|this) (Monday|Friday)", [{"last", "this"}, {"monday", "friday"}]),
        (r"on the (?:\d{1,2}(?:st|nd)|eve)", [{"on the "}]),
        (r"(?:a week )?ago", [{"ago"}]),
        (r"(?:three days )+later", [{"later"}, {"three days "}]),
        (r"\d{1,2}[:.]\d{2}", []),
        (r"May(?! be)", [{"may"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    """Each piece that every match holds is told, one of each set."""
    found = find_needed(re.compile(pattern, re.I))
    assert sorted(map(sorted, found)) == sorted(map(sorted, needed))


def test_nothing_is_passed_over() -> None:
    """Every pattern of dates that is found in a gold article is tried there."""
    texts = [row["text"] for row in load_gold([GOLD / "dev"])]
    missed = [rule.id for rule, p in load_date_rules() for t in texts if p.search(t) and not may_match(p, t.lower())]
    assert missed == []
    passed = sum(not may_match(p, t.lower()) for _, p in load_date_rules() for t in texts)
    assert passed > len(texts) * len(load_date_rules()) / 4
