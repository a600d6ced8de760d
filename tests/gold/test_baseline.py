"""What a run is said to gain and lose against the accepted scores."""

from __future__ import annotations

from typing import Any

from benchmarks.baseline import compare_articles, describe_article, find_falls
from benchmarks.reliability import judge, write_reliability
from benchmarks.score import FIELDS, score
from benchmarks.sets import GoldSet

MERKEL = {"name": "Angela Merkel", "country": "DE"}
PUTIN = {"name": "Vladimir Putin", "country": "RU"}
OBAMA = {"name": "Barack Obama", "country": "US"}


def call(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"initiator": None, "date": None, "topics": [], "outcomes": [], "confidence": 0.9, "evidence": ""}
    return {"participants": list(people), **given, **more}


def article(*calls: dict[str, Any]) -> dict[str, Any]:
    return {"id": "a", "calls": list(calls)}


def figures(f1: float) -> dict[str, Any]:
    return {"sets": {"dev": {name: {"f1": f1} for name in FIELDS}}, "articles": {}}


def test_a_fall_counts_from_more_than_two_hundredths() -> None:
    """Noise is let through, a set that was never accepted too."""
    assert find_falls(figures(0.80), figures(0.78)) == []
    assert len(find_falls(figures(0.80), figures(0.779))) == len(FIELDS)
    assert find_falls({"sets": {}, "articles": {}}, figures(0.1)) == []


def test_an_article_tells_what_became_of_its_calls() -> None:
    """A missed call, a false one, and for a found one which fields are right."""
    gold = article(call(MERKEL, PUTIN, date="2014-03-02", topics=["Crimea"]), call(OBAMA, MERKEL))
    told = describe_article(gold, [call(PUTIN, MERKEL, date="2014-03-01", topics=["Crimea", "gas"]), call(OBAMA, PUTIN)])
    assert told["calls"]["Barack Obama + Angela Merkel, no date"] == "missed"
    assert told["false"] == ["Barack Obama + Vladimir Putin, no date"]
    row = told["calls"]["Angela Merkel + Vladimir Putin, 2014-03-02"]
    assert row["date"] == "2014-03-01"
    assert row["topics"] == "1 of 1, 1 false"
    assert row["initiator"] == "right"


def test_changes_are_named_article_by_article() -> None:
    """A call found anew is gained, a false one and a worse field are lost."""
    gold = article(call(MERKEL, PUTIN, date="2014-03-02"), call(OBAMA, MERKEL))
    before = {"articles": {"dev/a": describe_article(gold, [call(MERKEL, PUTIN, date="2014-03-02")])}}
    after = {"articles": {"dev/a": describe_article(gold, [call(MERKEL, PUTIN), call(OBAMA, MERKEL), call(OBAMA, PUTIN)])}}
    changes = set(compare_articles(before, after))
    assert ("gained", "dev/a: Barack Obama + Angela Merkel, no date: the call") in changes
    assert ("lost", "dev/a: false call Barack Obama + Vladimir Putin, no date") in changes
    assert ("lost", "dev/a: Angela Merkel + Vladimir Putin, 2014-03-02: date: right -> none") in changes
    assert len(changes) == 3
    assert list(compare_articles(before, before)) == []


def test_background_calls_count_for_nothing() -> None:
    """Neither as missed nor as false, and they break no silence."""
    gold = article(call(MERKEL, PUTIN, background=True))
    result = score([gold], {"a": [call(MERKEL, PUTIN)]})
    assert result["silent_on_negatives"] == 1.0
    assert result["calls"]["predicted"] == 0
    assert list(judge([GoldSet("batch-1", [gold], {"a": [call(MERKEL, PUTIN)]})])) == []


def test_confidence_is_held_against_what_was_right() -> None:
    """Two calls said to be sure, one of them real: half of the bin is right."""
    gold = GoldSet("batch-1", [article(call(MERKEL, PUTIN))], {"a": [call(MERKEL, PUTIN), call(OBAMA, PUTIN)]})
    line = next(line for line in write_reliability([gold]).splitlines() if line.startswith("0.90"))
    assert line.split() == ["0.90", "to", "0.95", "2", "0.90", "0.50", "0.50"]
