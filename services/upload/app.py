"""Makes the upload service's Flask app: gunicorn runs `services.upload.app:create_app()`."""

from __future__ import annotations

from flask import Flask

from services.upload.routes import blueprint
from services.upload.store import count_articles, measure_backlog_age
from shared.metrics import LookedUpGauge
from shared.queue import count_waiting
from shared.web import create_service

GAUGES = (
    LookedUpGauge("diplowire_articles", "Articles, by state", "status", count_articles),
    LookedUpGauge("diplowire_backlog_age_seconds", "How long the oldest unfinished article waits", "status", measure_backlog_age),
    LookedUpGauge("diplowire_queue_depth", "Tasks that wait, by queue", "queue", lambda: dict(count_waiting())),
)


def create_app() -> Flask:
    """Returns the app; settings come from the environment."""
    return create_service("upload", "diplowire upload", [blueprint], GAUGES)
