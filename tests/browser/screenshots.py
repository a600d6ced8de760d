"""Takes the pictures of the page that the documents show.   usage: python -m tests.browser.screenshots

Starts the system with the samples in a folder of its own and writes docs/pictures/*.png; run it after the page has changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.e2e.test_up import System
from tests.samples import find_events, sample_system

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST_BYTES = 150_000
PASTED = (
    "Chilean President Sebastian Pinera rang his Peruvian counterpart Martin Vizcarra on Monday. "
    "They agreed to reopen the border before the holidays, the palace in Santiago said."
)


class Shot(NamedTuple):
    """A picture: the view it shows, on what screen, at most how much of the page."""

    name: str
    view: str
    width: int = 1100
    height: int = 900
    look: str = "light"


SHOTS = (
    Shot("today", "/"),
    Shot("call", "CALL", height=1040),
    Shot("pictures", "/pictures", height=1660),
    Shot("try", "TRY", height=690),
    Shot("operations", "/operations", height=800),
    Shot("today-phone-dark", "/", 390, 844, "dark"),
)


def open_view(page: Page, system: System, view: str) -> None:
    """Opens an address; CALL is the call with two accounts, TRY a pasted article that was read."""
    if view == "CALL":
        view = f"/events/{find_events(system, participant='Rouhani')[0]['id']}"
    page.goto("/try" if view == "TRY" else view)
    if view == "TRY":
        page.get_by_label("Article").fill(PASTED)
        page.get_by_label("Published").fill("2019-06-04")
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_role("heading", name="1 call found")).to_be_visible(timeout=60_000)


def take(browser: Browser, system: System, shot: Shot) -> None:
    """Writes one picture; one that is too large for a document is an error."""
    screen = {"width": shot.width, "height": shot.height}
    context = browser.new_context(base_url=system.events, color_scheme=shot.look, viewport=screen)  # type: ignore[arg-type]
    page = context.new_page()
    open_view(page, system, shot.view)
    page.wait_for_timeout(500)  # the live line settles
    high = min(page.evaluate("document.documentElement.scrollHeight"), shot.height)
    path = PICTURES / f"{shot.name}.png"
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": shot.width, "height": high})
    context.close()
    size = path.stat().st_size
    print(f"{path.name}: {shot.width} × {high}, {size} bytes")
    if size > LARGEST_BYTES:
        sys.exit(f"{path.name} is larger than {LARGEST_BYTES} bytes.")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sample_system(Path(folder)) as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in SHOTS:
            take(browser, system, shot)
        browser.close()


if __name__ == "__main__":
    main()
