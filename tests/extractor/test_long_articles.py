"""An article longer than any news: the beginning is read."""

from __future__ import annotations

import pytest

from services.extractor import extract
from services.extractor.types import Article
from shared.calls import find_faults

CALL = "French President Emmanuel Macron phoned Russian President Vladimir Putin on 3 March 2022, a spokesman said. "
FILLER = "The harvest was good this year in the valley. "


def test_beginning_of_an_article_longer_than_any_news_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a million characters spaCy refuses to parse; the call at the beginning is told, with offsets that hold."""
    extractor = extract.load_extractor()
    long = CALL + FILLER * 22_500
    assert len(long) > extractor.parser.nlp.max_length > extract.READ_CHARACTERS
    monkeypatch.setattr(extract, "READ_CHARACTERS", 20_000)  # else it takes long
    (found,) = extractor.extract(Article("a", long, "A call", "2022-03-04")).calls
    assert find_faults(found, long, "2022-03-04") == []
    late = extractor.extract(Article("b", long[len(CALL) :] + CALL, "A call", "2022-03-04"))
    assert late.calls == []
