"""Writes docs/reference/*.md from the code: settings, event, vocabulary, metrics, HTTP, scores.   usage: make docs

A page is what the code says of itself: descriptions of settings and fields, docstrings of routes and of closed lists, accepted
scores. To mend a page, mend the code and run this again; a test fails while a page differs from what this would write.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docs.writing.code import write_metrics, write_settings, write_vocabulary
from docs.writing.http import write_http
from docs.writing.schemas import write_event
from docs.writing.scores import write_scores

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Written by `make docs` from the code. -->\n\n"

PAGES: dict[str, Callable[[], str]] = {
    "settings": write_settings,
    "event": write_event,
    "vocabulary": write_vocabulary,
    "metrics": write_metrics,
    "http": write_http,
    "scores": write_scores,
}


def write_page(name: str) -> str:
    """Returns the text of one page of the reference."""
    return MADE + PAGES[name]()


def main() -> None:
    REFERENCE.mkdir(exist_ok=True)
    for name in PAGES:
        (REFERENCE / f"{name}.md").write_text(write_page(name))


if __name__ == "__main__":
    main()
