"""The same news in other words: what a rewriting changes, and how what is lost by it is counted."""

from __future__ import annotations

import pytest

from benchmarks.reworded import compare
from benchmarks.rewordings import KINDS

TEXT = """The foreign minister rang off.

President Barack Obama phoned President Vladimir Putin on Sunday, March 2, 2014. He said so. They discussed Crimea.

Mr Obama also called Angela Merkel, the White House said."""
ROW = {
    "title": "Obama phones Putin",
    "text": TEXT,
    "calls": [{"participants": [{"name": "Barack Obama"}, {"name": "Vladimir Putin"}]}],
}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("verbs", "Obama telephoned President"),
        ("offices", "The minister of foreign affairs rang"),
        ("discussed", "They talked about Crimea"),
        ("days-swapped", "on Sunday, 2 March 2014."),
        ("ordinals", "March 2nd, 2014"),
        ("bare-weekdays", "Putin Sunday, March"),
        ("quotes", "Obama"),
        ("says", "He says so."),
        ("passive", "President Vladimir Putin was phoned by President Barack Obama on Sunday"),
        ("without-mr", "\nObama also called"),
        ("sentence-lines", "2014.\n\nHe said so.\n\nThey"),
        ("weather-front", "rang off.\n\nThe weather service"),
        ("surnames", "Mr Obama also"),
    ],
)
def test_the_news_stays_the_same(kind: str, told: str) -> None:
    """Each kind changes what it is for, and none makes two of a name with a title or of an abbreviation."""
    assert told in KINDS[kind](ROW)["text"]


def test_what_nothing_is_found_in_stays() -> None:
    """So that only articles that were changed are read once more."""
    assert all(KINDS[kind](ROW) == ROW for kind in ("held", "points", "short-months"))


def test_what_was_right_may_be_lost_or_won() -> None:
    """Counted by field; false calls that come are not set off against those that go."""
    before = ({("call", 0): True, ("date", 0): True, ("date", 1): False}, 1)
    after = ({("call", 0): True, ("date", 0): False, ("date", 1): True}, 3)
    counts = compare(before, after)
    assert (counts["call"], counts["call lost"], counts["date lost"], counts["date won"]) == (1, 0, 1, 1)
    assert (counts["false"], counts["false away"]) == (2, 0)
