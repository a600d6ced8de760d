"""The example script turns a year of events into pictures that stand alone and show every call."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docs.plots import count_ties, plot_all

ROOT = Path(__file__).parents[2]
NAMES = ("Angela Merkel", "Barack Obama", "Vladimir Putin", "Xi Jinping", "Shinzō Abe & <others>")
SVG = "{http://www.w3.org/2000/svg}"


def make_year(year: int = 2014) -> list[dict[str, Any]]:
    """Returns a call every third day of a year, between changing people, and one of which only the month is known."""
    events = []
    for n in range(0, 365, 3):
        sides = [NAMES[n % 5], NAMES[(n + 1 + n % 2) % 5]]
        events.append(
            {
                "id": str(n), "date": str(date(year, 1, 1) + timedelta(n)), "date_precision": "day",
                "participants": [{"name": name, "country": None, "role": None} for name in sides],
                "initiator": {"name": sides[0] if n % 2 else None, "claims": [], "disputed": False},
                "topics": [{"label": "trade", "text": "trade"}, {"label": None, "text": "other things"}],
            }
        )  # fmt: skip
    return [*events, {**events[0], "date": f"{year}-05", "date_precision": "month"}]


def test_a_year_becomes_pictures(tmp_path: Path) -> None:
    """As the how-to runs it: an export in, files out, each well-formed, every call with a day in the calendar."""
    events = make_year()
    (tmp_path / "year.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    command = [sys.executable, "-m", "docs.plots", str(tmp_path / "year.jsonl"), str(tmp_path / "plots")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    pictures = {path.stem: ElementTree.parse(path).getroot() for path in (tmp_path / "plots").glob("*.svg")}
    assert set(pictures) == {"timeline", "network", "topics", "callers", "calendar-2014"}
    days = [title.text or "" for title in pictures["calendar-2014"].iterfind(f"{SVG}rect/{SVG}title")]
    assert len(days) == 365
    assert sum(int(day.rpartition(": ")[2]) for day in days) == len(events) - 1
    assert {text.text for text in pictures["network"].iterfind(f"{SVG}text")} == set(NAMES)


def test_arrows_begin_at_who_placed_the_call() -> None:
    """A tie counts who placed its calls; a silent account counts for nobody."""
    ties = count_ties(make_year())
    assert sum(tie.calls for tie in ties) == len(make_year())
    assert sum(tie.by_one + tie.by_other for tie in ties) == sum(1 for event in make_year() if event["initiator"]["name"])


def test_an_empty_export_is_no_error() -> None:
    """Pictures without marks."""
    assert [name for name, _ in plot_all([])] == ["timeline", "network", "topics", "callers"]


def test_wrong_use_is_told() -> None:
    """What it wants, and exit 1."""
    told = subprocess.run([sys.executable, "-m", "docs.plots"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 1
    assert "usage: python -m docs.plots" in told.stderr
