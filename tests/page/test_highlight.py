"""Spans into marked text, and accounts side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.events.page.accounts import compare_accounts, tell_changes
from services.events.page.highlight import Piece, Span, find_spans, mark_text, split_paragraphs
from tests.extractor.calls import TEXT, make_call

SPANS = st.lists(st.builds(Span, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from("abc")), max_size=8)


@given(st.text(max_size=50), SPANS)
def test_marking_keeps_every_character(text: str, spans: list[Span]) -> None:
    """Whatever the spans, the pieces are the text, and each piece lies wholly inside or outside of each span."""
    pieces = list(mark_text(text, spans))
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        for place in range(at, at + len(piece.text)):
            assert set(piece.fields) == {s.field for s in spans if s.start <= place < s.end}
        at += len(piece.text)


def test_a_call_marks_its_fields() -> None:
    """The one who placed the call has a colour of their own."""
    marked = {piece.text: piece.fields for piece in mark_text(TEXT, find_spans(make_call()))}
    assert marked["Merkel"] == ("evidence", "initiator")
    assert marked["Macron"] == ("evidence", "participant")
    assert marked["agreed to meet in Berlin"] == ("outcome",)
    assert marked["trade"] == ("topic",)


def test_paragraphs_share_a_span_over_a_line_break() -> None:
    """Empty lines go, the span stays on both sides."""
    lines = split_paragraphs([Piece("a\n\n", ()), Piece("b\nc", ("topic",)), Piece(" d", ())])
    assert [[(p.text, p.fields) for p in line if p.text] for line in lines] == [
        [("a", ())],
        [("b", ("topic",))],
        [("c", ("topic",)), (" d", ())],
    ]


def test_accounts_differ_only_where_two_speak() -> None:
    """Silence contradicts nobody; topics add up."""
    calls = [make_call(), make_call(initiator="Emmanuel Macron", date=None), make_call(initiator=None, topics=[])]
    rows = {claim.field: claim for claim in compare_accounts([{"call": call} for call in calls])}
    assert rows["Placed by"].told == [["Angela Merkel"], ["Emmanuel Macron"], []]
    assert [name for name, claim in rows.items() if claim.differs] == ["Placed by"]
    assert rows["When"].told == [["9 March 2018"], [], ["9 March 2018"]]


def test_history_tells_what_changed() -> None:
    """From feed entry to feed entry; the first has nothing before it."""
    base = {
        "revision": 1,
        "date": "2018-03",
        "initiator": {"name": None},
        "participants": [],
        "topics": [],
        "outcomes": [],
        "reports": [1],
    }
    after = {**base, "revision": 2, "date": "2018-03-09", "initiator": {"name": "Angela Merkel"}, "reports": [1, 2]}
    after |= {"topics": [{"text": "trade", "label": "trade"}]}
    first, second = tell_changes([("10:00", "created", base), ("11:00", "updated", after)])
    assert (first.words, second.revision) == ([], 2)
    assert second.words == [
        "1 report more",
        "date: March 2018 → 9 March 2018",
        "placed by: not told → Angela Merkel",
        "topics: + trade",
    ]
