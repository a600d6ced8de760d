"""The threat model names tests that exist."""

from __future__ import annotations

import re

from tests.expressions.collect import ROOT


def test_each_threat_names_a_test_that_is_there() -> None:
    """Every row of the table has one."""
    rows = [line for line in (ROOT / "docs/threat-model.md").read_text().splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        assert named, row
        for path, name in named:
            assert f"def {name}(" in (ROOT / path).read_text()
