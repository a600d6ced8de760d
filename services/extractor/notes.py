"""What a worker tells of the runs that ended: counters for all, and a line in the log."""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.store import Finished
from shared.logs import get_logger
from shared.metrics import ARTICLES_FINISHED, EVENTS_TOLD, EXTRACTION_SECONDS, REPORTS_REJECTED

log = get_logger(__name__)


def note_reading(seconds: float, articles: int = 1) -> None:
    """Counts how long it took to read these articles, on average."""
    for _ in range(articles):
        EXTRACTION_SECONDS.observe(seconds / articles)


def note_finished(finished: Finished, seconds: float) -> None:
    """Counts and logs a run that stored its results; the log knows which article it is about."""
    ARTICLES_FINISHED.labels("done").inc()
    REPORTS_REJECTED.inc(finished.rejected)
    for kind, event_id, report_ids in finished.told:
        EVENTS_TOLD.labels(kind.value).inc()
        log.info(f"event.{kind.value}", event_id=event_id, report_ids=report_ids)
    log.info("article.done", reports=finished.reports, rejected=finished.rejected, ms=round(1000 * seconds, 1))


def note_silence(article_ids: Sequence[str]) -> None:
    """Counts and logs, in one line, articles that were closed together because they report no call."""
    ARTICLES_FINISHED.labels("done").inc(len(article_ids))
    log.info("articles.done", article_ids=article_ids, reports=0)


def note_failed(reason: str) -> None:
    """Counts and logs an article that failed for good; the log knows which."""
    ARTICLES_FINISHED.labels("failed").inc()
    log.warning("article.failed", reason=reason)
