"""All SQL of the upload service: insert, commit, then queue the id.

The same content is the same article: the hash covers title and text, composed (NFC) and with white space as one kind, nothing
else; so the same text posted with another date or address stays the article it was.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence, Set
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
    """Stores checked articles in one transaction and returns what became of each, in order. Durable when it returns.

    Rows say from the start that they are queued, which is true a moment later; what the broker did not take is said to be left
    behind. Should this process die in that moment, the sweep finds it as it finds what a broker lost."""
    rows = [{**article, "id": new_id(), "content_hash": hash_content(article["title"], article["text"])} for article in articles]
    first = {row["content_hash"]: row for row in reversed(rows)}
    with session_scope(write=True) as session:
        made = _insert_new(session, list(first.values()))
        known = _find_known(session, first.keys() - made.keys())
    _queue([row["id"] for row in rows if row["id"] == made.get(row["content_hash"])])
    return [_tell(row, made, known) for row in rows]


def _insert_new(session: Session, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Inserts the rows whose content is new; returns their ids by content."""
    now = utc_now()
    same = {"status": ArticleStatus.QUEUED, "attempts": 0, "rejected": [], "created_at": now, "updated_at": now, "enqueued_at": now}
    in_order = sorted(rows, key=lambda row: row["content_hash"])  # one order for all writers: no deadlock
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Article).on_conflict_do_nothing(index_elements=["content_hash"])
    made = session.execute(insert.returning(Article.content_hash, Article.id), [row | same for row in in_order]) if rows else ()
    return {row.content_hash: row.id for row in made}


def _find_known(session: Session, hashes: Set[str]) -> dict[str, tuple[str, str]]:
    """Returns id and status of the articles that were there before."""
    if not hashes:
        return {}
    query = select(Article.content_hash, Article.id, Article.status).where(Article.content_hash.in_(hashes))
    return {content_hash: (article_id, status) for content_hash, article_id, status in session.execute(query)}


def _tell(row: dict[str, Any], made: Mapping[str, str], known: Mapping[str, tuple[str, str]]) -> Stored:
    """What became of one row: the first of its content that was inserted is new, any other is the article that was there."""
    content_hash = row["content_hash"]
    article_id, status = known.get(content_hash) or (made[content_hash], ArticleStatus.QUEUED.value)
    return Stored(article_id, status, article_id == row["id"])


def _queue(article_ids: Sequence[str]) -> None:
    """Queues ids after their commit, which said that they are queued; what the broker does not take, the sweep queues later."""
    if not article_ids:
        return
    if left := set(article_ids) - set(enqueuer.enqueue(article_ids)):
        with session_scope(write=True) as session:
            session.execute(update(Article).where(Article.id.in_(left)).values(enqueued_at=None, updated_at=Article.updated_at))


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
    reset = {
        "status": ArticleStatus.QUEUED,
        "stage": None,
        "attempts": 0,
        "error": None,
        "claimed_at": None,
        "enqueued_at": utc_now(),
    }
    with session_scope(write=True) as session:
        reopened = session.scalars(
            update(Article).where(Article.id == article_id, Article.status.in_(idle)).values(**reset).returning(Article.id)
        ).first()
        status = session.scalars(select(Article.status).where(Article.id == article_id)).one_or_none()
    if status is None:
        return None
    if reopened:
        _queue([article_id])
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
