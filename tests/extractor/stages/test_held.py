"""Calls that are none are not told, history is told apart from news, and who placed a call is told where the text tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.extractor.rules.tale_rules import fold_sentence, load_tale_rules
from tests.extractor.stages.test_calls import read, told, wanted

TABLES = [yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in ("held.yml", "silent.yml")]
ROWS = [row for table in TABLES for row in table["rows"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_held(row):
    """Each text of the table tells exactly these calls."""
    found = [told(call) for call in read(row["text"], row["published"]).calls]
    assert sorted(found, key=str) == sorted((wanted(call) for call in row["expected"]), key=str), row["why"]


def test_ids_are_unique():
    """An id names one row."""
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", load_tale_rules().rows, ids=lambda row: row.id)
def test_pattern(row):
    """Each pattern of tales is found in its examples and not in its rejects."""
    pattern = load_tale_rules().patterns[row.id]
    assert row.examples
    assert all(pattern.search(fold_sentence(text) if text[0] != " " else text) for text in row.examples)
    assert not any(pattern.search(fold_sentence(text)) for text in row.rejects)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "Emmanuel Macron telephoned Narendra Modi on Monday.",
            {
                "call": "call.verb.phone",
                "participants": "participants.told",
                "initiator": "call.verb.phone",
                "channel": "call.verb.phone",
            },
        ),
        (
            "Emmanuel Macron spoke by telephone with Narendra Modi, at the request of the Indian side.",
            {
                "call": "call.instrument.telephone",
                "participants": "participants.told",
                "initiator": "initiator.owner",
                "channel": "call.instrument.telephone",
            },
        ),
    ],
)
def test_rules_are_named(text, rules):
    """Each field names the rule that made it."""
    assert read(text, "2023-05-10").calls[0].rules == rules
