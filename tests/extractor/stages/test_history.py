"""A call long before the news ahead of it is history; an old call that opens the article, or stands on a live page, is not."""

from __future__ import annotations

from datetime import date

import pytest

from services.extractor.stages import history
from services.extractor.types import Article, Call, Cue, Document, Quote


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
