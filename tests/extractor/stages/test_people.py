"""Words of a text stand for the right people: names in any spelling, roles by office and day, pronouns, places for governments."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.stages import clean, parse, people
from services.extractor.types import Article, Document, Entity

TABLE = yaml.safe_load(Path(__file__).with_name("people.yml").read_text(encoding="utf-8"))
MARK = re.compile(r"\*([^*]+)\*")


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its stars, and where the words between them stand then."""
    spans = [(m.start(1) - 2 * n - 1, m.end(1) - 2 * n - 1) for n, m in enumerate(MARK.finditer(text))]
    return text.replace("*", ""), spans


def read(text: str, published: object) -> Document:
    """The document as it stands behind the stage of people."""
    document = Document(Article("row", text, None, None if published is None else str(published)))
    clean.read(document)
    parse.run(document, parse.load_parser())
    people.run(document, load_gazetteer())
    return document


def meant(document: Document, span: tuple[int, int]) -> list[Entity]:
    """Whom the words at `span` stand for: the members of the mention that shares most characters with them."""
    assert document.doc is not None
    best, most = list[Entity](), 0
    for mention in document.mentions:
        words = document.doc[mention.start : mention.end]
        shared = min(words.end_char, span[1]) - max(words.start_char, span[0])
        if shared > most and mention.members:
            best, most = mention.members, shared
    return best


def speaks(entity: Entity | None) -> bool:
    """Whether somebody can be on the line for a state or organisation."""
    return entity is not None and (entity.official is True or (entity.official is None and entity.country is not None))


def told(people: list[Entity], several: bool) -> Any:
    """Name and country of whoever is meant, as the table writes it: of all `several`, or of the first."""
    each = [[e.name, e.country] if speaks(e) else "nobody" for e in people] or ["nobody"]
    return each if several else each[0]


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["id"])
def test_people(row):
    """Each marked piece of the table stands for this person or side, these people, or nobody who could be on the line."""
    text, spans = unmark(row["text"])
    document = read(text, row["published"])
    pairs = zip(spans, row["expected"], strict=True)
    found = [told(meant(document, span), isinstance(wanted[0], list)) for span, wanted in pairs]
    assert found == row["expected"], row["why"]


def test_ids_are_unique():
    """An id names one row."""
    ids = [row["id"] for row in TABLE["rows"]]
    assert len(ids) == len(set(ids))


def test_names_link_the_same_way_twice():
    """Reading is deterministic."""
    first, second = (read("Merkel rang Putin. The chancellor was calm.", "2014-03-10") for _ in range(2))
    assert [(m.start, m.end, m.members) for m in first.mentions] == [(m.start, m.end, m.members) for m in second.mentions]
