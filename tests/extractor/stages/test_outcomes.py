"""An outcome is what was agreed, promised or arranged on the line, cut out verbatim and given to those who said it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.extractor.rules.load import TableError
from services.extractor.rules.outcome_rules import OutcomeRule, load_outcome_rules
from services.extractor.rules.rows import build_rows
from services.extractor.stages import outcomes
from tests.extractor.told import told_call

TABLE = yaml.safe_load(Path(__file__).with_name("outcomes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["id"])
def test_outcomes(row):
    """Each row gives exactly the outcomes that the guidelines ask for, verbatim."""
    document = told_call(row["text"])
    outcomes.find(document)
    found = document.calls[0].outcomes
    assert [o.quote.text for o in found] == row["outcomes"], row["why"]
    for outcome in found:
        assert document.text[outcome.quote.start : outcome.quote.end] == outcome.quote.text
        assert outcome.kind in load_outcome_rules().kinds


@pytest.mark.parametrize("row", TABLE["sources"], ids=lambda row: row["id"])
def test_source(row):
    """The source that the sentence gives stands with the outcome; a speaker of the call is none."""
    document = told_call(row["text"])
    outcomes.find(document)
    assert [o.said_by for o in document.calls[0].outcomes] == [row["said_by"]]


@pytest.mark.parametrize("row", TABLE["actors"], ids=lambda row: row["id"])
def test_actors(row):
    """Those who agreed, promised or invited are named with what they did."""
    document = told_call(row["text"])
    outcomes.find(document)
    [outcome] = document.calls[0].outcomes
    assert (outcome.by, outcome.kind) == (row["by"], row["kind"])


def test_background_calls_get_none():
    """A call that is only history gets no outcomes."""
    document = told_call("The two leaders agreed to stay in touch.")
    document.calls[0].background = True
    outcomes.find(document)
    assert document.calls[0].outcomes == []


def test_unknown_key_is_refused():
    """A slip in a row stops loading."""
    with pytest.raises(TableError):
        build_rows(OutcomeRule, [{"id": "x", "frame": "verb", "kind": "other", "heads": [], "taks": []}], "test")


def test_id_used_twice_is_refused():
    """An id names one rule."""
    row = {"id": "x", "frame": "verb", "kind": "other", "heads": []}
    with pytest.raises(TableError):
        build_rows(OutcomeRule, [row, row], "test")
