"""Gives each call the time expression that tells its day: near its cues first, then where the text speaks of it again,
last from the round of calls or the scene that it is told in.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

from services.extractor.dates.attach import anchor_of, is_statement_time
from services.extractor.dates.clauses import GOOD, WEAK
from services.extractor.dates.expressions import word_list
from services.extractor.dates.grammar import (
    auxiliaries,
    is_fresh,
    is_narrated,
    is_occasion,
    is_pluperfect,
    is_reporting,
    only_dates_subject,
    speaks_of_call,
    tells_statement,
)
from services.extractor.dates.moment import NARRATIVE_AGE, Reading
from services.extractor.dates.search import Find, Search, first_cue, precision
from services.extractor.dates.timeline import Timeline
from services.extractor.tokens import Span
from services.extractor.types import Call, Cue, Document, Quote

ROUND_SENTENCES = 12
NEXT_SENTENCES = 6
SCENE_SENTENCES = 8
SCENE_BREAKS = 1
CONTINUED = 6
QUESTION_WORDS = 6
DAY = 10
SCENE_CUES = 4
ROUND_CALLS = 3
LEAD_SENTENCES = 12


def date_calls(document: Document, timeline: Timeline) -> None:
    """Sets `date`, `date_quote` and `date_basis` of the calls."""
    dater = Dater(document, timeline)
    for call in sorted(document.calls, key=first_cue):
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
        if call.date is None and call.date_quote is None and call.cues and not is_pluperfect(dater.doc[first_cue(call)]):
            call.date, call.date_quote, call.date_basis = dated[0].date, dated[0].date_quote, "dates.round-of-one-day"
            call.rules["date"] = call.date_basis


class Dater(Search):
    """The search, with what it found so far."""

    def find(self, call: Call) -> Find | None:
        """The best find for a call; words that tell no day keep the search in its place from going on to rounds and scenes."""
        own = self.from_cues(call)
        if own and own.value:
            return own
        if found := self.from_echo(call) or own:
            return found
        if all(c.sent in self.document.headline_sents for c in call.cues):
            return self.from_lead(call)
        if self._is_left_open(call):
            return None
        return max(filter(None, (self.from_round(call), self.from_scene(call))), key=lambda f: f.sent, default=None)

    def _is_left_open(self, call: Call) -> bool:
        """Whether the text says, where it tells the call or right behind, that the day is not known, or right before that the
        calls are of several days."""
        if call.cues and self._is_gathered(self.cues(call)[0].sent - 1):
            return True
        told = {n for c in call.cues for n in (c.sent, c.sent + 1) if n < len(self.document.sents)}
        return any(words in self.document.sents[n].text.lower() for n in told for words in word_list("undated"))

    def from_lead(self, call: Call) -> Find | None:
        """For a call that only a headline tells: the day of the telephoning among the first sentences that name both sides."""
        body = [n for n in range(len(self.document.sents)) if n not in self.document.headline_sents][:LEAD_SENTENCES]
        for n in body:
            found = self.dated_telephoning(n)
            if found and len(self._present(call, n)) > 1:
                return Find(found.reading, WEAK, n, found.value, "dates.lead")
        return None

    def _present(self, call: Call, n: int) -> set[int]:
        """Those on the line whom sentence `n` names."""
        sent, names = self.document.sents[n], {p.id for p in call.participants}
        return {e.id for m in self.document.mentions if sent.start <= m.start < sent.end for e in m.members if e.id in names}

    def from_round(self, call: Call) -> Find | None:
        """The day of a round of calls, where this call is told as a further one of it."""
        if call.background or not call.cues:
            return None
        first = self.cues(call)[0]
        sent = self.document.sents[first.sent]
        if auxiliaries(self.doc[first.head]) & {"had", "'d", "has", "have", "'ve"}:
            return None
        if self._goes_on(sent) and (before := self._call_before(call, first)):
            return Find(before.reading, WEAK, before.sent, before.value, "dates.round")
        for n in range(first.sent - 1, max(-1, first.sent - ROUND_SENTENCES), -1):
            found = self.dated_telephoning(n)
            if found:
                fits = self._is_round(n) or (first.sent - n == 1 and self._goes_on(sent))
                return Find(found.reading, WEAK, n, found.value, "dates.round") if fits else None
        return None

    def _is_gathered(self, n: int) -> bool:
        """Whether sentence `n` speaks of calls gathered over some time ("one of several calls that he has made")."""
        if n < 0 or n in self.document.headline_sents or any(r.day for r in self.readings(n)):
            return False
        calls = [t for t in self.document.sents[n] if t.tag_ == "NNS" and t.lemma_.lower() in word_list("echo_nouns")]
        return any(auxiliaries(c) & {"has", "have"} for t in calls for c in t.children if c.dep_ == "relcl")

    def _call_before(self, call: Call, first: Cue) -> Find | None:
        """The find of the last call told before, if somebody was on the line of both."""
        names = {p.id for p in call.participants}
        told = [
            c for c in self.document.calls
            if id(c) in self.found and c is not call and not c.background and names & {p.id for p in c.participants}
            and c.cues and 0 <= first.sent - self.cues(c)[0].sent <= NEXT_SENTENCES
        ]  # fmt: skip
        latest = max(told, key=first_cue, default=None)
        found = self.found[id(latest)] if latest else None
        return found if found and found.value and len(found.value) == 10 else None

    def dated_telephoning(self, n: int) -> Find | None:
        """The day that sentence `n` tells of speaking on the telephone."""
        if n in self.document.headline_sents:
            return None
        finds = []
        for token in self.document.sents[n]:
            if token.lemma_.lower() in word_list("telephoning"):
                cue = Cue(token.i, token.i + 1, token.i, n, "dates.round")
                finds += [f for r in self.readings(n) if (f := self.try_reading(r, cue)) and f.fit >= GOOD and f.value]
        return max(finds, key=lambda f: (f.fit, precision(f.value)), default=None)

    def _goes_on(self, sent: Span) -> bool:
        low = f" {sent.text.lower()} "
        return any(f" {w}{end}" in low for w in word_list("continuing") for end in " ,.;:")

    def _is_round(self, n: int) -> bool:
        low = self.document.sents[n].text.lower()
        return any(w in low for w in word_list("rounds"))

    def from_scene(self, call: Call) -> Find | None:
        """The day on which the sentence before sets the scene, if the call is told as its next event."""
        if call.background:
            return None
        told = [c for c in self.cues(call) if c.status != "reference"][:SCENE_CUES]
        finds = ((cue, found) for cue in told if (found := self._just_over(cue) or self._scene_of(cue)))
        finds = ((cue, found) for cue, found in finds if not self._is_of_others(call, cue, found.sent))
        return next((found for cue, found in finds if cue is told[0] or precision(found.value) == DAY), None)

    def _is_of_others(self, call: Call, cue: Cue, n: int) -> bool:
        """Whether sentence `n` tells what others did, while the call's own sentence has a day, that of a statement about it."""
        if self._present(call, n) or any(t.pos_ == "PRON" and t.dep_ == "nsubj" for t in self.document.sents[n]):
            return False
        return any(r.day and is_statement_time(self.doc, r.expression, set()) for r in self.readings(cue.sent))

    def _just_over(self, told: Cue) -> Find | None:
        """The day on which the sentence before tells of "a conversation that had just ended"."""
        if not told.sent or told.sent - 1 in self.document.headline_sents:
            return None
        if not any(speaks_of_call(t, near=False) and is_fresh(t) for t in self.document.sents[told.sent - 1]):
            return None
        told_there = [r for r in self.readings(told.sent - 1) if r.day and not r.boundary and not self.lies_ahead(r)]
        if len({r.day for r in told_there}) != 1:
            return None
        return self._days_of([Find(r, WEAK, told.sent - 1, r.value, r.basis) for r in told_there])[0]

    def _scene_of(self, told: Cue) -> Find | None:
        """The day of the nearest sentence before a cue that tells one, as long as the scene holds; a month where there is none."""
        head = self.doc[told.head]
        if told.sent in self.document.headline_sents:
            return None
        if told.sent and is_occasion(self.document.sents[told.sent - 1].root):
            return next(iter(self._days_of(self._scene_times(told.sent - 1, next_sentence=True))), None)
        if not (is_narrated(head) or is_fresh(head)):
            return None
        month, goes_on = None, self._goes_on(self.document.sents[told.sent])
        for n in range(told.sent - 1, max(-1, told.sent - 1 - (CONTINUED if goes_on else SCENE_SENTENCES)), -1):
            if n in self.document.headline_sents or self._breaks(n, told.sent) > SCENE_BREAKS + goes_on:
                break
            finds = self._scene_times(n, next_sentence=n == told.sent - 1)
            if days := self._days_of(finds):
                return days[0]
            if any(r.day and not self.lies_ahead(r) for r in self.readings(n)):
                return None
            month = month or next((Find(f.reading, WEAK, n, f.value, "dates.scene") for f in finds), None)
        return month

    def _days_of(self, finds: list[Find]) -> list[Find]:
        """The scenes that are days, hours and minutes last."""
        days = sorted((f for f in finds if precision(f.value) == DAY), key=lambda f: f.reading.expression.kind in ("clock", "near"))
        return [Find(f.reading, WEAK, f.sent, f.value, "dates.scene") for f in days]

    def _scene_times(self, n: int, next_sentence: bool) -> list[Find]:
        """The days and months that sentence `n` tells of what happened; none where it is a statement or history."""
        root = self.document.sents[n].root
        perfect = auxiliaries(root) & ({"has", "have"} if next_sentence else {"has", "have", "had"})
        if tells_statement(root) or perfect:
            return []
        if only_dates_subject(root) and not (next_sentence and is_occasion(root)):
            return []
        cue = Cue(root.i, root.i + 1, root.i, n, "dates.scene")
        told = [r for r in self.readings(n) if not r.boundary and not self.lies_ahead(r)]
        if any(c.dep_ == "nsubjpass" for c in root.children):
            told = [r for r in told if self._is_news(r)]
        return [f for r in told if (f := self.try_reading(r, cue) or self._loose(r, cue)) and f.value]

    def _is_news(self, reading: Reading) -> bool:
        """Whether the day is of the week before publication: "the treaty was signed in 2015" sets no scene."""
        published = self.timeline.published
        return published is None or (reading.day is not None and published - reading.day <= NARRATIVE_AGE)

    def _loose(self, reading: Reading, cue: Cue) -> Find | None:
        """A time anywhere in a scene, unless it is that of a statement or of another event's noun."""
        anchor = anchor_of(self.doc, reading.expression)
        if anchor is None or anchor.pos_ not in ("VERB", "AUX") or is_reporting(anchor) or only_dates_subject(anchor):
            return None
        if any(a.dep_ in ("relcl", "acl", "ccomp", "csubj", "pcomp") for a in [anchor, *anchor.ancestors]):
            return None
        return Find(reading, WEAK, cue.sent, reading.value, reading.basis)

    def _breaks(self, n: int, m: int) -> int:
        """How many paragraphs end between two sentences; a short question or heading is none."""
        between = self.doc.text[self.document.sents[n].start_char : self.document.sents[m].start_char]
        return sum(1 for line in between.split("\n")[:-1] if len(line.split()) > QUESTION_WORDS)
