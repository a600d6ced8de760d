"""The Celery tasks of the webhooks' worker: find what is due, deliver it, prune what is old. All may run twice without harm.

Run as `celery -A services.events.webhooks.tasks worker -Q webhooks -P gevent -c 200`: greenlets, since a delivery is all waiting,
so that receivers that answer late, or never, cost the others nothing.
"""

from __future__ import annotations

from datetime import timedelta

from celery.signals import worker_init

from services.events.webhooks import leases
from services.events.webhooks.deliver import deliver_events
from services.events.webhooks.subscriptions import prune_deliveries
from shared.bell import WAKING, fill_stream
from shared.feed import prune_feed
from shared.ids import utc_now
from shared.logs import get_logger
from shared.metrics import process_registry
from shared.queue import DELIVER_EVENTS, PRUNE_FEED, WAKE_SUBSCRIPTIONS, Enqueuer, celery, connect_redis
from shared.settings import get_settings

app = celery  # the name that `celery -A` looks for
log = get_logger(__name__)
enqueuer = Enqueuer()


@celery.task(name=WAKE_SUBSCRIPTIONS)
def wake_subscriptions() -> int:
    """Queues the subscriptions that have something due, and brings the Redis Stream up to the table; returns how many."""
    client = connect_redis()
    try:
        client.delete(WAKING)  # before looking: what is committed from here on rings again
        fill_stream(client)
    finally:
        client.close()
    return enqueuer.send(DELIVER_EVENTS, leases.lease_due())


@celery.task(name=DELIVER_EVENTS)
def deliver_events_task(subscription_id: str, lease: str) -> None:
    """Gives one subscription its turn, and another one behind the others where there is more."""
    if deliver_events(subscription_id, lease):
        enqueuer.send(DELIVER_EVENTS, leases.lease_due(subscription_id))


@celery.task(name=PRUNE_FEED)
def prune() -> None:
    """Deletes entries of the feed and lines of the deliveries' log that are older than the settings keep."""
    settings, now = get_settings(), utc_now()
    entries = prune_feed(now - timedelta(seconds=settings.feed_retention_s))
    deliveries = prune_deliveries(now - timedelta(seconds=settings.webhook_log_retention_s))
    if entries or deliveries:
        log.info("feed.pruned", entries=entries, deliveries=deliveries)


@worker_init.connect
def answer_metrics(**kwargs: object) -> None:
    """Answers /metrics where the settings name a port."""
    if port := get_settings().webhook_metrics_port:
        from prometheus_client import start_http_server

        start_http_server(port, registry=process_registry())
