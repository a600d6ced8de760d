"""All SQL of the upload service: insert, commit, then queue the id.

The same content is the same article: the hash covers title and text, composed (NFC) and with white space as one kind, nothing
else; so the same text posted with another date or address stays the article it was.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import defer, selectinload

from shared.database import session_scope, statement_scope
from shared.ids import new_id, utc_now
from shared.models import Article
from shared.queue import Enqueuer
from shared.vocabulary import ArticleStatus

enqueuer = Enqueuer()

# said once: SQLAlchemy then knows them again without looking through them, and by table, since no objects are wanted
_TABLE = cast(Table, Article.__table__)
_INSERTS = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing(index_elements=["content_hash"])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_THERE = select(_TABLE.c.content_hash, _TABLE.c.id, _TABLE.c.status).where(
    _TABLE.c.content_hash.in_(bindparam("hashes", expanding=True))
)


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
    if not articles:
        return []
    now = utc_now()
    same = {"status": ArticleStatus.QUEUED, "attempts": 0, "rejected": [], "created_at": now, "updated_at": now, "enqueued_at": now}
    rows = [
        article | same | {"id": new_id(), "content_hash": hash_content(article["title"], article["text"])} for article in articles
    ]
    first = {row["content_hash"]: row for row in reversed(rows)}
    hashes = sorted(first)  # one order for all writers: no deadlock
    with statement_scope() as connection:
        connection.execute(_INSERTS[connection.dialect.name], [first[content_hash] for content_hash in hashes])
        there = {
            content_hash: (article_id, status)
            for content_hash, article_id, status in connection.execute(_THERE, {"hashes": hashes})
        }
    stored = [Stored(*there[row["content_hash"]], there[row["content_hash"]][0] == row["id"]) for row in rows]
    _queue([one.id for one in stored if one.created])
    return stored


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
