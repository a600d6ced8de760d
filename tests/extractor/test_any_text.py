"""Any text at all is read: in time that grows with its length, to calls whose offsets hold, and each time to the same ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from services.extractor.calls.told.ledger import MOST_CALLS
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article
from tests.extractor.any_text import LONG, PUMPS, check_article, check_growth, frame_pump, make_articles

EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


@EXAMPLES
@given(article=make_articles())
def test_offsets_hold_and_a_second_reading_is_the_same(extractor: Extractor, article: Article) -> None:
    """Texts made of our own cue words, names, dates, quotes, brackets, breaks and what Unicode has to offer."""
    check_article(extractor, article)


@pytest.mark.parametrize("pump", PUMPS)
def test_time_grows_with_the_text(extractor: Extractor, pump: str) -> None:
    """Four times the text takes about four times the time."""
    check_growth(extractor, pump)


def test_calls_of_one_article_are_bounded(extractor: Extractor) -> None:
    """However many it tells, so many are read: each is compared with all the others."""
    told = frame_pump("He called him again. called  “We spoke,” he said. ", LONG)
    assert len(extractor.extract(Article("a", told, "Leaders speak by phone", "2024-05-05")).calls) == MOST_CALLS
