"""How old the backlog is, which alerts go by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from services.extractor.store import note_queued
from services.upload.store import measure_backlog_age
from shared.database import session_scope
from shared.ids import utc_now
from shared.models import Article
from tests.extractor.test_store import add_article


def age(article_id: str, seconds: float, status: str = "queued") -> None:
    with session_scope(write=True) as session:
        then = utc_now() - timedelta(seconds=seconds)
        session.execute(update(Article).where(Article.id == article_id).values(updated_at=then, status=status))


def test_oldest_of_each_state_counts(database: str) -> None:
    """Finished ones do not, and nothing waiting is zero; queueing an id once more makes nothing younger."""
    assert measure_backlog_age() == {"queued": 0.0, "processing": 0.0}
    old, older, read, done = map(add_article, range(4))
    for article_id, seconds, status in (
        (old, 60, "queued"),
        (older, 900, "queued"),
        (read, 30, "processing"),
        (done, 9000, "done"),
    ):
        age(article_id, seconds, status)
    note_queued([older])
    assert measure_backlog_age() == {"queued": pytest.approx(900, abs=20), "processing": pytest.approx(30, abs=20)}
