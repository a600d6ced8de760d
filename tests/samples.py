"""A whole system that has read the sample articles, for what looks at it from outside: the documents' commands, the screenshots."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.e2e.conftest import await_true
from tests.e2e.test_up import SAMPLES, System

SAMPLE_EVENTS = 5


@contextmanager
def sample_system(folder: Path) -> Iterator[System]:
    """A running `diplowire up` with its data in `folder`/var, once it serves the samples' events; ended afterwards."""
    system = System(folder / "var", "--samples", str(SAMPLES))
    try:
        await_true(system.is_ready, 240, "ready")
        await_true(lambda: len(find_events(system)) >= SAMPLE_EVENTS, what="the samples")
        await_true(lambda: not is_reading(system), what="all read")
        yield system
    finally:
        system.process.send_signal(signal.SIGTERM)
        system.process.wait(60)


def find_events(system: System, **filters: str) -> list[dict[str, Any]]:
    """Returns the events that the system serves, the newest first."""
    items: list[dict[str, Any]] = requests.get(f"{system.events}/v1/events", params=filters, timeout=30).json()["items"]
    return items


def is_reading(system: System) -> bool:
    """Whether any article still waits or is being read."""
    asked = ({"status": status, "limit": "1"} for status in ("queued", "processing"))
    return any(requests.get(f"{system.upload}/v1/articles", params=query, timeout=30).json()["items"] for query in asked)
