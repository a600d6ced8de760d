"""All SQL of the upload service: insert, commit, then queue the id.

The same content is the same article: the hash covers title and text, composed (NFC) and with white space as one kind, nothing
else; so the same text posted with another date or address stays the article it was.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
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


_NEW = {"status": ArticleStatus.QUEUED, "attempts": 0, "rejected": []}

Row = dict[str, Any]


class Stored(NamedTuple):
    """What became of one posted article; `created` is False where its content was known already."""

    id: str
    status: str
    created: bool


def hash_content(title: str | None, text: str) -> str:
    """Returns the hash that tells articles apart."""
    parts = (" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_row(article: dict[str, Any]) -> Row:
    """Returns the row of a checked article, which says from the start that it is queued: true a moment after its commit."""
    now, content_hash = utc_now(), hash_content(article["title"], article["text"])
    times = {"created_at": now, "updated_at": now, "enqueued_at": now}
    return article | _NEW | times | {"id": new_id(), "content_hash": content_hash}


def store_articles(articles: Sequence[dict[str, Any]]) -> list[Stored]:
    """Stores checked articles in one transaction and queues them; returns what became of each, in order."""
    rows = [make_row(article) for article in articles]
    if not rows:
        return []
    stored = insert_rows(lambda: rows)
    queue_stored(stored)
    return stored


def insert_rows(take: Callable[[], Sequence[Row]]) -> list[Stored]:
    """Inserts the rows that `take` returns once the database lets us write, in one transaction; returns what became of each, in
    order. Durable when it returns."""
    with statement_scope() as connection:
        rows = take()
        first = {row["content_hash"]: row for row in reversed(rows)}
        hashes = sorted(first)  # one order for all writers: no deadlock
        inserted = connection.execute(_INSERTS[connection.dialect.name], [first[content_hash] for content_hash in hashes])
        if inserted.rowcount == len(hashes):
            there = {content_hash: (row["id"], row["status"]) for content_hash, row in first.items()}
        else:
            there = {row.content_hash: (row.id, row.status) for row in connection.execute(_THERE, {"hashes": hashes})}
    return [Stored(*there[row["content_hash"]], there[row["content_hash"]][0] == row["id"]) for row in rows]


def queue_stored(stored: Iterable[Stored]) -> None:
    """Queues what is new, after its commit. What the broker does not take is said to be left behind; should this process die
    before, the sweep finds it as it finds what a broker lost."""
    _queue([one.id for one in stored if one.created])


def _queue(article_ids: Sequence[str]) -> None:
    """Queues articles whose rows say that they are; what the broker does not take, the sweep queues later."""
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
