"""A call long before the news ahead of it is history; an old call that opens the article, or stands on a live page, is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from services.extractor.stages import dates, history
from services.extractor.types import Article, Call, Cue, Document, Quote
from tests.extractor.stages.test_calls import labels, read

ROWS = yaml.safe_load(Path(__file__).with_name("history.yml").read_text(encoding="utf-8"))["rows"]


def told(sent: int, day: str | None, words: str = "on Monday") -> Call:
    """A call that sentence `sent` tells, with its day."""
    return Call([], [Cue(sent, sent + 1, sent, sent, "test")], date=day, date_quote=Quote(words, 0, len(words)))


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([told(0, "2024-05-14"), told(5, "2024-05-02")], [False, True]),
        ([told(0, "2024-05-14"), told(5, "2024-05-12")], [False, False]),
        ([told(0, "2024-05-02"), told(5, "2024-05-14")], [False, False]),
        ([told(0, "2024-05-14"), told(5, "2024-05-02", "today")], [False, False]),
        ([told(0, None), told(5, "2024-03-02")], [False, True]),
        ([told(0, None), told(5, "2024-05-10")], [False, False]),
        ([told(0, "2024-05-14"), told(5, "2024-03")], [False, False]),
        ([told(5, "2024-01-02")], [False]),
    ],
)
def test_history(calls, expected):
    """Days decide what is history."""
    document = Document(Article("a", "text"), published=date(2024, 5, 15), calls=calls)
    history.mark(document)
    assert [call.background for call in calls] == expected
    for call in calls:
        call.background = False


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_history_of_passage(row):
    """What only frames the news is history; a call of its days that is told at length is news."""
    document = read(row["text"], row["published"])
    dates.assign(document)
    history.release(document)
    history.mark(document)
    found = [(labels(c.participants), c.date, c.background) for c in document.calls]
    wanted = [(sorted(e["parties"]), e["date"] and str(e["date"]), e["background"]) for e in row["expected"]]
    assert sorted(found, key=str) == sorted(wanted, key=str), row["why"]
    assert all(("background" in c.rules) == c.background for c in document.calls)
