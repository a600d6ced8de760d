"""Makes the events service's Flask app: gunicorn runs `services.events.app:create_app()`."""

from __future__ import annotations

from flask import Flask

from services.events.page import attempt, call, operations, pictures, session, today  # noqa: F401  (they add views)
from services.events.page.site import blueprint as page
from services.events.queries import count_entries, count_events
from services.events.routes import blueprint
from shared.bell import ring_after_commits
from shared.metrics import LookedUpGauge
from shared.web import create_service

GAUGES = (
    LookedUpGauge("diplowire_events_stored", "Events, by state", "state", count_events),
    LookedUpGauge("diplowire_feed_entries", "Entries of the feed, by kind", "kind", count_entries),
)


def create_app() -> Flask:
    """Returns the app; settings come from the environment."""
    ring_after_commits()
    app = create_service("events", "diplowire events", [blueprint, page], GAUGES)
    app.jinja_env.trim_blocks = True
    return app
