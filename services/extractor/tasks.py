"""The Celery tasks: claim, extract, store; and the sweep. They carry ids and may run twice without harm.

Run as `celery -A services.extractor.tasks worker`. The language model is loaded once, before the worker forks.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from billiard.exceptions import TimeLimitExceeded
from celery import Task
from celery.signals import task_failure, worker_init, worker_process_init
from sqlalchemy.exc import DBAPIError

from services.extractor import store, store_many, untried
from services.extractor.extract import Extractor, load_extractor
from services.extractor.forking import rehearse, settle_memory
from services.extractor.limits import explain_error, explain_lost_process, limit_memory
from services.extractor.notes import note_failed, note_finished, note_reading
from services.extractor.together import finish_together
from shared.bell import ring_after_commits
from shared.database import forget_engine, is_passing
from shared.errors import Permanent
from shared.logs import bound_contextvars, get_logger
from shared.metrics import process_registry
from shared.queue import EXTRACT_ARTICLE, EXTRACT_QUEUE, SWEEP_ARTICLES, Enqueuer, celery, count_waiting
from shared.settings import get_settings

app = celery  # the name that `celery -A` looks for
log = get_logger(__name__)
enqueuer = Enqueuer()
TOGETHER_SHARE = 0.25  # of a task's time, after which articles read together begin no more: the last has the rest


@lru_cache(maxsize=1)
def get_extractor() -> Extractor:
    """Returns this process's extractor, which has read already; loading takes seconds, so it happens once."""
    extractor = load_extractor(get_settings().spacy_model)
    rehearse(extractor)
    return extractor


@celery.task(
    name=EXTRACT_ARTICLE,
    bind=True,
    max_retries=None,
    soft_time_limit=get_settings().task_time_limit_s * 4 // 5,
    reject_on_worker_lost=False,  # the row is given back by `note_lost_process`, which tells why; the message has served
)
def extract_article(self: Task[Any, Any], *article_ids: str) -> None:
    """Extracts an article, or several that were queued together, and stores what they report."""
    extract: Callable[[Sequence[str]], float | None] = extract_alone if len(article_ids) == 1 else extract_together
    with bound_contextvars(task_id=self.request.id):
        try:
            retry_in_s = extract(article_ids)
        except Untried as error:
            raise self.retry(countdown=backoff_s(self.request.retries + 1), exc=error) from None
        if retry_in_s is not None:
            raise self.retry(countdown=retry_in_s)


class Untried(Exception):
    """Our own parts are in trouble that passes: no attempt is counted, and the same task is due again."""


@contextmanager
def _untried_where_passing() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_passing(error):
            raise Untried(type(error).__name__) from error
        raise


def extract_alone(article_ids: Sequence[str]) -> float | None:
    """Extracts one article; errors put it back, or end it when its attempts are used up. Returns the seconds until it is
    tried again."""
    (article_id,) = article_ids
    with bound_contextvars(article_id=article_id):
        with _untried_where_passing():
            claim = store.claim_article(article_id)
        if claim is None:
            log.info("article.unclaimed")
            return None
        return run_claim(claim)


def extract_together(article_ids: Sequence[str]) -> None:
    """Extracts several articles; those tried before, and those that are not finished because something broke or time is up, are
    queued again, each alone."""
    with _untried_where_passing():
        claims = store_many.claim_articles(article_ids)
    alone = list(claims.alone)
    if claims.fresh:
        alone += finish_together(claims.fresh, get_extractor(), TOGETHER_SHARE * get_settings().task_time_limit_s)
    if alone:
        store.note_queued(enqueuer.enqueue(alone, alone=True))


def run_claim(claim: store.Claim) -> float | None:
    """Does the work of one claim; returns in how many seconds to try again, None when the article is finished. Raises Untried
    where the database could not take the results: what it has counted is taken off again, however long that takes."""
    started = time.perf_counter()
    try:
        extraction = get_extractor().extract(claim.article)
        note_reading(time.perf_counter() - started)
        finished = store.store_extraction(claim, extraction)
    except Permanent as error:
        end_claim(claim, str(error))
        return None
    except Exception as error:
        if not is_passing(error):
            return put_back(claim, explain_error(error), error)
        log.warning("article.untried", error=type(error).__name__)
        untried.give_back([claim])
        raise Untried(type(error).__name__) from error
    if finished is not None:
        note_finished(finished, time.perf_counter() - started)
    return None


def put_back(claim: store.Claim, reason: str, error: BaseException) -> float | None:
    """Gives the article back for another try, or fails it when none is left; returns the seconds until that try."""
    log.error("article.error", reason=reason, attempts=claim.attempts, exc_info=error)
    if claim.attempts >= get_settings().max_attempts:
        end_claim(claim, reason)
        return None
    retry_in_s = backoff_s(claim.attempts)
    try:
        store.release_article(claim, reason, retry_in_s)
    except DBAPIError:
        return None  # the claim goes stale, and the sweep finds it
    return retry_in_s


def end_claim(claim: store.Claim, reason: str) -> None:
    """Fails the article for good."""
    store.fail_article(claim, reason)
    note_failed(reason)


@task_failure.connect(sender=extract_article)
def note_lost_process(exception: BaseException, args: Sequence[str], **kwargs: object) -> None:
    """In the worker's parent: a process that was killed, crashed or hung over an article could not give it back itself.

    No message is sent: the sweep does, a moment later, so that what kills processes does not do so in a row."""
    reason = explain_lost_process(exception)
    if reason is None:
        return
    log.error("worker.process_lost", article_ids=list(args), reason=reason)
    if isinstance(exception, TimeLimitExceeded):  # it is ended only after this, and may hold the locks that the rows wait for
        threading.Thread(target=give_back_lost, args=(args, reason), name="give-back-lost", daemon=True).start()
    else:
        give_back_lost(args, reason)


def give_back_lost(article_ids: Sequence[str], reason: str) -> None:
    """Gives the articles of a process that is gone back, or fails those that were tried often enough."""
    try:
        failed = store.note_lost(article_ids, reason)
    except DBAPIError as error:
        log.error("database.unreachable", error=type(error).__name__)  # the claim goes stale, and the sweep finds it
        return
    for article_id in failed:
        with bound_contextvars(article_id=article_id):
            note_failed(reason)


def backoff_s(attempt: int) -> float:
    """Returns the wait before the next try: doubling from a second up to a minute, with jitter."""
    return min(60.0, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0)


@celery.task(name=SWEEP_ARTICLES)
def sweep_articles() -> int:
    """Queues articles that were left behind; returns how many the broker took."""
    left = store.find_left_behind(queue_is_empty=count_waiting()[EXTRACT_QUEUE] == 0)
    taken = enqueuer.enqueue(left)
    store.note_queued(taken)
    if left:
        log.info("sweep.queued", found=len(left), queued=len(taken))
    return len(taken)


@worker_init.connect
def prepare_worker(**kwargs: object) -> None:
    """In the parent, before it forks: load and read, so that memory is shared, tell of the feed, and answer /metrics."""
    get_extractor()
    ring_after_commits()
    settle_memory()
    if port := get_settings().worker_metrics_port:
        from prometheus_client import start_http_server

        start_http_server(port, registry=process_registry())


@worker_process_init.connect
def prepare_child(**kwargs: object) -> None:
    """In each forked child: forget the parent's database connections, and keep to the memory that an article may take."""
    forget_engine()
    limit_memory(get_settings().task_memory_bytes)
