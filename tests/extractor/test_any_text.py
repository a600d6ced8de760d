"""Any text at all is read: in time that grows with its length, to calls whose offsets hold, and each time to the same ones."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article
from tests.extractor.any_text import PUMPS, articles, frame_pump

EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
SHORT, LONG = 10_000, 40_000  # characters
GROWTH = 6.5  # from SHORT to LONG: 4 is linear, 16 quadratic
FREE_S = 1.0
LONGEST_S = 240.0  # of processor time for a megabyte


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


def measure(extractor: Extractor, text: str) -> float:
    """Returns the processor seconds of reading a text."""
    started = time.process_time()
    extractor.extract(Article("a", text, "Leaders speak by phone", "2024-05-05"))
    return time.process_time() - started


def find_spans(call: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Returns each quotation of a call with where it says it stands."""
    spans = [(call["evidence"], call.get("evidence_start"), call.get("evidence_end"))]
    spans += [(call.get("date_text"), call.get("date_text_start"), call.get("date_text_end"))]
    return spans + [
        (told["text"], told.get("start"), told.get("end")) for told in call["participants"] + call["topics"] + call["outcomes"]
    ]


def check_article(extractor: Extractor, article: Article) -> None:
    """Fails where a quotation is not to be found where it says, or where a second reading differs."""
    first = extractor.extract(article)
    assert extractor.extract(article) == first
    for call in first.calls:
        assert 0 <= call["confidence"] <= 1
        for words, start, end in find_spans(call):
            if start is not None:
                assert 0 <= start < end <= len(article.text)
                assert article.text[start:end] == words


@EXAMPLES
@given(article=articles())
def test_offsets_hold_and_a_second_reading_is_the_same(extractor: Extractor, article: Article) -> None:
    """Texts made of our own cue words, names, dates, quotes, brackets, breaks and what Unicode has to offer."""
    check_article(extractor, article)


@pytest.mark.parametrize("pump", PUMPS)
def test_time_grows_with_the_text(extractor: Extractor, pump: str) -> None:
    """Four times the text takes about four times the time."""
    long = measure(extractor, frame_pump(pump, LONG))
    if long < FREE_S:
        return
    short = min(measure(extractor, frame_pump(pump, SHORT)) for _ in range(2))
    assert long < GROWTH * short or measure(extractor, frame_pump(pump, LONG)) < GROWTH * short
