"""Calls that took place are found with those on the line, who rang whom and how; what only looks like a call is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.stages import calls, clean, parse, people
from services.extractor.types import Article, Call, Document, Entity

TABLES = [
    yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    for name in (
        "calls.yml",
        "briefly.yml",
        "rounds.yml",
        "stories.yml",
        "callers.yml",
        "worldwide.yml",
        "company.yml",
        "newsroom.yml",
    )
]
ROWS = [row for table in TABLES for row in table["rows"]]


def read(text: str, published: object, title: str | None = None) -> Document:
    """The document as it stands behind the stage of calls."""
    document = Document(Article("row", text, title, None if published is None else str(published)))
    clean.read(document)
    parse.run(document, parse.load_parser())
    people.run(document, load_gazetteer())
    calls.run(document)
    return document


def labels(entities: list[Entity]) -> list[str]:
    """Names, or the codes of sides that the text does not name."""
    return sorted(e.name or str(e.country) for e in entities)


def told(call: Call) -> dict[str, object]:
    """A call in the words of the table."""
    return {
        "parties": labels(call.participants),
        "initiator": labels(call.initiators),
        "channel": call.channel,
        "background": call.background,
    }


def wanted(call: dict) -> dict[str, object]:
    """A call of the table with what it leaves out."""
    return {
        "parties": sorted(call["parties"]),
        "initiator": sorted(call.get("initiator", [])),
        "channel": call["channel"],
        "background": call.get("background", False),
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_calls(row):
    """Each text of the tables tells exactly these calls, and every call names the words that tell it."""
    document = read(row["text"], row["published"], row.get("title"))
    found = [told(c) for c in document.calls]
    assert sorted(found, key=str) == sorted((wanted(c) for c in row["expected"]), key=str), row["why"]
    for call in document.calls:
        assert call.cues
        assert all(document.sents[c.sent].start <= c.head < document.sents[c.sent].end for c in call.cues)


def test_ids_are_unique():
    """An id names one row."""
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
