"""Shares out the times of one sentence among the calls that it tells: "spoke with A on Friday and, a day earlier, with B".

Reads the document, a call, one of its cues and what was found to fit; returns those that are this call's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.extractor.types import Call, Cue, Document

if TYPE_CHECKING:
    from services.extractor.dates.search import Find

_JOINT = re.compile(
    r"(?<!\s)\s*+(?:[,;]\s*+)?\band\b|;|,\s*+then\b|\bbut\b|,\s+(?:with|to|from)\b"
    r"|,\s+(?=on (?:[\w.]+ ){1,3}(?:with|to)\b)"
)

DAY = 10  # characters of a date that tells the day
_AGAIN = re.compile(r"(?:[,;]|\band)\s(?:with|to|from)\b")  # where a sentence goes on with others

_PUT_IN = re.compile(r"\band, $")


def share_out(document: Document, call: Call, cue: Cue, finds: list[Find]) -> list[Find]:
    """Those of `finds` that belong to `call`, where other calls of the same sentence claim their own."""
    rivals = [c for c in document.calls if any(other.sent == cue.sent for other in c.cues)]
    if len(rivals) > 1 and len(finds) == 1:
        finds = [f for f in finds if not _is_for_another(document, call, cue, rivals, f)]
    if any(f.value for f in finds):  # "on Tuesday, three days after the fighting broke out"
        finds = [f for f in finds if f.value or f.reading.expression.kind != "event"]
    if len(finds) < 2 or len(rivals) < 2 or len({f.value for f in finds}) < 2:
        return finds
    twins = [c for c in rivals if _sides(c) == _sides(call)]
    ordered = sorted(finds, key=lambda f: f.reading.expression.start)
    if len(twins) > 1:
        days = [f for f in ordered if len(f.value or "") == DAY]  # "two in April, one on the 2nd and one on the 20th"
        ordered = days if len(days) >= len(twins) else ordered
        rank = next(i for i, c in enumerate(twins) if c is call)
        return [ordered[min(rank, len(ordered) - 1)]]
    if paired := _paired(document, call, cue, rivals, ordered):
        return [paired]
    places = _places(document, call, cue, rivals)
    return [_nearest(document, cue, ordered, places)] if places else finds


def _is_for_another(document: Document, call: Call, cue: Cue, rivals: list[Call], find: Find) -> bool:
    """Whether the time is put before the last of a list ("called A, B and, yesterday, C"), of whom this call is none."""
    one = find.reading.expression
    put = _PUT_IN.search(document.text, max(0, one.start - 6), one.start) and document.text[one.end : one.end + 1] == ","
    places = _places(document, call, cue, rivals) if put else []
    return bool(places) and places[0] < one.start


def _paired(document: Document, call: Call, cue: Cue, rivals: list[Call], ordered: list[Find]) -> Find | None:
    """The time of a call where the sentence gives each of several its own, in their order ("A on Friday, B on Saturday and, on
    Sunday, C")."""
    if len(ordered) != len(rivals) or len({f.value for f in ordered}) != len(rivals):
        return None
    firsts = [next(iter(_places(document, rival, cue, rivals)), None) for rival in rivals]
    if None in firsts or len(set(firsts)) != len(firsts):
        return None
    ranked = sorted(zip(firsts, map(id, rivals), strict=True), key=lambda pair: pair[0] or 0)
    return ordered[[rival for _, rival in ranked].index(id(call))]


def _sides(call: Call) -> frozenset[tuple[str | None, str | None]]:
    return frozenset((p.name, p.country) for p in call.participants)


def _places(document: Document, call: Call, cue: Cue, rivals: list[Call]) -> list[int]:
    """Where the sentence names those who are on the line of this call alone."""
    shared = set.intersection(*({p.id for p in c.participants} for c in rivals))
    own = {p.id for p in call.participants} - shared
    sent = document.sents[cue.sent]
    places = [
        sent.doc[m.start].idx for m in document.mentions if sent.start <= m.start < sent.end and any(e.id in own for e in m.members)
    ]
    return sorted(places)


def _nearest(document: Document, cue: Cue, finds: list[Find], places: list[int]) -> Find:
    """The time in the same limb of the sentence as the name; else the last one before it; else the first."""
    sent = document.sents[cue.sent]
    text = document.text[sent.start_char : sent.end_char]
    cuts = [0, *(sent.start_char + m.start() for m in _JOINT.finditer(text)), sent.end_char]
    limb = max(i for i, cut in enumerate(cuts) if cut <= places[0])
    start, end = cuts[limb], cuts[min(limb + 1, len(cuts) - 1)]
    inside = [f for f in finds if start <= f.reading.expression.start < end]
    before = [f for f in finds if f.reading.expression.start < places[0]]
    return (inside or _shared(text, sent.start_char, places[0], finds) or before[-1:] or finds)[0]


def _shared(text: str, begin: int, place: int, finds: list[Find]) -> list[Find]:
    """The times of those who are told with one preposition, all behind the names ("and with C and D on Saturday")."""
    cuts = [begin, *(begin + m.start() for m in _AGAIN.finditer(text)), begin + len(text)]
    limb = max(i for i, cut in enumerate(cuts) if cut <= place)
    inside = [f for f in finds if cuts[limb] <= f.reading.expression.start < cuts[min(limb + 1, len(cuts) - 1)]]
    return inside if all(f.reading.expression.start > place for f in inside) else []
