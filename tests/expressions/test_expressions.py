"""No regular expression of ours takes time that grows faster than the text it reads, however the text is made."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.expressions.attack import find_attack
from tests.expressions.collect import ROOT, Expression


@pytest.fixture(scope="module")
def expressions() -> list[Expression]:
    """All of them, from a process of its own: it listens from before the first import."""
    listed = subprocess.run(
        [sys.executable, "-m", "tests.expressions.collect"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Expression(*json.loads(line)) for line in listed.stdout.splitlines()]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(?:\d+,?)*x",
        r"^(?:x|\d+|[,.])*$",
        r"\s*and",
        r"(?:till )+noon",
        r"\w+@",
        r"^\s*,?\s*;?\s*-",
        r"(a|aa)+b",
        r"(?:\w+ ?){3,}!",
    ],
)
def test_what_blows_up_is_found(pattern: str) -> None:
    """Nested repeats, repeats side by side, alternatives that overlap, and repeats that every place of the text begins anew."""
    assert find_attack(pattern, re.IGNORECASE)


@pytest.mark.parametrize(
    "pattern",
    [r"(?<!\s)\s++and", r"^(?:x|\d++|[,.])*+$", r"\b(?:on|at) \d{1,2}\b", r"[a-z]{3}[.?!]$", r"\w{1,30}@", r"(?<!\w)\w++ly"],
)
def test_what_does_not_is_left_in_peace(pattern: str) -> None:
    """Possessive repeats, bounded ones, and those that begin where a run begins."""
    assert find_attack(pattern, re.IGNORECASE) is None


def test_every_expression_is_heard_of(expressions: list[Expression]) -> None:
    """Those of modules, of tables, those that functions put together, and those that nothing has called yet."""
    places = {expression.place for expression in expressions}
    assert {"shared/calls.py", "services/extractor/page/litter.py", "services/extractor/dates/expressions.py"} <= places
    assert {"services/extractor/rules/scope_rules.py", "services/events/paging.py", "shared/secrecy.py"} <= places
    assert len({expression.pattern for expression in expressions}) > 200


def test_time_grows_with_the_text_and_no_faster(expressions: list[Expression]) -> None:
    """Each is attacked with texts that are made from itself."""
    found = {}
    for pattern, flags in sorted({(expression.pattern, expression.flags) for expression in expressions}):
        if find_attack(pattern, flags) and (attack := find_attack(pattern, flags)):  # looked at twice: milliseconds are noisy
            places = sorted({one.place for one in expressions if one.pattern == pattern})
            found[f"{', '.join(places)}: {pattern}"] = attack
    assert not found
