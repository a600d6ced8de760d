"""The page in a real browser: every view clean and accessible, live calls, paste to event, filters, keyboard, phone width."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_up import System

pytestmark = pytest.mark.e2e

VIEWS = ("/", "/pictures", "/try", "/operations", "CALL")
LONG_MS = 60_000


def find_call(site: System, person: str) -> str:
    """Returns the address of the first call of somebody in the samples."""
    items: list[dict[str, Any]] = requests.get(f"{site.events}/v1/events?participant={person}", timeout=10).json()["items"]
    return f"/events/{items[0]['id']}"


def address(site: System, view: str) -> str:
    return find_call(site, "Rouhani") if view == "CALL" else view


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_every_view_is_accessible(browser: Browser, site: System, view: str, look: str) -> None:
    """axe-core finds nothing, and nothing is wider than the screen, in the light, in the dark and on a phone."""
    width = 390 if look == "phone" else 1100
    context = browser.new_context(
        base_url=site.events, color_scheme="dark" if look == "dark" else "light", viewport={"width": width, "height": 900}
    )
    try:
        page = context.new_page()
        page.goto(address(site, view))
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()


def test_new_calls_appear_by_themselves(page: Page, site: System) -> None:
    """An article posted while the page is open becomes a card at its top, and is announced."""
    page.goto("/")
    expect(page.locator("#live")).to_have_text("Live: new calls appear by themselves.", timeout=LONG_MS)
    before = page.locator("article").count()
    text = "WELLINGTON, 5 May 2020 - Prime Minister Jacinda Ardern telephoned Australian Prime Minister Scott Morrison on Tuesday."
    posted = requests.post(f"{site.upload}/v1/articles", json={"text": text, "published_at": "2020-05-05"}, timeout=10)
    assert posted.status_code == 202
    expect(page.locator("article").first).to_contain_text("Jacinda Ardern (NZ) → Scott Morrison (AU)", timeout=LONG_MS)
    expect(page.locator("#live")).to_contain_text("New: Jacinda Ardern")
    expect(page.locator("article")).to_have_count(before + 1)


def test_a_pasted_article_becomes_an_event(page: Page) -> None:
    """Through the form, over the stages, to the card and the marked words; and on to the call's own page."""
    page.goto("/try")
    page.get_by_label("Article").fill(
        "Chilean President Sebastian Pinera rang his Peruvian counterpart Martin Vizcarra on Monday. "
        "They agreed to reopen the border."
    )
    page.get_by_label("Published").fill("2019-06-04")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="1 call found")).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".text mark.initiator").first).to_contain_text("Pinera")
    page.locator("article h2 a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("called")
    expect(page.locator("dl.known")).to_contain_text("3 June 2019")


def test_a_planned_call_is_explained(page: Page) -> None:
    """Nothing found, and the sentence that was taken for a plan is shown."""
    page.goto("/try")
    page.get_by_label("Article").fill(
        "French President Emmanuel Macron will call Chinese President Xi Jinping on Sunday, his office said."
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="No calls found")).to_be_visible(timeout=LONG_MS)
    expect(page.locator("[data-state]")).to_contain_text("not told as held")


def test_dropped_files_are_read(page: Page, tmp_path: Any) -> None:
    """Several files at once, each with its own progress."""
    for name, caller in (("a.txt", "Sanna Marin"), ("b.txt", "Mette Frederiksen")):
        (tmp_path / name).write_text(
            f"Prime Minister {caller} phoned NATO Secretary General Jens Stoltenberg on 4 March 2022 about Ukraine."
        )
    page.goto("/try")
    page.get_by_label("Files").set_input_files([tmp_path / "a.txt", tmp_path / "b.txt"])
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="2 articles posted")).to_be_visible()
    page.locator("main li a").first.click()
    expect(page.get_by_role("heading", name="1 call found")).to_be_visible(timeout=LONG_MS)


def test_filters_make_an_address_to_share(page: Page) -> None:
    """The form narrows the list; the address alone brings the same selection back, also as pictures."""
    page.goto("/")
    page.get_by_label("Person").fill("Rouhani")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("participant=Rouhani"))
    cards = page.locator("article")
    assert cards.count() >= 1
    assert all("Rouhani" in text for text in cards.all_inner_texts())
    page.get_by_role("link", name="pictures", exact=True).click()
    expect(page).to_have_url(re.compile(r"/pictures\?participant=Rouhani"))
    assert page.locator("svg.network a").count() >= 2


def test_pictures_lead_into_the_list_by_keyboard(page: Page) -> None:
    """The first bar is reached with Tab and followed with Enter."""
    page.goto("/pictures")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.querySelector('.bar')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?from="))
    assert page.locator("article").count() >= 1


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    """The first Tab stop is the way past the navigation."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
