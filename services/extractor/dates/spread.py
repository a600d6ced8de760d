"""Leaves open the days of calls that one sentence spreads over several: "On Monday and Tuesday she spoke with A, B and C", "between
March 2 and 4".

Reads the dated calls of a document; takes the date, not the words that tell it, from calls with different people that share one of
several days in a row.
"""

from __future__ import annotations

import re
from collections import defaultdict

from services.extractor.dates.search import first_cue
from services.extractor.dates.written import FULL_WEEKDAYS
from services.extractor.types import Call, Document

_DAY = rf"(?:{'|'.join(FULL_WEEKDAYS)}|yesterday|today|tonight)"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_BEFORE = re.compile(rf"\b{_DAY}{_PART},? and (?:on |again )?$", re.I)
_BEHIND = re.compile(rf",? and (?:on |again )?{_DAY}\b(?!{_PART} (?:with|to|from)\b)", re.I)
_SPAN_OPENS = re.compile(r"\b(?:between|from) $", re.I)
_SPAN_GOES_ON = re.compile(r" (?:and|to) (?:[A-Z][a-z]{2,8}\.? )?\d{1,2}\b(?! ?[ap]\.?m)")
_ONE_OR = re.compile(r"\b\d{1,2} or $")
REACH = 40  # characters in front of a day in which another may stand
TIED = {"later", "same", "hour", "hours", "minutes", "moments", "then", "afterwards", "that"}
SEVERAL_DAYS = "dates.several-days"


def open_days(document: Document) -> None:
    """Takes the date from the calls of `document` that are spread over several days."""
    shared: dict[tuple[int, int], list[Call]] = defaultdict(list)
    for call in document.calls:
        if call.date and call.date_quote and call.cues:
            head = document.doc[first_cue(call)] if document.doc is not None else None
            shared[(call.date_quote.start, head.sent.start if head is not None else 0)].append(call)
    for call in document.calls:
        if call.date and call.date_quote and _is_of_a_span(document.text, call.date_quote.start, call.date_quote.end):
            _open_day(call)
    for calls in shared.values():
        people = {frozenset(p.id for p in call.participants) for call in calls}
        if len(people) > 1 and _is_one_of_several(document.text, calls[0]):
            for call in calls:
                _open_day(call)


def _open_day(call: Call) -> None:
    call.date, call.date_basis, call.rules["date"] = None, SEVERAL_DAYS, SEVERAL_DAYS


def _is_of_a_span(text: str, start: int, end: int) -> bool:
    """Whether the day is an end of a span or one of two that may be meant: "between March 2 and 4", "on 3 or 4 March"."""
    before = text[max(0, start - REACH) : start]
    return bool((_SPAN_OPENS.search(before) and _SPAN_GOES_ON.match(text, end)) or _ONE_OR.search(before))


def _is_one_of_several(text: str, call: Call) -> bool:
    """Whether another day stands beside the one that dates a call, and none is told to be of some of the calls."""
    quote = call.date_quote
    if quote is None or "respectively" in text[quote.start : quote.start + 300]:
        return False
    before = re.sub(r"(?:on|late|early)\s*$", "", text[max(0, quote.start - REACH) : quote.start]).rstrip() + " "
    return bool(_BEFORE.search(before) or _BEHIND.match(text, quote.end))


def open_repeats(document: Document) -> None:
    """ "He telephoned him on Sunday. … By Friday he had him on the line once more": another call of the same two has not the day
    of the first, unless words tie it to that ("later", "that night", "an hour")."""
    seen: dict[tuple[frozenset[int], str, int], Call] = {}
    for call in sorted(document.calls, key=lambda c: min(cue.head for cue in c.cues)):
        if call.date is None or call.date_quote is None:
            continue
        key = (frozenset(p.id for p in call.participants), call.date, call.date_quote.start)
        sents = [document.sents[cue.sent] for cue in call.cues]
        told = any(s.start_char <= call.date_quote.start < s.end_char for s in sents)
        if key in seen and not told and not TIED & {t.lower_ for s in sents for t in s}:
            call.date, call.date_quote, call.date_basis = None, None, None
            del call.rules["date"]
        seen.setdefault(key, call)
