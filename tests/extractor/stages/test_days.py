"""Whole passages: each call that they tell has the day that a reader takes it to have been on."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.extractor.stages import dates
from tests.extractor.stages.test_calls import labels, read

ROWS = yaml.safe_load(Path(__file__).with_name("days.yml").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_days(row):
    """The calls of the table have these days, and each day is quoted from the text."""
    document = read(row["text"], row["published"])
    dates.assign(document)
    found = [(labels(c.participants), c.date) for c in document.calls]
    wanted = [(sorted(call["parties"]), None if call["date"] is None else str(call["date"])) for call in row["expected"]]
    assert sorted(found, key=str) == sorted(wanted, key=str), row["why"]
    for call in document.calls:
        if call.date:
            assert document.text[call.date_quote.start : call.date_quote.end] == call.date_quote.text


def test_ids_are_unique():
    """An id names one row."""
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
