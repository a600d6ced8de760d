"""The API's documentation of both services in a real browser, under its strict content policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page import LONG_MS
from tests.e2e.test_up import System

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("service", "path"), [("upload", "/v1/articles"), ("events", "/v1/subscriptions")])
def test_documentation_is_drawn_and_asks_the_service(page: Page, site: System, service: str, path: str) -> None:
    """Every operation is listed, and "Try it out" gets a real answer; the console is silent."""
    page.goto(f"{getattr(site, service)}/docs/")
    operation = page.locator(".opblock-get", has_text=path).first
    expect(operation).to_be_visible(timeout=LONG_MS)
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200", timeout=LONG_MS)
