"""The Celery app, the names of queues and tasks, and how tasks are delivered.

Tasks carry ids, never content, and may run twice: acknowledged late, one reserved at a time, delivered again after the
visibility timeout, which is longer than any task may run. The broker may be lost at any time; the sweep refills it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import redis
from celery import Celery
from celery.signals import beat_init, before_task_publish, setup_logging
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.broker import Broker, parse_broker
from shared.logs import configure_logs, get_logger
from shared.messages import make_message
from shared.settings import get_settings

EXTRACT_QUEUE, SWEEP_QUEUE, WEBHOOKS_QUEUE = "extract", "sweep", "webhooks"
READING_QUEUES = (EXTRACT_QUEUE, SWEEP_QUEUE)  # of the workers that read articles; webhooks have workers of their own
QUEUES = (*READING_QUEUES, WEBHOOKS_QUEUE)
EXTRACT_ARTICLE, SWEEP_ARTICLES = "extract_article", "sweep_articles"
WAKE_SUBSCRIPTIONS, DELIVER_EVENTS, PRUNE_FEED = "wake_subscriptions", "deliver_events", "prune_feed"
TASK_QUEUES = {
    EXTRACT_ARTICLE: EXTRACT_QUEUE,
    SWEEP_ARTICLES: SWEEP_QUEUE,
    **dict.fromkeys((WAKE_SUBSCRIPTIONS, DELIVER_EVENTS, PRUNE_FEED), WEBHOOKS_QUEUE),
}
PRUNED_EVERY_S = 600.0
QUIET_AFTER_FAILURE_S = 3.0
PUBLISHED_AT_ONCE = 100  # tasks in one command: the broker takes all of them or none
COUNTED_EVERY_S = 0.1  # too short for a queue to fill or to run empty
FULL_QUEUE = 16  # tasks that keep every worker busy

log = get_logger(__name__)


def make_celery() -> Celery:
    """Returns the app with the delivery settings; nothing connects yet."""
    settings = get_settings()
    broker = _find_broker()
    app = Celery("diplowire", broker=broker.celery_url)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_time_limit=settings.task_time_limit_s,
        worker_max_memory_per_child=settings.task_memory_bytes // 1024,  # one that held more is replaced behind its task
        task_routes={task: {"queue": queue} for task, queue in TASK_QUEUES.items()},
        task_create_missing_queues=True,
        task_default_queue=EXTRACT_QUEUE,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_concurrency=settings.worker_processes or None,
        broker_transport_options={
            **broker.celery_options,
            "visibility_timeout": settings.visibility_timeout_s,
            "socket_connect_timeout": settings.queue_timeout_s,
            "socket_keepalive": True,
            "health_check_interval": 10,
            # these bind a publisher's first connection only: it gives up at once, a worker goes on trying
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
        },
        beat_schedule={
            task: {"task": task, "schedule": every_s, "options": {"expires": max(2 * every_s, 10)}}
            for task, every_s in (
                (SWEEP_ARTICLES, settings.sweep_interval_s),
                (WAKE_SUBSCRIPTIONS, settings.webhook_sweep_s),
                (PRUNE_FEED, PRUNED_EVERY_S),
            )
        },
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        timezone="UTC",
    )
    return app


def _find_broker() -> Broker:
    settings = get_settings()
    return parse_broker(settings.redis_url, settings.redis_password)


celery = make_celery()


@setup_logging.connect
def _configure_worker_logs(**kwargs: object) -> None:
    configure_logs("worker")


@beat_init.connect
def _show_life(sender: Any, **kwargs: object) -> None:
    """The clock touches a file beside its schedule with each task that it sends, for the containers' health check."""
    alive = Path(f"{sender.schedule_filename}.alive")
    before_task_publish.connect(lambda **kwargs: alive.touch(), weak=False)


def connect_redis(timeout_s: float | None = None) -> redis.Redis:
    """Returns a client of the broker that waits `timeout_s` (default: as long as an upload does) and not longer."""
    return _find_broker().connect(timeout_s or get_settings().queue_timeout_s)


def count_waiting() -> dict[str, int]:
    """Returns how many tasks wait in each queue."""
    client = connect_redis()
    try:
        return {queue: int(client.llen(queue)) for queue in QUEUES}  # type: ignore[arg-type]
    finally:
        client.close()


class Enqueuer:
    """Puts tasks on their queues; a broker that is down never raises and costs one short wait, then silence for a while."""

    def __init__(self) -> None:
        self._quiet_until = 0.0
        self._client: redis.Redis | None = None
        self._waiting, self._known_until = 0, 0.0

    def enqueue(self, article_ids: Iterable[str], alone: bool = False) -> list[str]:
        """Returns the ids of articles that the broker took; the sweep enqueues the others later.

        Where many wait, a task carries several ids; `alone` gives each a task of its own."""
        ids = list(article_ids)

        def divide(client: redis.Redis) -> Iterable[list[str]]:
            size = 1 if alone or len(ids) == 1 else choose_size(len(ids), self._count_tasks(client))
            return (ids[at : at + size] for at in range(0, len(ids), size))

        return [article_id for task in self._publish(EXTRACT_ARTICLE, divide) for article_id in task]

    def send(self, task: str, calls: Iterable[Sequence[Any]]) -> int:
        """Queues `task` once per list of arguments; returns how many, from the first on, the broker took."""
        return len(self._publish(task, lambda client: calls))

    def _publish(self, task: str, make_calls: Callable[[redis.Redis], Iterable[Sequence[Any]]]) -> list[Sequence[Any]]:
        """Queues `task` once per list of arguments; returns those that the broker took."""
        taken: list[Sequence[Any]] = []
        if time.monotonic() < self._quiet_until:
            return taken
        queue = TASK_QUEUES[task]
        try:
            client = self._client = self._client or _connect_once()
            calls = iter(make_calls(client))
            while some := list(islice(calls, PUBLISHED_AT_ONCE)):
                client.lpush(queue, *(make_message(celery, task, arguments, queue) for arguments in some))
                taken += some
        except Exception as error:  # whatever the broker's client raises: what was to be done stands in the database
            self._quiet_until = time.monotonic() + QUIET_AFTER_FAILURE_S
            log.warning("queue.unreachable", error=type(error).__name__)
        return taken

    def _count_tasks(self, client: redis.Redis) -> int:
        """Returns how many tasks waited on the queue a moment ago."""
        if time.monotonic() >= self._known_until:
            self._waiting = int(client.llen(EXTRACT_QUEUE))  # type: ignore[arg-type]
            self._known_until = time.monotonic() + COUNTED_EVERY_S
        return self._waiting


def _connect_once() -> redis.Redis:
    """Returns a client that tries nothing twice: who uploads waits for it."""
    client = connect_redis()
    client.set_retry(Retry(NoBackoff(), 0))
    return client


def choose_size(articles: int, tasks: int = 0) -> int:
    """Returns how many of so many articles a task should carry where so many tasks wait: one while workers are hungry, more where
    there are many, and as many as may be once they have enough to do.

    Where an article may be tried but once, each is alone: what others do to their worker must not count as its attempt."""
    settings = get_settings()
    if settings.max_attempts == 1:
        return 1
    return settings.task_articles if tasks >= FULL_QUEUE else min(settings.task_articles, max(1, articles // FULL_QUEUE))
