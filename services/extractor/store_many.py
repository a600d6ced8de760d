"""SQL for many articles at once: claimed in one transaction, closed with an update for all that report no call, given back.

What reports a call is stored alone, by `store`: its transaction holds locks that others wait for. Nothing here waits for the disk:
a claim, or the end of an article without a call, that a crash of the machine undoes, is found by the sweep. Must not know Celery.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, or_, update

from services.extractor.store import Claim
from services.extractor.types import Article as PostedArticle
from services.extractor.types import Extraction
from shared import models
from shared.database import session_scope
from shared.ids import utc_now
from shared.settings import get_settings
from shared.vocabulary import ArticleStatus

Row = models.Article
UNFINISHED = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)


@dataclass(frozen=True)
class Claims:
    """What a task with several ids may work on: claims on articles never tried before, and the ids of those that were, which
    must be tried alone: one of them may have killed the worker that had them together."""

    fresh: list[Claim]
    alone: list[str]


def claim_articles(article_ids: Sequence[str]) -> Claims:
    """Claims many queued articles in one transaction; those that were tried before are given back to be queued alone."""
    now = utc_now()
    stale = Row.claimed_at < now - timedelta(seconds=get_settings().claim_timeout_s)
    tried = or_(and_(Row.status == ArticleStatus.QUEUED, Row.attempts > 0), and_(Row.status == ArticleStatus.PROCESSING, stale))
    fresh = and_(Row.status == ArticleStatus.QUEUED, Row.attempts == 0)
    back = {"status": ArticleStatus.QUEUED, "enqueued_at": None}  # `claimed_at` stays: see `give_back`
    taken = {"status": ArticleStatus.PROCESSING, "stage": "extract", "claimed_at": now, "attempts": 1}
    read = (Row.id, Row.text, Row.title, Row.published_at)
    with session_scope(write=True, durable=False) as session:
        alone = session.scalars(_change(article_ids, tried).values(back).returning(Row.id))
        claims = Claims([], sorted(alone))
        for article_id, text, title, published_at in session.execute(_change(article_ids, fresh).values(taken).returning(*read)):
            claims.fresh.append(Claim(PostedArticle(article_id, text, title, published_at), now, 1))
    return claims


def _change(article_ids: Sequence[str], condition: ColumnElement[bool]) -> Update:
    return update(Row).where(Row.id.in_(article_ids), condition).execution_options(synchronize_session=False)


def store_silence(silent: Sequence[tuple[Claim, Extraction]]) -> list[str]:
    """Closes many articles that report no call, an update for all that were read alike; returns the ids of those closed.

    Not closed is what lost its claim, and what has reports from an earlier reading, which must be taken back one by one."""
    alike: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for claim, extraction in silent:
        alike[claim.claimed_at, extraction.language, extraction.version, extraction.skipped].append(claim.article.id)
    done: dict[str, Any] = {"status": ArticleStatus.DONE, "rejected": []}
    done |= dict.fromkeys(("stage", "error", "claimed_at", "signature"))
    closed: list[str] = []
    with session_scope(write=True, durable=False) as session:
        for (claimed_at, language, version, skipped), article_ids in alike.items():
            told = {"language": language, "extractor": version, "skipped": skipped}
            mine = and_(Row.status == ArticleStatus.PROCESSING, Row.claimed_at == claimed_at, ~Row.reports.any())
            closed += session.scalars(_change(article_ids, mine).values(done | told).returning(Row.id))
    return closed


def give_back(claims: Sequence[Claim]) -> None:
    """Puts claimed articles back as if nobody had tried them. Comes it so late that they were found left behind, the attempt is
    taken off all the same, until the next claim."""
    untouched = {"status": ArticleStatus.QUEUED, "claimed_at": None, "enqueued_at": None, "attempts": Row.attempts - 1}
    with session_scope(write=True) as session:
        for claimed_at in {claim.claimed_at for claim in claims}:
            mine = and_(Row.status.in_(UNFINISHED), Row.claimed_at == claimed_at)
            session.execute(_change([claim.article.id for claim in claims], mine).values(untouched))
