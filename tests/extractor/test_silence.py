"""Why an article gave no call."""

from __future__ import annotations

import pytest

from services.extractor.calls.filing.silence import NOTHING
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Emmanuel Macron will call Xi Jinping on Sunday. Nothing else is planned.",
            "“Emmanuel Macron will call Xi Jinping on Sunday.”",
        ),
        ("The harvest was good this year, farmers said.", NOTHING),
    ],
)
def test_silence_has_a_reason(extractor: Extractor, text: str, reason: str) -> None:
    """The sentence that only plans a call is quoted; where there is none, that is said."""
    extraction = extractor.extract(Article("a", text))
    assert extraction.calls == []
    assert reason in (extraction.skipped or "")


def test_a_call_needs_no_reason(extractor: Extractor) -> None:
    """Where something was found there is nothing to explain."""
    extraction = extractor.extract(Article("a", "Emmanuel Macron called Xi Jinping on Sunday."))
    assert len(extraction.calls) == 1
    assert extraction.skipped is None
