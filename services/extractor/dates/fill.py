"""Gives calls without a day of their own that of the calls told with them: in the same words, or in the same round.

Reads the dated calls of a document and the headings of its timeline; sets what dating sets. A call whose own words tell a time,
even one that settles no day, keeps that.
"""

from __future__ import annotations

from services.extractor.dates.grammar import is_pluperfect
from services.extractor.dates.search import Find, first_cue
from services.extractor.dates.timeline import Timeline
from services.extractor.types import Call, Document

ROUND_CALLS = 3
BY_ROUND, BY_SISTER = "dates.round-of-one-day", "dates.told-together"


def fill_sisters(document: Document, found: dict[int, Find]) -> None:
    """Calls that the same words open are of one day, where a sentence before tells it of some of them ("he had spoken with the
    leaders of Egypt and Jordan")."""
    dated = {first_cue(c): c for c in document.calls if c.cues and c.date and found[id(c)].sent != c.cues[0].sent}
    for call in document.calls:
        sister = dated.get(first_cue(call)) if _is_open(call) else None
        if sister is not None and sister.background == call.background:
            _give_day(call, sister, BY_SISTER)


def fill_round(document: Document, timeline: Timeline, left_open: set[int]) -> None:
    """Where three or more calls of an article are of one day and none of another, the undated ones told in plain past are too,
    unless they stand under another heading, or the text says that their day is not known (`left_open`)."""
    doc = document.doc
    main = [c for c in document.calls if not c.background]
    dated = [c for c in main if c.date and len(c.date) == 10]
    if doc is None or len(dated) < ROUND_CALLS or len({c.date for c in dated}) > 1:
        return
    entries = {timeline.entry(doc[first_cue(c)].idx) for c in dated}
    for call in (c for c in main if id(c) not in left_open):
        head = doc[first_cue(call)]
        told = timeline.within(head.sent.start_char, head.sent.end_char)
        if any(r.day and r.value != dated[0].date and not r.boundary for r in told):
            continue  # "and from Powell, on Sunday, two hours before the strike": of another day or of none
        earlier = any(is_pluperfect(doc[c.head]) for c in call.cues if doc[c.head].sent == head.sent)
        if _is_open(call) and not earlier and timeline.entry(head.idx) in entries:
            _give_day(call, dated[0], BY_ROUND)


def _is_open(call: Call) -> bool:
    return call.date is None and call.date_quote is None and bool(call.cues)


def _give_day(call: Call, other: Call, basis: str) -> None:
    call.date, call.date_quote, call.date_basis = other.date, other.date_quote, basis
    call.rules["date"] = basis
