"""Finds for each call the time expression that tells its day, near its cues first, then where the text speaks of it again.

Reads a document with parse and calls, and its timeline. Order of places: the cue's own sentence; a sentence that says when the
conversation took place; the round of calls that an earlier sentence dates; the scene that the sentence before sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from spacy.tokens import Span, Token

from services.extractor.dates.attach import (
    GOOD,
    NONE,
    WEAK,
    anchor_of,
    call_tokens,
    fit,
    is_reporting,
    is_statement_time,
    tokens_of,
)
from services.extractor.dates.expressions import word_list
from services.extractor.dates.resolve import Reading
from services.extractor.dates.share import share_out
from services.extractor.dates.timeline import Timeline, counted_days
from services.extractor.types import Call, Cue, Document, Quote

ROUND_SENTENCES = 12
ECHO_SENTENCES = 3
NEXT_SENTENCES = 6
SCENE_SENTENCES = 5
FAR_TOKENS = 150
ROUND_CALLS = 3
LEAD_SENTENCES = 12


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
        found = dater.find(call)
        if found is None:
            continue
        dater.found[id(call)] = found
        one = found.reading.expression
        call.date, call.date_basis = found.value, found.basis
        call.date_quote = Quote(document.text[one.start : one.end], one.start, one.end)
        call.rules["date"] = found.basis
    _fill_round(document, dater)


def _fill_round(document: Document, dater: Dater) -> None:
    """Where three or more calls of an article are of one day and none of another, the undated ones told in plain past are too."""
    main = [c for c in document.calls if not c.background]
    dated = [c for c in main if c.date and len(c.date) == 10]
    if len(dated) < ROUND_CALLS or len({c.date for c in dated}) > 1:
        return
    for call in main:
        if call.date is None and call.date_quote is None and call.cues and not _is_pluperfect(dater.doc[_first_cue(call)]):
            call.date, call.date_quote, call.date_basis = dated[0].date, dated[0].date_quote, "dates.round-of-one-day"
            call.rules["date"] = call.date_basis


def _first_cue(call: Call) -> int:
    return min((c.head for c in call.cues), default=0)


class Dater:
    """The search for the days of one document's calls."""

    def __init__(self, document: Document, timeline: Timeline) -> None:
        assert document.doc is not None
        self.document, self.doc, self.timeline = document, document.doc, timeline
        self.found: dict[int, Find] = {}

    def find(self, call: Call) -> Find | None:
        """The best find for a call; words that tell no day keep the search in its place from going on to rounds and scenes."""
        own = self.from_cues(call)
        if own and own.value:
            return own
        if found := self.from_echo(call) or own:
            return found
        if all(c.sent in self.document.headline_sents for c in call.cues):
            return self.from_lead(call)
        return max(filter(None, (self.from_round(call), self.from_scene(call))), key=lambda f: f.sent, default=None)

    def from_lead(self, call: Call) -> Find | None:
        """For a call that only a headline tells: the day of the telephoning among the first sentences that name both sides."""
        body = [n for n in range(len(self.document.sents)) if n not in self.document.headline_sents][:LEAD_SENTENCES]
        for n in body:
            found = self._dated_telephoning(n)
            if found and len(self._present(call, n)) > 1:
                return Find(found.reading, WEAK, n, found.value, "dates.lead")
        return None

    def _present(self, call: Call, n: int) -> set[int]:
        """Those on the line whom sentence `n` names."""
        sent, names = self.document.sents[n], {p.id for p in call.participants}
        return {e.id for m in self.document.mentions if sent.start <= m.start < sent.end for e in m.members if e.id in names}

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
        headlines = self.document.headline_sents
        return sorted((c for c in call.cues if c.sent < len(self.document.sents)), key=lambda c: (c.status == "reference", c.sent in headlines, c.head))

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
        if score == NONE and cue.sent in self.document.headline_sents and one.written and one.written.year:
            score = WEAK
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
        days = counted_days(one) * (1 if word.strip().lower() in ("before", "ahead of") else -1)
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
        alone = not call.background and not any(c is not call and not c.background and self._rivals(call, c) for c in self.document.calls)
        own = {c.sent for c in call.cues}
        others = {c.sent for other in self.document.calls if other is not call for c in other.cues}
        for n in self._echo_order(own, alone):
            if n in own or n in others or n in self.document.headline_sents or self._is_past(n, own, others):
                continue
            for token in self.document.sents[n]:
                near = any(0 < n - o <= 2 for o in own)
                if not (_speaks_of_call(token, near) or (near and self._addresses(token, call))):
                    continue
                cue = Cue(token.i, token.i + 1, token.i, n, "dates.echo")
                finds = [f for r in self._readings(n) if (f := self._try(r, cue)) and f.fit >= GOOD and f.value]
                if finds:
                    best = max(finds, key=lambda f: (f.fit, _precision(f.value)))
                    return Find(best.reading, best.fit, n, best.value, f"{best.basis}-of-the-call")
        return None

    def _addresses(self, token: Token, call: Call) -> bool:
        """Whether the token is a verb that one party says to the other ("had assured the emir on Friday of his support")."""
        if token.lemma_.lower() not in word_list("addressing"):
            return False
        names = {p.id for p in call.participants}
        covered = {i for m in self.document.mentions for i in range(m.start, m.end) if any(e.id in names for e in m.members)}
        return any(c.dep_ in ("dobj", "dative", "nsubjpass") and {t.i for t in c.subtree} & covered for c in token.children)

    def _rivals(self, call: Call, other: Call) -> bool:
        """Whether "the conversation" further down could as well mean the other call: it is told before this one's last cue."""
        return bool(other.cues) and _first_cue(other) <= max((c.head for c in call.cues), default=0) + FAR_TOKENS

    def _is_past(self, n: int, own: set[int], others: set[int]) -> bool:
        """Whether another call has been told between the call's last cue and sentence `n`."""
        return any(max(own, default=0) < o < n for o in others)

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
        if _is_pluperfect(self.doc[first.head]):
            return None
        if self._goes_on(sent) and (before := self._call_before(call, first)):
            return Find(before.reading, WEAK, before.sent, before.value, "dates.round")
        for n in range(first.sent - 1, max(-1, first.sent - ROUND_SENTENCES), -1):
            found = self._dated_telephoning(n)
            if found:
                fits = self._is_round(n) or (first.sent - n == 1 and self._goes_on(sent))
                return Find(found.reading, WEAK, n, found.value, "dates.round") if fits else None
        return None

    def _call_before(self, call: Call, first: Cue) -> Find | None:
        """The find of the last call told before, if somebody was on the line of both."""
        names = {p.id for p in call.participants}
        told = [
            c for c in self.document.calls
            if id(c) in self.found and c is not call and not c.background and names & {p.id for p in c.participants}
            and c.cues and 0 <= first.sent - self._cues(c)[0].sent <= NEXT_SENTENCES
        ]  # fmt: skip
        latest = max(told, key=_first_cue, default=None)
        found = self.found[id(latest)] if latest else None
        return found if found and found.value and len(found.value) == 10 else None

    def _dated_telephoning(self, n: int) -> Find | None:
        """The day that sentence `n` tells of speaking on the telephone."""
        if n in self.document.headline_sents:
            return None
        finds = []
        for token in self.document.sents[n]:
            if token.lemma_.lower() in word_list("telephoning"):
                cue = Cue(token.i, token.i + 1, token.i, n, "dates.round")
                finds += [f for r in self._readings(n) if (f := self._try(r, cue)) and f.fit >= GOOD and f.value]
        return max(finds, key=lambda f: (f.fit, _precision(f.value)), default=None)

    def _goes_on(self, sent: Span) -> bool:
        low = f" {sent.text.lower()} "
        return any(f" {w}{end}" in low for w in word_list("continuing") for end in " ,.;:")

    def _is_round(self, n: int) -> bool:
        low = self.document.sents[n].text.lower()
        return any(w in low for w in word_list("rounds"))

    def from_scene(self, call: Call) -> Find | None:
        """The day on which the sentence before sets the scene, if the call is told as its next event."""
        if call.background or not call.cues:
            return None
        first = self._cues(call)[0]
        if first.sent in self.document.headline_sents or not _is_narrated(self.doc[first.head]):
            return None
        for n in range(first.sent - 1, max(-1, first.sent - 1 - SCENE_SENTENCES), -1):
            if n in self.document.headline_sents or not (n >= first.sent - 2 or self._same_paragraph(n, first.sent)):
                return None
            root = self.document.sents[n].root
            cue = Cue(root.i, root.i + 1, root.i, n, "dates.scene")
            finds = [f for r in self._readings(n) if not r.boundary and (f := self._try(r, cue) or self._loose(r, cue))]
            days = [f for f in finds if f.value and len(f.value) == 10]
            perfect = _auxiliaries(root) & ({"has", "have"} if n == first.sent - 1 else {"has", "have", "had"})
            if days and not _tells_statement(root) and not perfect:
                best = min(days, key=lambda f: f.reading.expression.kind in ("clock", "near"))
                return Find(best.reading, WEAK, n, best.value, "dates.scene")
            if finds or any(r.day for r in self._readings(n)):
                return None
        return None

    def _loose(self, reading: Reading, cue: Cue) -> Find | None:
        """A time anywhere in a scene, unless it is that of a statement or of another event's noun."""
        anchor = anchor_of(self.doc, reading.expression)
        if anchor is None or anchor.pos_ not in ("VERB", "AUX") or is_reporting(anchor) or self._lies_ahead(reading):
            return None
        if any(a.dep_ in ("relcl", "acl", "ccomp", "csubj", "pcomp") for a in [anchor, *anchor.ancestors]):
            return None
        return Find(reading, WEAK, cue.sent, reading.value, reading.basis)

    def _same_paragraph(self, n: int, m: int) -> bool:
        between = self.doc.text[self.document.sents[n].start_char : self.document.sents[m].start_char]
        return "\n" not in between.strip()


