"""The search for the time of a call in the sentences of its cues.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.extractor.dates.anchors import anchor_of, call_tokens
from services.extractor.dates.asides import is_aside
from services.extractor.dates.attach import fit
from services.extractor.dates.clauses import GOOD, NONE, WEAK
from services.extractor.dates.events import counted_days, counts_from_event, refers_back
from services.extractor.dates.expressions import Expression
from services.extractor.dates.grammar import is_other_call, is_pluperfect, is_reporting, is_under, verb_of
from services.extractor.dates.moment import Reading
from services.extractor.dates.quotations import Quotations
from services.extractor.dates.resolve import is_far
from services.extractor.dates.share import share_out
from services.extractor.dates.statements import is_said_after, is_statement_time, tokens_of
from services.extractor.dates.timeline import Timeline
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Cue, Document

_PUT_BEHIND = re.compile(r"(?: (?:that|this|the|his|her|its|their)(?: \w+){1,2})?, (?:at [\w:.]+ )?")
_COUNTED_BEHIND = re.compile(r"(?: [\w'’-]+){1,6}, ")  # "a day before he flew to Dublin, on Thursday"
_NO_WORDS = re.compile(r"[ ,]*")
SELF_STANDING = frozenset(["written", "weekday", "offset"])  # which tell a day by themselves
OWNING = ("'s", "’s")
NOUN_WORDS = 3  # between "Sunday's" and its noun
OPENING = 3  # characters before words that open a sentence


@dataclass(frozen=True)
class Find:
    """A reading that fits a call, how well, and in which sentence it stands. `value` may differ from the reading's own where the
    direction is turned ("two days after they spoke")."""

    reading: Reading
    fit: int
    sent: int
    value: str | None
    basis: str


def precision(value: str | None) -> int:
    return len(value or "")


def first_cue(call: Call) -> int:
    return min((c.head for c in call.cues), default=0)


class Search:
    """The search in one document."""

    def __init__(self, document: Document, timeline: Timeline) -> None:
        assert document.doc is not None
        self.document, self.doc, self.timeline = document, document.doc, timeline
        self.quotations = Quotations(document, timeline)
        self.found: dict[int, Find] = {}
        self.left_open: set[int] = set()  # calls of which the text says that their day is not known

    def from_cues(self, call: Call) -> Find | None:
        """The best fit in the sentences of the call's own cues: a day before a month before mere words, and what tells a day before
        what only hours lead from ("hours after he gave in")."""
        finds: list[tuple[int, bool, bool, int, int, Find]] = []
        cues = [cue for cue in self.cues(call) if not self._is_of_another(cue, call)]
        for order, cue in enumerate(cues):
            here = [f for r in self.readings(cue.sent) if (f := self.try_reading(r, cue))]
            if self._is_beside(cue) and not self._is_beside(cues[0]):
                here = [f for f in here if f.value]  # words without a day, of talks in general ("two weeks ago it was among three")
            here = share_out(self.document, call, cue, here)
            headline = cue.sent in self.document.headline_sents
            finds += [(-precision(f.value), f.reading.expression.kind == "near", headline, order, -f.fit, f) for f in here]
        return min(finds, key=lambda f: f[:5])[-1] if finds else None

    def _is_of_another(self, cue: Cue, call: Call) -> bool:
        """Whether the cue takes up the call by what stands for another that the same sentence tells ("their first contact was a
        call in May")."""
        if cue.status != "reference" or not is_other_call(self.doc[cue.head]):
            return False
        others = (c for other in self.document.calls if other is not call for c in other.cues)
        return any(c.sent == cue.sent and c.status != "reference" for c in others)

    def _is_beside(self, cue: Cue) -> bool:
        """Whether the cue only takes up the call, or stands in a headline."""
        return cue.status == "reference" or cue.sent in self.document.headline_sents

    def cues(self, call: Call) -> list[Cue]:
        headlines = self.document.headline_sents
        return sorted(
            (c for c in call.cues if c.sent < len(self.document.sents)),
            key=lambda c: (c.status == "reference", c.sent in headlines, c.head),
        )

    def readings(self, sent: int) -> list[Reading]:
        span = self.document.sents[sent]
        return self.timeline.within(span.start_char, span.end_char)

    def told_by(self, words: Iterable[Token], told: list[Reading], n: int, least: int = GOOD) -> Find | None:
        """The best of the times told in sentence `n` that fit one of the words which stand there for a call."""
        cues = [Cue(word.i, word.i + 1, word.i, n, "dates.told-by") for word in words] if told else []
        finds = [f for cue in cues for r in told if (f := self.try_reading(r, cue)) and f.fit >= least and f.value]
        return max(finds, key=lambda f: (f.fit, precision(f.value)), default=None)

    def try_reading(self, reading: Reading, cue: Cue) -> Find | None:
        """The reading as the time of the call told at `cue`, None where it is not."""
        head = self.doc[cue.head]
        one = reading.expression
        if turned := self._turned(reading, head):
            return Find(reading, GOOD, cue.sent, turned, f"{reading.basis}-the-call")
        if reading.boundary and not self._was_then(reading, head) and not self._never_since(reading, head):
            return None
        score = fit(self.doc, one, head)
        if score == NONE and cue.sent in self.document.headline_sents and one.written and one.written.year:
            score = WEAK
        if score == NONE and self._is_said_that_day(reading, head):
            return Find(reading, WEAK, cue.sent, reading.value, f"dates.said-{'that-day' if one.kind == 'follow' else 'after'}")
        if score == NONE or self.lies_ahead(reading):
            return None
        return Find(reading, score, cue.sent, self._value(reading, cue), reading.basis)

    def _was_then(self, reading: Reading, head: Token) -> bool:
        """Whether what a day bounds is not the call: "since Sunday's talk", "By
        Sunday nothing had come of it, and he rang"."""
        one = reading.expression
        between = self.doc.text[one.end : head.idx] if one.end < head.idx else ","
        of_call = one.text.endswith(("'s", "’s")) and "," not in between and len(between.split()) <= NOUN_WORDS
        reached = one.start == head.sent.start_char and one.text.startswith("By ") and verb_of(head).tag_ == "VBD"
        return of_call or reached

    def _is_said_that_day(self, reading: Reading, head: Token) -> bool:
        """Whether the call is stated on the day of the story, which it is then of too ("said that evening that he had rung"), or
        right before something is said on a day."""
        one = reading.expression
        anchor = anchor_of(self.doc, one) if reading.day is not None and not reading.boundary else None
        if anchor is None:
            return False
        if one.kind != "follow" or one.rule.days != 0:
            return one.kind in SELF_STANDING and is_said_after(anchor, head)
        return is_reporting(anchor) and anchor.is_ancestor(head) and is_pluperfect(head)

    def _turned(self, reading: Reading, head: Token) -> str | None:
        """The call's day in "said on Thursday, hours after they spoke" and "met on Friday, two days after they spoke"."""
        one = reading.expression
        if one.kind not in ("near", "event") or one.end > head.idx or refers_back(self.doc.text, one):
            return None
        word = one.words.get("later") or one.words.get("later2") or ""
        span = tokens_of(self.doc, one)
        if span is None or word.strip().lower() not in ("after", "following", "before", "ahead of") or not is_under(head, span):
            return None
        if behind := self._day_put_behind(one, span.sent):
            return behind.isoformat()  # "three days before it was written, on Sunday, when he rang"
        earlier = [r for r in self._readings_before(one.start, span.sent) if r.day]
        day = earlier[-1].day if earlier else (one.kind == "near" and reading.day) or self.timeline.at(one.start)
        if day is None or (one.kind == "event" and one.words.get("approx")):
            return None
        if one.kind == "near":
            return reading.value and day.isoformat()
        days = counted_days(one) * (1 if word.strip().lower() in ("before", "ahead of") else -1)
        return (day + timedelta(days=days)).isoformat()

    def _readings_before(self, position: int, sent: Span) -> list[Reading]:
        return [r for r in self.timeline.within(sent.start_char, position) if not r.boundary]

    def _never_since(self, reading: Reading, head: Token) -> bool:
        """ "Had not spoken since June": the last call was then."""
        since = reading.expression.words.get("prep", "").lower() == "since" or reading.expression.text.lower().startswith("since")
        return since and any(t.dep_ == "neg" or t.lower_ in ("never", "last") for t in head.children)

    def lies_ahead(self, reading: Reading) -> bool:
        """Whether the reading is of what was still to come when the words were written: of a live page, when its entry was."""
        entry = self.timeline.entry(reading.expression.start)
        published = entry[1] if entry else self.timeline.published
        if reading.planned and reading.expression.kind not in ("follow", "near", "clock"):
            return published is None or reading.day is None or reading.day > published
        ahead = 1 if (reading.expression.rule.days or 0) > 0 else 2  # "tomorrow" never was, while a day may be over elsewhere
        return bool(reading.day and published and (reading.day - published).days >= ahead)

    def _value(self, reading: Reading, cue: Cue) -> str | None:
        """The reading's value; what counts from a day told later in the same sentence counts from that one."""
        one = reading.expression
        sent = self.document.sents[cue.sent]
        days = one.rule.days if one.kind == "offset" else 0 if one.kind == "clock" and reading.day == self.timeline.today else None
        if days is not None and (day := self.quotations.day_of(reading, sent)):
            return (day + timedelta(days=days)).isoformat()
        if one.kind in ("near", "event") and (day := self._day_put_behind(one, sent)):
            return day.isoformat()
        if one.kind == "near" and (day := self._day_of_what_follows(one, sent)):
            return day.isoformat()
        if one.kind in ("follow", "clock", "near") and (one.rule.days == 0 or one.kind != "follow"):
            inside = [
                r for r in self.timeline.within(sent.start_char, sent.end_char) if r.day and r is not reading and not r.boundary
            ]
            opens = one.start - sent.start_char <= OPENING and reading.day != self.timeline.at(one.start)
            if opens and one.kind == "follow":
                return reading.value  # "The same day he rang X, Y said on Monday": the day of the sentence before
            before = [r for r in inside if r.expression.start < one.start]
            after = [
                r
                for r in inside
                if r.expression.start > one.start and is_statement_time(self.doc, r.expression, call_tokens(self.doc[cue.head]))
            ]
            if not before and after and not (one.kind == "near" and counts_from_event(self.doc.text, one)):
                return after[0].value
        return reading.value

    def _day_put_behind(self, one: Expression, sent: Span) -> date | None:
        """The day told once more behind a comma: "a few hours later, at nine this morning", "hours after that, on Monday", "a day
        before he flew home, on Monday"."""
        end = one.end
        counts = one.text.lower().endswith(("after", "before"))
        for reading in self.timeline.within(one.end, sent.end_char):
            other = reading.expression
            between, first = self.doc.text[end : other.start], end == one.end
            put = (_PUT_BEHIND if first else _NO_WORDS).fullmatch(between)
            if not put and not (first and counts and _COUNTED_BEHIND.fullmatch(between)):
                return None
            if other.kind in SELF_STANDING and not other.text.endswith(OWNING):
                return reading.day
            end = other.end
        return None

    def _day_of_what_follows(self, one: Expression, sent: Span) -> date | None:
        """The day told of that which something was hours before or after: "two hours before announcing it on 25 December"."""
        span = tokens_of(self.doc, one)
        behind = self.timeline.within(one.end, sent.end_char) if span is not None and not is_far(one) else []
        for reading in behind:
            inner = tokens_of(self.doc, reading.expression)
            if not reading.day or reading.boundary or span is None or inner is None or not is_under(inner.root, span):
                continue
            if not is_aside(self.doc, reading.expression):
                return reading.day
        return None
