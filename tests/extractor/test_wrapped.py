"""Old wires, mailing lists and archives wrap every line at a fixed width: the same calls must be read."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.sets import as_article, find_sets
from services.extractor.extract import load_extractor
from services.extractor.types import Article

ARTICLES = [as_article(row) for row in find_sets(("dev",))[0].articles[::5]]


def wrap(text: str, width: int) -> str:
    """Each paragraph in lines of at most `width` characters, with an empty line between two paragraphs."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    return "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs)


def read(article: Article) -> list[dict[str, Any]]:
    """The calls of an article, without what counts characters; line breaks are as good as spaces."""
    calls = load_extractor().extract(article).calls
    for call in calls:
        for words in (call["date_text"], call["evidence"]):
            assert words is None or words in article.text
    return [
        {
            "participants": [(p["name"], p["country"]) for p in call["participants"]],
            "initiator": call["initiator"],
            "date": call["date"],
            "background": call["background"],
            "outcomes": [" ".join(outcome["text"].split()) for outcome in call["outcomes"]],
            "evidence": " ".join(call["evidence"].split()),
        }
        for call in calls
    ]


@pytest.mark.parametrize("width", [60, 72])
def test_wrapped_articles_read_alike(width: int) -> None:
    wrapped = [replace(article, text=wrap(article.text, width)) for article in ARTICLES]
    assert [read(article) for article in wrapped] == [read(article) for article in ARTICLES]
