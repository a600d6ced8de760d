"""The articles' way through the extractor, in SQL: claimed, done, given back, failed, left behind.

Attempts are counted in the row before work starts, so that an article that kills its worker stops doing so. A claim is known by
its time: who finds another time in the row has lost it and stores nothing. Must not know Celery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.speakers import find_speakers
from services.extractor.types import Article as PostedArticle
from services.extractor.types import Extraction
from shared import models
from shared.calls import find_faults
from shared.database import session_scope
from shared.ids import utc_now
from shared.merging.copies import sign_text
from shared.merging.publishing import Told
from shared.merging.reports import replace_reports
from shared.settings import get_settings
from shared.vocabulary import ArticleStatus

Row = models.Article
SWEPT_AT_ONCE = 2000


@dataclass(frozen=True)
class Claim:
    """The right to work on one article, and what there is to read."""

    article: PostedArticle
    claimed_at: datetime
    attempts: int


@dataclass(frozen=True)
class Finished:
    """What one run stored: the feed's new entries, and how many calls the checks refused."""

    told: list[Told] = field(default_factory=list)
    reports: int = 0
    rejected: int = 0


def claim_article(article_id: str) -> Claim | None:
    """Claims a queued article; None where there is nothing to do: unknown, finished, tried too often, or claimed by another.

    That the broker gives a task out again says nothing about the run before: it does so, too, when a connection was lost."""
    settings, now = get_settings(), utc_now()
    stale = Row.claimed_at < now - timedelta(seconds=settings.claim_timeout_s)
    free = or_(Row.status == ArticleStatus.QUEUED, and_(Row.status == ArticleStatus.PROCESSING, stale))
    with session_scope(write=True) as session:
        row = session.scalars(select(Row).where(Row.id == article_id, free).with_for_update()).one_or_none()
        if row is None:
            return None
        if row.attempts >= settings.max_attempts:
            row.status, row.claimed_at = ArticleStatus.FAILED, None
            row.error = row.error or f"Tried {row.attempts} times; the worker did not survive it or took too long."
            return None
        row.status, row.stage, row.claimed_at, row.attempts = ArticleStatus.PROCESSING, "extract", now, row.attempts + 1
        article = PostedArticle(id=row.id, text=row.text, title=row.title, published_at=row.published_at)
        return Claim(article, now, row.attempts)


def store_extraction(claim: Claim, extraction: Extraction) -> Finished | None:
    """Stores reports, events, feed and the article's state in one transaction; None where the claim was lost.

    Calls that fail the checks are kept at the article with the reasons."""
    article = claim.article
    checked = [(call, find_faults(call, article.text, article.published_at)) for call in extraction.calls]
    good = [call for call, faults in checked if not faults]
    rejected = [{"call": call, "reasons": faults} for call, faults in checked if faults]
    speakers = [find_speakers(call, load_gazetteer()) for call in good]
    signature = sign_text(article.text) if good else None
    with session_scope(write=True) as session:
        row = session.scalars(_claimed(claim)).one_or_none()
        if row is None:
            return None
        row.language, row.extractor, row.skipped = extraction.language, extraction.version, extraction.skipped
        row.rejected, row.signature = rejected, signature
        row.status, row.stage, row.error, row.claimed_at = ArticleStatus.DONE, None, None, None
        session.flush()
        told = replace_reports(session, row, good, speakers)
    return Finished(told, len(good), len(rejected))


def fail_article(claim: Claim, reason: str) -> None:
    """Ends the article with a reason: no retry will cure it, or none is left."""
    with session_scope(write=True) as session:
        if row := session.scalars(_claimed(claim)).one_or_none():
            row.status, row.error, row.claimed_at = ArticleStatus.FAILED, reason, None


def release_article(claim: Claim, reason: str, retry_in_s: float) -> None:
    """Gives the article back to the queue, to be tried again in `retry_in_s` seconds."""
    with session_scope(write=True) as session:
        if row := session.scalars(_claimed(claim)).one_or_none():
            row.status, row.error, row.claimed_at = ArticleStatus.QUEUED, reason, None
            row.enqueued_at = utc_now() + timedelta(seconds=retry_in_s)


def note_lost(article_ids: Sequence[str], reason: str) -> list[str]:
    """Gives back what a process that is gone had claimed, for the sweep to queue; returns the ids that are failed with `reason`,
    since no try is left."""
    failed = []
    with session_scope(write=True) as session:
        lost = (Row.id.in_(article_ids), Row.status == ArticleStatus.PROCESSING)
        for row in session.scalars(select(Row).where(*lost).order_by(Row.id).with_for_update()):
            row.error, row.claimed_at, row.enqueued_at = reason, None, None
            if row.attempts < get_settings().max_attempts:
                row.status = ArticleStatus.QUEUED
            else:
                row.status = ArticleStatus.FAILED
                failed.append(row.id)
    return failed


def _claimed(claim: Claim) -> Any:
    mine = (Row.id == claim.article.id, Row.status == ArticleStatus.PROCESSING, Row.claimed_at == claim.claimed_at)
    return select(Row).where(*mine).with_for_update()


def find_left_behind(queue_is_empty: bool) -> list[str]:
    """Returns ids to queue (again): never queued, queued on a broker that lost them, or claimed by a worker that is gone.

    On a queue that is empty what is not claimed soon was lost; on a busy one it may only wait."""
    settings, now = get_settings(), utc_now()
    grace = timedelta(seconds=settings.sweep_interval_s)
    patience = grace if queue_is_empty else timedelta(seconds=settings.requeue_after_s)
    with session_scope(write=True) as session:
        gone = and_(Row.status == ArticleStatus.PROCESSING, Row.claimed_at < now - timedelta(seconds=settings.claim_timeout_s))
        session.execute(update(Row).where(gone).values(status=ArticleStatus.QUEUED, enqueued_at=None))
        since = func.coalesce(Row.enqueued_at, Row.updated_at)
        lost = or_(and_(Row.enqueued_at.is_(None), Row.updated_at < now - grace), since < now - patience)
        return list(
            session.scalars(select(Row.id).where(Row.status == ArticleStatus.QUEUED, lost).order_by(Row.id).limit(SWEPT_AT_ONCE))
        )


def note_queued(article_ids: list[str]) -> None:
    """Writes down that these ids went to the broker now."""
    if article_ids:
        with session_scope(write=True) as session:
            session.execute(update(Row).where(Row.id.in_(article_ids)).values(enqueued_at=utc_now(), updated_at=Row.updated_at))