def _precision(value: str | None) -> int:
    return len(value or "")


def _is_under(token: Token, span: Span) -> bool:
    """Whether the token stands in the clause or phrase that the words of `span` ("hours after") begin."""
    after = [t for t in span if t.lower_ in ("after", "following", "before", "of")]
    for above in [token, *token.ancestors]:
        if any(a.i == above.i for a in after) or any(c.dep_ == "mark" and c in after for c in above.children):
            return True
    return False


def _verb_of(token: Token) -> Token:
    """The verb of the clause in which the token stands."""
    for above in [token, *token.ancestors]:
        if above.pos_ in ("VERB", "AUX"):
            return above
    return token


def _auxiliaries(token: Token) -> set[str]:
    verb = _verb_of(token)
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return own or ({c.lower_ for c in verb.head.children if c.dep_ == "aux"} if verb.dep_ == "conj" else own)


def _is_pluperfect(token: Token) -> bool:
    return bool(_auxiliaries(token) & {"had", "'d"}) and _verb_of(token).tag_ == "VBN"


def _is_narrated(token: Token) -> bool:
    """Whether the call is told in plain past or present, as the next thing that happened."""
    return not _auxiliaries(token) & {"has", "have", "had", "'ve", "will", "would"} or _verb_of(token).tag_ in ("VBD",)


def _tells_statement(root: Token) -> bool:
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in root.children)
    return root.lemma_.lower() in word_list("reporting") - {"put", "come", "issue"} and not (passive and root.lemma_.lower() in ("tell", "inform", "brief"))


def _speaks_of_call(token: Token, near: bool) -> bool:
    """Whether the token stands for the call that is being told: "the conversation", or "it" that took place."""
    if token.lemma_.lower() in word_list("echo_nouns") and token.pos_ == "NOUN":
        return not any(c.lemma_.lower() in word_list("other_call_words") for c in token.children)
    if near and token.lower_ in ("it", "this", "that", "they") and token.dep_ in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_.lower()
        return verb in ("happen", "occur", "last") or (verb == "take" and any(c.lower_ == "place" for c in token.head.children)) or (token.lower_ == "they" and verb in ("talk", "speak"))
    return False
