"""Prometheus: the counters of all processes, and gauges that are read from database and broker when somebody looks.

With PROMETHEUS_MULTIPROC_DIR set (one folder per service) the processes of one service add up; without, each speaks for itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from shared.logs import get_logger

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

HTTP_REQUESTS = Counter("diplowire_http_requests", "Requests answered", ["service", "method", "route", "status"])
HTTP_SECONDS = Histogram("diplowire_http_seconds", "Time to the first byte of an answer", ["service", "route"])
EXTRACTION_SECONDS = Histogram(
    "diplowire_extraction_seconds", "Time to extract one article",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)  # fmt: skip
ARTICLES_FINISHED = Counter("diplowire_articles_finished", "Runs that ended, by state", ["status"])
EVENTS_TOLD = Counter("diplowire_events", "Feed entries written, by kind", ["kind"])
REPORTS_REJECTED = Counter("diplowire_reports_rejected", "Calls that the checks refused")
DELIVERIES = Counter("diplowire_deliveries", "Tries to deliver to webhooks, by result", ["result"])
DELIVERY_SECONDS = Histogram("diplowire_delivery_seconds", "Time that one try to deliver took")

log = get_logger(__name__)


class LookedUpGauge:
    """A gauge whose values are asked for at scrape time: `look_up()` returns label value -> number."""

    def __init__(self, name: str, text: str, label: str, look_up: Callable[[], Mapping[str, float]]) -> None:
        self.name, self.text, self.label, self.look_up = name, text, label, look_up

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(self.name, self.text, labels=[self.label])
        try:
            for value, number in self.look_up().items():
                family.add_metric([value], number)
        except Exception as error:  # a database or broker that is away leaves a gap, not an unreadable page
            log.warning("metrics.unreadable", gauge=self.name, error=type(error).__name__)
        yield family


def render_metrics(*gauges: LookedUpGauge) -> bytes:
    """Returns the page for Prometheus: this service's counters and the given gauges."""
    looked_up = CollectorRegistry()
    for gauge in gauges:
        looked_up.register(gauge)  # type: ignore[arg-type]
    return generate_latest(process_registry()) + generate_latest(looked_up)


def process_registry() -> CollectorRegistry:
    """Returns the registry that speaks for all processes of this service."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
