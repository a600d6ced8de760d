"""Gives each call the time expression that tells its day: near its cues first, then where the text speaks of it again,
last from the round of calls or the scene that it is told in.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from itertools import islice

from services.extractor.dates.asides import is_aside
from services.extractor.dates.clauses import GOOD, WEAK
from services.extractor.dates.expressions import DateRule, word_list
from services.extractor.dates.fill import fill_round, fill_sisters
from services.extractor.dates.grammar import (
    auxiliaries,
    is_other_call,
    is_pluperfect,
    is_wanted,
    is_when_before,
    verb_of,
)
from services.extractor.dates.headings import find_typed_day
from services.extractor.dates.news import NewsSearch
from services.extractor.dates.scenes import DAY
from services.extractor.dates.search import Find, first_cue, precision
from services.extractor.dates.spread import open_days, open_repeats
from services.extractor.dates.statements import is_statement_time
from services.extractor.dates.timeline import Timeline
from services.extractor.dates.written import NUMBERS
from services.extractor.types import Call, Cue, Document, Quote

ROUND_SENTENCES = 12
NEXT_SENTENCES, CALM_SENTENCES = 6, 15  # the longer where no other day is told in between
LEAD_SENTENCES = 12
BEHIND = 3  # sentences from a call on in which the text says that its day is not known
OPENING_SENTENCES = 3
_COUNTED = re.compile(rf"\b(?:{'|'.join(NUMBERS)}|dozen|\d\d?) (?:[a-z-]+ ){{0,2}}(?:calls|conversations)\b")
TYPED = DateRule("dates.typed-heading", "written", "")
DATING = frozenset(
    ["written", "weekday", "offset", "day-of-month", "holiday", "nth-weekday"]
)  # that may date what a headline tells


@cache
def _undated() -> re.Pattern[str]:
    """Words that say that the text does not know the day."""
    return re.compile("|".join(sorted(word_list("undated"))), re.I)


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
    fill_sisters(document, dater.found)
    open_days(document)
    fill_round(document, timeline, dater.left_open)
    open_repeats(document)


class Dater(NewsSearch):
    """The search, with what it found so far."""

    def find(self, call: Call) -> Find | None:
        """The best find for a call; words that tell no day keep the search in its place from going on to rounds and scenes."""
        own = self.from_cues(call)
        if own and own.value:
            return (self._is_quoted_today(own) and self.from_prelude(call)) or own
        uncounted = own if own is not None and own.reading.expression.kind == "event" else None  # from an event without a day
        if found := self.from_echo(call) or (own if uncounted is None else None):
            return found
        if all(c.sent in self.document.headline_sents for c in call.cues):
            return self.from_opening(call)
        if self._is_left_open(call):
            self.left_open.add(id(call))
            return None
        told_before = (self.from_remarks(call) or self.from_prelude(call), self.from_round(call), self.from_scene(call))
        near = max(filter(None, told_before), key=lambda f: f.sent, default=None)
        if near and self._is_said_otherwise(call, near):
            return None
        told_once = self.from_telling(call) or self.from_opening(call) or self.from_heading(call) or self.from_headline(call)
        as_news = self.from_entry(call) or self.from_aftermath(call) or self.from_occasion(call) or self.from_live(call)
        return near or told_once or as_news or uncounted

    def _is_quoted_today(self, own: Find) -> bool:
        """Whether the day is that of publication only by a "today" in quoted words, whose day nobody tells."""
        one, sent = own.reading.expression, self.document.sents[own.sent]
        return (
            one.kind == "offset"
            and one.rule.days == 0
            and own.value == own.reading.value
            and self.quotations.holds(one.start, sent)
        )

    def _is_left_open(self, call: Call) -> bool:
        """Whether the text says, where it tells the call or right behind, that the day is not known, or right before that the
        calls are of several days."""
        if call.cues and self._is_gathered(self.cues(call)[0].sent - 1):
            return True
        before = {c.sent for c in call.cues if is_pluperfect(self.doc[c.head])}  # of earlier talks nobody says when
        own = {c.sent for c in call.cues} - before or before
        told = {n for o in own for n in range(o, min(o + BEHIND, len(self.document.sents)))} - (before - own)
        of_others = {c.sent for other in self.document.calls if other is not call for c in other.cues} - own
        return any(_undated().search(self.document.sents[n].text) for n in told - of_others)

    def from_headline(self, call: Call) -> Find | None:
        """For a call that is told as news: the only day in a headline that speaks of calls ("Four calls in one Sunday")."""
        if call.background or not call.cues or self._titled is None:
            return None
        if not is_pluperfect(self.doc[first_cue(call)]):
            return self._titled
        alone = all(c is call or c.background for c in self.document.calls)  # "X: Y called me on Boxing Day": the call of the tale
        named = {n for sent in self.document.headline_sents for n in self._present(call, sent)}
        return self._titled if alone and len(named) > 1 else None

    @cached_property
    def _titled(self) -> Find | None:
        for n in sorted(self.document.headline_sents):
            sent = self.document.sents[n]
            told = [r for r in self.readings(n) if r.expression.kind in DATING]
            days = [r for r in told if r.day and not r.boundary and not self.lies_ahead(r)]
            if len({r.day for r in days}) == 1 and any(t.lemma_.lower() in word_list("telephoning") for t in sent):
                return Find(days[0], WEAK, n, days[0].value, "dates.headline")
        return None

    @cached_property
    def _typed(self) -> tuple[int, int, date] | None:
        return find_typed_day(self.document.text)

    @cached_property
    def _first(self) -> Call | None:
        """The call that the article tells first."""
        return min((c for c in self.document.calls if not c.background and c.cues), key=first_cue, default=None)

    def from_heading(self, call: Call) -> Find | None:
        """For the call that a memorandum is about: the day in its typed heading."""
        if self._typed is None or call.background or not call.cues:
            return None
        return self.told_outside(TYPED, *self._typed, self.cues(call)[0])

    def from_opening(self, call: Call) -> Find | None:
        """The day of telephoning among the first sentences: for the first call of an article where these name one of the sides,
        for one that only a headline tells where they name both."""
        titled = all(c.sent in self.document.headline_sents for c in call.cues)
        if not titled and (call is not self._first or self._dates_other(call)):
            return None
        others = {cue.sent for c in self.document.calls if c is not call for cue in c.cues}
        sents = self.document.sents  # bylines aside
        body = (n for n, s in enumerate(sents) if n not in self.document.headline_sents and s.root.pos_ in ("VERB", "AUX"))
        for n in islice(body, LEAD_SENTENCES if titled else OPENING_SENTENCES):
            found = self.dated_telephoning(n, WEAK) if n not in others and len(self._present(call, n)) > titled else None
            if found and precision(found.value) == DAY:
                return Find(found.reading, WEAK, n, found.value, "dates.opening")
        return None

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
            if vague := self.told_vaguely(n):
                return vague
            found = self.dated_telephoning(n)
            if found:
                further = first.rule == "call.round" and not any(o.sent == n for c in self.document.calls for o in c.cues)
                fits = further or self._is_round(n) or (first.sent - n == 1 and self._goes_on(sent))
                return Find(found.reading, WEAK, n, found.value, "dates.round") if fits else None
        return None

    def _is_said_otherwise(self, call: Call, found: Find) -> bool:
        """Whether the day found is that of another call, and the sentence that tells this one says so on another day ("rang as
        well, TV channels reported on Wednesday")."""
        if not any(c.sent == found.sent for other in self.document.calls if other is not call for c in other.cues):
            return False
        told = (r for r in self.readings(self.cues(call)[0].sent) if r.day and r.value != found.value)
        return any(is_statement_time(self.doc, r.expression, set()) for r in told)

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
            and c.cues and not is_when_before(self.doc[first_cue(c)])
            and self.cues(c)[0].sent <= first.sent <= max(o.sent for o in c.cues) + CALM_SENTENCES
        ]  # fmt: skip
        latest = max(told, key=first_cue, default=None)
        found = self.found[id(latest)] if latest else None
        if latest is None or found is None or precision(found.value) != DAY:
            return None
        last = max(o.sent for o in latest.cues)
        sents = self.document.sents
        near, begun = first.sent <= last + NEXT_SENTENCES, self.cues(latest)[0].sent
        if not near and (self.readings(first.sent) or any(is_pluperfect(s.root) for s in sents[last + 1 : first.sent])):
            return None
        since = max(begun + 1, first.sent - 1) if near else last + 1
        scene = self.timeline.within(sents[since].start_char, sents[first.sent].start_char) if since < first.sent else []
        others = [r for r in scene if r.day and not (r.boundary or self.lies_ahead(r) or is_aside(self.doc, r.expression))]
        return None if any(r.value != found.value for r in others) else found

    def dated_telephoning(self, n: int, least: int = GOOD) -> Find | None:
        """The day that sentence `n` tells of speaking on the telephone, if it fits at least so well."""
        if n in self.document.headline_sents or any(cue.sent == n for cue in self.document.not_held):
            return None
        words = (t for t in self.document.sents[n] if t.lemma_.lower() in word_list("telephoning"))
        words = (t for t in words if not (is_other_call(t) or is_when_before(t) or is_wanted(verb_of(t))))
        return self.told_by(words, self.readings(n), n, least)

    def _is_round(self, n: int) -> bool:
        low = self.document.sents[n].text.lower()
        return any(w in low for w in word_list("rounds")) or bool(_COUNTED.search(low))
