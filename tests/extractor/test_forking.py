"""What a worker does before it forks: the articles that it reads ahead use all that articles use."""

from __future__ import annotations

import gc

from services.extractor.extract import load_extractor
from services.extractor.forking import ARTICLES, rehearse, settle_memory


def test_articles_read_ahead_need_every_stage() -> None:
    """One tells of calls with all that is told of one, one of none, one is in another language."""
    report, news, foreign = (load_extractor().extract(article) for article in ARTICLES)
    calls = report.calls
    for field in ("participants", "date", "topics", "outcomes", "initiator"):
        assert any(call[field] for call in calls), field
    assert not news.calls
    assert news.language == "en"
    assert foreign.language == "de"


def test_what_is_there_is_kept_from_collection() -> None:
    """Behind it nothing is left for a forked process to look through."""
    rehearse(load_extractor())
    settle_memory()
    try:
        assert gc.get_count()[0] < 1000
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()
