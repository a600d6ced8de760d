"""Plain reports of every kind, read from end to end: the calls that they tell, each with its parties, its day and who placed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article

ROWS = yaml.safe_load(Path(__file__).with_name("plainly.yml").read_text(encoding="utf-8"))["rows"]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


def told(call: dict[str, Any]) -> dict[str, object]:
    """A printed call in the words of the table."""
    claims = call["initiator"] if isinstance(call["initiator"], list) else [call["initiator"]]
    return {
        "parties": sorted(p["name"] or p["country"] for p in call["participants"]),
        "initiator": sorted(claim for claim in claims if claim),
        "date": call["date"],
        "channel": call["channel"],
    }


def wanted(call: dict[str, Any]) -> dict[str, object]:
    """A call of the table with what it leaves out."""
    return {
        "parties": sorted(call["parties"]),
        "initiator": sorted(call.get("initiator", [])),
        "date": str(call["date"]) if call.get("date") else None,
        "channel": call["channel"],
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_plainly(row, extractor):
    """Each report tells exactly these calls as news; earlier ones that it recalls are background."""
    (extraction,) = extractor.extract_many([Article(row["id"], row["text"], row.get("title"), str(row["published"]))])
    found = [told(call) for call in extraction.calls if not call["background"]]
    assert sorted(found, key=str) == sorted((wanted(call) for call in row["expected"]), key=str), row["why"]


def test_ids_are_unique():
    """An id names one row."""
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
