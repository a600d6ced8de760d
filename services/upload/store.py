"""All SQL of the upload service: insert, commit, then queue the id.

The same content is the same article: the hash covers title and text, composed (NFC) and with white space as one kind, nothing
else; so the same text posted with another date or address stays the article it was.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, defer, selectinload

from shared.database import session_scope
from shared.ids import new_id, utc_now
from shared.models import Article
from shared.queue import Enqueuer
from shared.vocabulary import ArticleStatus

enqueuer = Enqueuer()


class Stored(NamedTuple):
    """What became of one posted article; `created` is False where its content was known already."""

    id: str
    status: str
    created: bool


def hash_content(title: str | None, text: str) -> str:
    """Returns the hash that tells articles apart."""
    parts = (" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def store_articles(articles: Sequence[dict[str, Any]]) -> list[Stored]:
    """Stores checked articles in one transaction and returns what became of each, in order. Durable when it returns."""
    rows = [{**article, "id": new_id(), "content_hash": hash_content(article["title"], article["text"])} for article in articles]
    hashes = [row["content_hash"] for row in rows]
    with session_scope(write=True) as session:
        made = _insert_new(session, list({row["content_hash"]: row for row in reversed(rows)}.values()))
        query = select(Article.content_hash, Article.id, Article.status).where(Article.content_hash.in_(set(hashes)))
        known = {content_hash: (article_id, status) for content_hash, article_id, status in session.execute(query)}
    stored, told = [], set()
    for content_hash in hashes:
        article_id, status = known[content_hash]
        stored.append(Stored(article_id, status, article_id in made and article_id not in told))
        told.add(article_id)
    enqueue_articles([entry.id for entry in stored if entry.created])
    return stored


def _insert_new(session: Session, rows: list[dict[str, Any]]) -> set[str]:
    """Inserts the rows whose content is new; returns their ids."""
    now = utc_now()
    filled = [
        {**row, "status": ArticleStatus.QUEUED, "attempts": 0, "rejected": [], "created_at": now, "updated_at": now}
        for row in sorted(rows, key=lambda row: row["content_hash"])  # one order for all writers: no deadlock
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Article).on_conflict_do_nothing(index_elements=["content_hash"]).returning(Article.id)
    return set(session.scalars(insert, filled)) if filled else set()


def enqueue_articles(article_ids: Sequence[str]) -> None:
    """Queues ids after their commit and notes when; what the broker does not take, the sweep queues later."""
    taken = enqueuer.enqueue(article_ids)
    if taken:
        with session_scope(write=True) as session:
            session.execute(
                update(Article).where(Article.id.in_(taken)).values(enqueued_at=utc_now(), updated_at=Article.updated_at)
            )


def find_article(article_id: str) -> Article | None:
    """Returns the article with its reports, without its text."""
    with session_scope() as session:
        query = select(Article).where(Article.id == article_id).options(defer(Article.text), selectinload(Article.reports))
        return session.scalars(query).one_or_none()


def find_articles(status: str | None, after: str | None, limit: int) -> list[Article]:
    """Returns up to `limit` articles, oldest first, behind the id `after`."""
    query = select(Article).options(defer(Article.text), selectinload(Article.reports)).order_by(Article.id).limit(limit)
    if status:
        query = query.where(Article.status == status)
    if after:
        query = query.where(Article.id > after)
    with session_scope() as session:
        return list(session.scalars(query))


def retry_article(article_id: str) -> Stored | None:
    """Puts an article back in the queue, with its attempts forgotten; None where there is none.

    One that is queued or processed right now stays as it is."""
    idle = (ArticleStatus.DONE, ArticleStatus.FAILED)
    reset = {"status": ArticleStatus.QUEUED, "stage": None, "attempts": 0, "error": None, "claimed_at": None, "enqueued_at": None}
    with session_scope(write=True) as session:
        reopened = session.scalars(
            update(Article).where(Article.id == article_id, Article.status.in_(idle)).values(**reset).returning(Article.id)
        ).first()
        status = session.scalars(select(Article.status).where(Article.id == article_id)).one_or_none()
    if status is None:
        return None
    if reopened:
        enqueue_articles([article_id])
    return Stored(article_id, status, bool(reopened))


def count_articles() -> dict[str, float]:
    """Returns how many articles stand in each state."""
    query = select(Article.status, func.count().label("count")).group_by(Article.status)
    with session_scope() as session:
        counts: dict[str, int] = dict(session.execute(query).all())
    return {status.value: float(counts.get(status.value, 0)) for status in ArticleStatus}


def count_waiting_articles(at_most: int) -> int:
    """Returns how many articles wait in the queue; counting ends at `at_most`, so that it costs little however many there are."""
    waiting = select(Article.id).where(Article.status == ArticleStatus.QUEUED).limit(at_most)
    with session_scope() as session:
        return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def measure_backlog_age() -> dict[str, float]:
    """Returns for how many seconds the oldest article that is not finished waits, by state; 0 where none waits."""
    waiting = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)
    query = select(Article.status, func.min(Article.updated_at)).where(Article.status.in_([status.value for status in waiting]))
    with session_scope() as session:
        oldest: dict[str, datetime] = dict(session.execute(query.group_by(Article.status)).all())
    now = utc_now()
    return {status.value: (now - oldest.get(status.value, now)).total_seconds() for status in waiting}
