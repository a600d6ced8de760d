"""A figure beside another: its ratio, its goal, and the table that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench.figures import compare, take_turns, write_markdown
from benchmarks.bench.machine import BEGIN, DOCUMENT, END, write_document
from benchmarks.bench.rows import ROWS


@pytest.mark.parametrize(
    ("ours", "theirs", "goal", "met"),
    [(200, 10, "≥ 20", True), (199, 10, "≥ 20", False), (12, 10, "≤ 1.2", True), (13, 10, "≤ 1.2", False), (1, 2, "", None)],
)
def test_a_goal_is_met_or_not(ours: float, theirs: float, goal: str, met: bool | None) -> None:
    """By the ratio of ours to theirs; without a goal nothing is said."""
    figure = compare("row", "what", ours, theirs, "ms", goal)
    assert (figure.ratio, figure.met) == (ours / theirs, met)


def test_a_goal_that_cannot_be_read_is_refused() -> None:
    """Else a typing error would look like a goal that was never set."""
    with pytest.raises(ValueError, match="not a goal"):
        compare("row", "what", 1, 1, "ms", "about 3")


def test_both_are_asked_in_turn_and_the_median_counts() -> None:
    """One slow answer of five changes nothing."""
    asked: list[str] = []
    answers = {"ours": iter([3.0, 1.0, 99.0, 2.0, 3.0]), "theirs": iter([10.0, 12.0, 11.0, 400.0, 9.0])}

    def ask(name: str) -> float:
        asked.append(name)
        return next(answers[name])

    assert take_turns(lambda: ask("ours"), lambda: ask("theirs")) == (3.0, 11.0)
    assert asked == ["ours", "theirs"] * 5


def test_the_table_stands_between_the_markers(tmp_path: Path) -> None:
    """What a person wrote around it stays; the last table replaces the one before."""
    page = tmp_path / "performance.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n")
    write_document(write_markdown([compare("news", "articles", 1234.5, 50, "articles/s", "≥ 20")]), "a machine", page)
    text = page.read_text()
    assert "| news | articles | 1,234 | 50 | articles/s | 24.69 | ≥ 20 | yes |" in text
    assert (text.startswith("above\n"), text.endswith("\nbelow\n"), "old" in text, "a machine" in text) == (True, True, False, True)


def test_the_document_has_a_place_for_it() -> None:
    """`--write` would fail after an hour of measuring otherwise."""
    text = DOCUMENT.read_text()
    assert text.count(BEGIN) == text.count(END) == 1
    assert text.index(BEGIN) < text.index(END)


def test_the_document_names_every_row() -> None:
    """What is measured is explained."""
    text = DOCUMENT.read_text()
    assert [row for row in ROWS if f"`{row}`" not in text] == []


def test_rows_not_measured_stay(tmp_path: Path) -> None:
    """Writing some rows leaves the others as they are."""
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{BEGIN}\n{END}\nBehind.\n")
    write_document(
        write_markdown([compare("news", "articles", 100, 50, "articles/s"), compare("start", "s", 3, 2, "s")]), "one", page
    )
    write_document(write_markdown([compare("news", "articles", 300, 50, "articles/s")]), "two", page)
    lines = [line.split("|")[1].strip() for line in page.read_text().splitlines() if line.startswith("|")]
    assert lines == ["row", "---", "news", "start"]
    assert "300" in page.read_text()
    assert "100" not in page.read_text()
    assert "Measured on: two." in page.read_text()
