"""Accepted means never lost: the short form of `make chaos`, on both databases."""

from __future__ import annotations

import pytest

from tests.chaos.trial import SHORT, run

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1500)]


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_no_fault_loses_or_doubles_anything(database: str) -> None:
    """Every article, report, event, entry of the feed and webhook is there once, and every fault is recovered from."""
    outcome = run(database, SHORT)
    found = outcome.findings
    assert (dict(found.lost), dict(found.doubled), found.rest) == ({}, {}, [])
    assert [row.fault for row in outcome.rows if row.recovered_s is None] == []
    assert outcome.calls >= 10
