"""Writes events for tests as the extractor does, through its own store, so that what is read here was really written."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import update

from services.extractor import store
from services.extractor.types import Extraction
from shared.database import session_scope
from shared.models import Article
from tests.extractor.calls import TEXT, make_call

_numbers = itertools.count()


def write_article(*calls: dict[str, Any], text: str = TEXT, **fields: Any) -> str:
    """Stores an article that reports these calls; returns its id. What follows `text` in it makes it no copy of another."""
    number = next(_numbers)
    own = f"{text}\n" + " ".join(f"{number} and {word}" for word in range(50))
    with session_scope(write=True) as session:
        row = Article(content_hash=f"e{number}", text=own, media_type="text/plain", **fields)
        session.add(row)
        session.flush()
        article_id = row.id
    read_again(article_id, *calls)
    return article_id


def read_again(article_id: str, *calls: dict[str, Any]) -> None:
    """Lets the article report these calls instead."""
    with session_scope(write=True) as session:
        session.execute(update(Article).where(Article.id == article_id).values(status="queued", attempts=0))
    claim = store.claim_article(article_id)
    assert claim is not None
    finished = store.store_extraction(claim, Extraction(calls=list(calls), language="en", version="test 1"))
    assert finished is not None
    assert finished.rejected == 0


def write_days(first: int, last: int, month: str = "2018-01") -> list[str]:
    """Stores an article with a call per day; returns the articles' ids."""
    return [write_article(make_call(date=f"{month}-{day:02}")) for day in range(first, last + 1)]
