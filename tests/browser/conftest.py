"""A running `diplowire up` with the samples, and a real Chromium that looks at it; skipped where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.e2e.conftest import await_true
from tests.e2e.test_up import SAMPLES, System

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says why the browser tests do not run where they cannot."""
    for item in items:
        if Path(__file__).parent in item.path.parents and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium here: install it (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system with the sample articles read."""
    system = System(tmp_path_factory.mktemp("site") / "var", "--samples", str(SAMPLES))
    try:
        await_true(system.is_ready, 120, "the system")
        await_true(lambda: len(requests.get(f"{system.events}/v1/events", timeout=5).json()["items"]) >= 5, 120, "the samples")
        yield system
    finally:
        with suppress(ProcessLookupError):
            os.killpg(system.process.pid, signal.SIGTERM)
        system.process.wait(60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def page(browser: Browser, site: System) -> Iterator[Page]:
    """A page of its own. Whatever it complains about on its console, and whatever it loads from elsewhere, fails the test."""
    context = browser.new_context(base_url=site.events)
    one = context.new_page()
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"{message.type}: {message.text} {message.location}")

    def watch(request: Request) -> None:
        if not request.url.startswith((site.events, site.upload, "data:")):
            faults.append(f"loaded from elsewhere: {request.url}")

    one.on("console", hear)
    one.on("request", watch)
    one.on("pageerror", lambda error: faults.append(f"script: {error}"))
    yield one
    context.close()
    assert not faults
