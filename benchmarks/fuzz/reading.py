"""Articles that no newsroom wrote: offsets hold, a second reading is the same, time grows with the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz.tally import EXAMPLE_S, Tally
from services.extractor.extract import Extractor
from services.extractor.types import Article
from tests.bounded import bounded
from tests.extractor.any_text import PUMPS, check_article, check_growth, make_articles

ARTICLES, PUMPED = 60, 2


def read_articles(extractor: Extractor, tally: Tally) -> None:
    """Reads articles made of our own cue words, names, dates, marks and what Unicode has to offer."""

    @given(article=make_articles())
    def read(article: Article) -> None:
        tally.counts["articles"] += 1
        with bounded(EXAMPLE_S):
            check_article(extractor, article)

    tally.hunt("articles", ARTICLES, read)


def pump_articles(extractor: Extractor, tally: Tally) -> None:
    """Reads a few pieces over and over, in two lengths."""

    @given(pump=st.lists(st.sampled_from(PUMPS), min_size=1, max_size=4).map("".join))
    def read(pump: str) -> None:
        tally.counts["long articles"] += 1
        check_growth(extractor, pump)

    tally.hunt("long articles", PUMPED, read, shrink=False)
