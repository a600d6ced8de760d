"""The reference is what the code says now."""

from __future__ import annotations

import pytest

from docs.generate import PAGES, REFERENCE, write_page


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_fresh(name: str) -> None:
    """A setting, field, route or metric that changed without its page shows here."""
    assert (REFERENCE / f"{name}.md").read_text() == write_page(name), "run `make docs`"


def test_no_page_is_left_over() -> None:
    """Every page of the reference is written by the code."""
    assert {path.stem for path in REFERENCE.glob("*.md")} == set(PAGES)
