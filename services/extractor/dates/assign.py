"""Finds for each call the time expression that tells its day, near its cues first, then where the text speaks of it again.

Reads a document with parse and calls, and its timeline. Order of places: the cue's own sentence; a sentence that says when the
conversation took place; the round of calls that an earlier sentence dates; the scene that the sentence before sets.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from services.extractor.dates.attach import GOOD, NONE, SURE, WEAK, call_tokens, fit, is_statement_time, tokens_of
from services.extractor.dates.expressions import word_list
from services.extractor.dates.resolve import Reading
from services.extractor.dates.share import share_out
from services.extractor.dates.timeline import Timeline
from services.extractor.types import Call, Cue, Document, Quote

ROUND_SENTENCES = 12
ECHO_SENTENCES = 3


@dataclass(frozen=True)
class Find:
    """A reading that fits a call, how well, and in which sentence it stands. `value` may differ from the reading's own where the
    direction is turned ("two days after they spoke")."""

    reading: Reading
    fit: int
    sent: int
    value: str | None
    basis: str


def date_calls(document: Document, timeline: Timeline) -> None:
    """Sets `date`, `date_quote` and `date_basis` of the calls."""
    dater = Dater(document, timeline)
    for call in sorted(document.calls, key=_first_cue):
        found = dater.from_cues(call) or dater.from_echo(call) or dater.from_round(call) or dater.from_scene(call)
        if found is None:
            continue
        one = found.reading.expression
        call.date, call.date_basis = found.value, found.basis
        call.date_quote = Quote(document.text[one.start : one.end], one.start, one.end)
        call.rules["date"] = found.basis


def _first_cue(call: Call) -> int:
    return min((c.head for c in call.cues), default=0)


class Dater:
    """The search for the days of one document's calls."""

    def __init__(self, document: Document, timeline: Timeline) -> None:
        assert document.doc is not None
        self.document, self.doc, self.timeline = document, document.doc, timeline
        self.cue_sents = {c.sent for call in document.calls for c in call.cues}

    def from_cues(self, call: Call) -> Find | None:
        """The best fit in the sentences of the call's own cues; a day before a month before mere words."""
        finds: list[tuple[int, int, int, int, Find]] = []
        for order, cue in enumerate(self._cues(call)):
            here = [f for r in self._readings(cue.sent) if (f := self._try(r, cue))]
            here = share_out(self.document, call, cue, here)
            headline = cue.sent in self.document.headline_sents
            finds += [(-_precision(f.value), headline, order, -f.fit, f) for f in here]
        return min(finds, key=lambda f: f[:4])[-1] if finds else None

    def _cues(self, call: Call) -> list[Cue]:
        return sorted((c for c in call.cues if c.sent < len(self.document.sents)), key=lambda c: (c.status == "reference", c.head))

    def _readings(self, sent: int) -> list[Reading]:
        span = self.document.sents[sent]
        return self.timeline.within(span.start_char, span.end_char)

    def _try(self, reading: Reading, cue: Cue) -> Find | None:
        """The reading as the time of the call told at `cue`, None where it is not."""
        head = self.doc[cue.head]
        one = reading.expression
        if turned := self._turned(reading, head):
            return Find(reading, GOOD, cue.sent, turned, f"{reading.basis}-the-call")
        if reading.boundary and not self._never_since(reading, head):
            return None
        score = fit(self.doc, one, head)
        if score == NONE or self._lies_ahead(reading):
            return None
        return Find(reading, score, cue.sent, self._value(reading, cue), reading.basis)

    def _turned(self, reading: Reading, head: Token) -> str | None:
        """The call's day in "said on Thursday, hours after they spoke" and "met on Friday, two days after they spoke"."""
        one = reading.expression
        if one.kind not in ("near", "event") or one.end > head.idx:
            return None
        word = one.words.get("later") or one.words.get("later2") or ""
        span = tokens_of(self.doc, one)
        if span is None or word.strip().lower() not in ("after", "following", "before", "ahead of") or not _is_under(head, span):
            return None
        earlier = [r for r in self._readings_before(one.start, span.sent) if r.day]
        day = earlier[-1].day if earlier else self.timeline.at(one.start)
        if day is None or (one.kind == "event" and one.words.get("approx")):
            return None
        if one.kind == "near":
            return reading.value and day.isoformat()
        from services.extractor.dates.timeline import timedelta, _days  # noqa: PLC0415

        days = _days(one) * (1 if word.strip().lower() in ("before", "ahead of") else -1)
        return (day + timedelta(days=days)).isoformat()

    def _readings_before(self, position: int, sent: Span) -> list[Reading]:
        return [r for r in self.timeline.within(sent.start_char, position) if not r.boundary]

    def _never_since(self, reading: Reading, head: Token) -> bool:
        """ "Had not spoken since June": the last call was then."""
        since = reading.expression.words.get("prep", "").lower() == "since" or reading.expression.text.lower().startswith("since")
        return since and any(t.dep_ == "neg" or t.lower_ in ("never", "last") for t in head.children)

    def _lies_ahead(self, reading: Reading) -> bool:
        published = self.timeline.published
        return bool(reading.day and published and (reading.day - published).days > 1)

    def _value(self, reading: Reading, cue: Cue) -> str | None:
        """The reading's value; what counts from a day told later in the same sentence counts from that one."""
        one = reading.expression
        sent = self.document.sents[cue.sent]
        if one.kind in ("follow", "clock", "near") and (one.rule.days == 0 or one.kind != "follow"):
            inside = [r for r in self.timeline.within(sent.start_char, sent.end_char) if r.day and r is not reading and not r.boundary]
            before = [r for r in inside if r.expression.start < one.start]
            after = [r for r in inside if r.expression.start > one.start and is_statement_time(self.doc, r.expression, call_tokens(self.doc[cue.head]))]
            if not before and after:
                return after[0].value
        return reading.value

    def from_echo(self, call: Call) -> Find | None:
        """A sentence that says when "it", "the conversation" took place: right behind a cue, or anywhere if this is the only call."""
        main = [c for c in self.document.calls if not c.background]
        alone = len(main) == 1 and not call.background
        own = {c.sent for c in call.cues}
        others = {c.sent for other in self.document.calls if other is not call for c in other.cues}
        for n in self._echo_order(own, alone):
            if n in own or n in others or n in self.document.headline_sents:
                continue
            for token in self.document.sents[n]:
                if not _speaks_of_call(token, near=any(0 < n - o <= 2 for o in own)):
                    continue
                cue = Cue(token.i, token.i + 1, token.i, n, "dates.echo")
                finds = [f for r in self._readings(n) if (f := self._try(r, cue)) and f.fit >= GOOD and f.value]
                if finds:
                    best = max(finds, key=lambda f: (f.fit, _precision(f.value)))
                    return Find(best.reading, best.fit, n, best.value, f"{best.basis}-of-the-call")
        return None

    def _echo_order(self, own: set[int], alone: bool) -> list[int]:
        last = len(self.document.sents)
        near = [n for o in sorted(own) for n in range(o + 1, min(last, o + 1 + ECHO_SENTENCES))]
        return list(dict.fromkeys(near + (list(range(last)) if alone else [])))

    def from_round(self, call: Call) -> Find | None:
        """The day of a round of calls, where this call is told as a further one of it."""
        if call.background or not call.cues:
            return None
        first = self._cues(call)[0]
        sent = self.document.sents[first.sent]
        for n in range(first.sent - 1, max(-1, first.sent - ROUND_SENTENCES), -1):
            found = self._dated_telephoning(n)
            if found and (self._goes_on(sent) or first.sent - n == 1 or self._is_round(n)):
                return Find(found.reading, WEAK, n, found.value, "dates.round")
            if found:
                return None
        return None

    def _dated_telephoning(self, n: int) -> Find | None:
        """The day that sentence `n` tells of speaking on the telephone."""
        finds = []
        for token in self.document.sents[n]:
            if token.lemma_.lower() in word_list("telephoning"):
                cue = Cue(token.i, token.i + 1, token.i, n, "dates.round")
                finds += [f for r in self._readings(n) if (f := self._try(r, cue)) and f.fit >= GOOD and f.value]
        return max(finds, key=lambda f: (f.fit, _precision(f.value)), default=None)

    def _goes_on(self, sent: Span) -> bool:
        low = f" {sent.text.lower()} "
        return any(f" {w} " in low or f" {w}," in low for w in word_list("continuing"))

    def _is_round(self, n: int) -> bool:
        low = self.document.sents[n].text.lower()
        return any(w in low for w in word_list("rounds"))

    def from_scene(self, call: Call) -> Find | None:
        """The day on which the sentence before sets the scene, if the call is told as its next event."""
        if call.background or not call.cues:
            return None
        first = self._cues(call)[0]
        if first.sent in self.document.headline_sents or _is_pluperfect(self.doc[first.head]):
            return None
        for n in (first.sent - 1, first.sent - 2):
            if n < 0 or n in self.document.headline_sents:
                break
            root = self.document.sents[n].root
            cue = Cue(root.i, root.i + 1, root.i, n, "dates.scene")
            finds = [f for r in self._readings(n) if (f := self._try(r, cue)) and f.fit >= GOOD]
            if finds and not _tells_statement(root):
                best = max(finds, key=lambda f: _precision(f.value))
                return Find(best.reading, WEAK, n, best.value, "dates.scene") if best.value else None
        return None


