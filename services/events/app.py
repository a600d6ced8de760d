"""Makes the events service's Flask app: gunicorn runs `services.events.app:create_app()`."""

from __future__ import annotations

from flask import Flask

from services.events.analysts import blueprint as analysts
from services.events.page import attempt, call, operations, pictures, session, today  # noqa: F401  (they add views)
from services.events.page.site import blueprint as page
from services.events.queries import count_entries, count_events
from services.events.routes import blueprint
from services.events.webhooks.routes import blueprint as subscriptions
from services.events.webhooks.subscriptions import count_subscriptions, measure_lag
from shared.bell import find_stream_position, ring_after_commits
from shared.feed import find_reach
from shared.metrics import LookedUpGauge
from shared.queue import connect_redis
from shared.web import create_service


def measure_lags() -> dict[str, float]:
    """Returns how far webhooks and the Redis Stream are behind the feed, in entries."""
    client = connect_redis()
    try:
        return {"webhooks": measure_lag(), "stream": float(find_reach().head - find_stream_position(client))}
    finally:
        client.close()


GAUGES = (
    LookedUpGauge("diplowire_events_stored", "Events, by state", "state", count_events),
    LookedUpGauge("diplowire_feed_entries", "Entries of the feed, by kind", "kind", count_entries),
    LookedUpGauge("diplowire_subscriptions", "Webhooks, by state", "status", count_subscriptions),
    LookedUpGauge("diplowire_feed_lag", "Entries that the slowest reader still has before it, by way", "way", measure_lags),
)


def create_app() -> Flask:
    """Returns the app; settings come from the environment."""
    ring_after_commits()
    app = create_service("events", "diplowire events", [blueprint, analysts, subscriptions, page], GAUGES)
    app.jinja_env.trim_blocks = True
    return app
