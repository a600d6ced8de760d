"""What a call must be before it is stored: each fault is found and named."""

from __future__ import annotations

from typing import Any

import pytest

from shared.calls import find_faults
from tests.extractor.calls import MACRON, MERKEL, TEXT, make_call


def faults(call: dict[str, Any], text: str = TEXT, published_at: str | None = "2018-03-10") -> list[str]:
    return find_faults(call, text, published_at)


def test_good_call_has_no_fault() -> None:
    """Also without publication date, on the day of publication, and with fields we do not know."""
    assert faults(make_call()) == []
    assert faults(make_call(), published_at=None) == []
    assert faults(make_call(), published_at="2018-03-09T10:00:00+01:00") == []
    assert faults(make_call(rule="call.phoned")) == []


@pytest.mark.parametrize("initiator", [None, "Emmanuel Macron", "DE", ["DE", "Emmanuel Macron"]])
def test_initiator_may_be_a_participant_a_side_several_or_none(initiator: Any) -> None:
    """All the contract's shapes."""
    assert faults(make_call(initiator=initiator)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"people": (MERKEL,)}, "participants"),
        ({"people": (MERKEL, ("Emmanuel Macron", "DE"))}, "participants"),
        ({"people": (MERKEL, ("Emmanuel Macron", None))}, "participants"),
        ({"initiator": "Donald Trump"}, "initiator"),
        ({"initiator": ["Angela Merkel", "US"]}, "initiator"),
        ({"initiator": 7}, "initiator"),
        ({"date": "2018-02-30"}, "date"),
        ({"date": "9 March"}, "date"),
        ({"date": "2018-03-11"}, "date"),
        ({"date": "2018-04"}, "date"),
        ({"date_text": "on Monday"}, "date_text"),
        ({"evidence_start": 1}, "evidence"),
        ({"evidence_end": 10_000}, "evidence"),
        ({"evidence_start": None}, "evidence"),
        ({"topics": [{"text": "trade", "label": "trade", "start": 0, "end": 5}]}, "topics"),
        ({"outcomes": [{"text": "trade"}]}, "outcomes"),
        ({"channel": "pigeon"}, "channel"),
        ({"confidence": 1.5}, "confidence"),
        ({"participants": [{"name": "x" * 201, "country": "DE"}] * 2}, "participants"),
    ],
)
def test_each_fault_is_named_at_its_field(change: dict[str, Any], field: str) -> None:
    """The reasons are what the article's page shows."""
    assert {fault.split(":")[0].split(".")[0] for fault in faults(make_call(**change))} == {field}


def test_one_side_without_name_is_fine() -> None:
    """A role that nothing resolves."""
    call = make_call(people=(MERKEL, (None, "FR")))
    assert faults(call) == []
    assert MACRON[0] not in str(call["participants"])