def _precision(value: str | None) -> int:
    return len(value or "")


def _is_under(token: Token, span: Span) -> bool:
    """Whether the token stands in the clause that the words of `span` ("hours after") begin."""
    for above in [token, *token.ancestors]:
        if above.i in range(span.start, span.end):
            return True
        if any(c.dep_ in ("mark", "prep", "advmod") and c.i in range(span.start, span.end) for c in above.children):
            return above is not above.sent.root or above.i == token.i
    return False


def _is_pluperfect(token: Token) -> bool:
    verb = token if token.pos_ in ("VERB", "AUX") else token.head
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _tells_statement(root: Token) -> bool:
    return root.lemma_.lower() in word_list("reporting") - {"put", "come", "issue"}


def _speaks_of_call(token: Token, near: bool) -> bool:
    """Whether the token stands for the call that is being told: "the conversation", or "it" that took place."""
    if token.lemma_.lower() in word_list("call_nouns") and token.pos_ == "NOUN":
        return not any(c.lemma_.lower() in word_list("other_call_words") for c in token.children)
    if near and token.lower_ in ("it", "this", "that", "they") and token.dep_ in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_.lower()
        return verb in ("happen", "occur", "last") or (verb == "take" and any(c.lower_ == "place" for c in token.head.children)) or (token.lower_ == "they" and verb in ("talk", "speak"))
    return False
