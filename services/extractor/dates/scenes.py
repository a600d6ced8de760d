"""The day of the scene in which a call is told as the next thing that happened: told by a sentence before.

Reads a document with parse and calls, and its timeline. A sentence on a statement, on history or on what others did sets no scene.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.asides import is_aside
from services.extractor.dates.clauses import WEAK
from services.extractor.dates.expressions import word_list
from services.extractor.dates.grammar import (
    answers_words,
    auxiliaries,
    goes_back,
    is_fresh,
    is_narrated,
    is_occasion,
    is_pluperfect,
    is_reporting,
    only_dates_subject,
    rings,
    speaks_of_call,
    tells_statement,
)
from services.extractor.dates.headings import find_items
from services.extractor.dates.moment import NARRATIVE_AGE, Reading
from services.extractor.dates.night import AFTER_MIDNIGHT
from services.extractor.dates.prelude import PreludeSearch
from services.extractor.dates.search import Find, precision
from services.extractor.dates.statements import is_statement_time
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Cue

SCENE_SENTENCES = 12
SCENE_BREAKS = 3
NEAR_SENTENCES, NEAR_BREAKS = 8, 1
FAR_SCENE = "dates.far-scene"
CONTINUED = 6
QUESTION_WORDS = 6
DAY = 10
FRESH = 3  # sentences before a call that had just ended in which its day may be told
COUNTED = frozenset(["follow", "near", "clock", "event"])
SCENE_CUES = 4
OBJECTS = ("dobj", "attr", "oprd")


class SceneSearch(PreludeSearch):
    """The search, and that in the scenes."""

    def _goes_on(self, sent: Span) -> bool:
        low = f" {sent.text.lower()} "
        return any(f" {w}{end}" in low for w in word_list("continuing") for end in " ,.;:")

    def from_scene(self, call: Call) -> Find | None:
        """The day on which the sentence before sets the scene, if the call is told as its next event."""
        if call.background:
            return None
        told = [c for n, c in enumerate(self.cues(call)) if c.status != "reference" and not (n and self._recalls(c))][:SCENE_CUES]
        finds = ((cue, found) for cue in told if (found := self._just_over(cue) or self._scene_of(cue)))
        finds = ((cue, found) for cue, found in finds if not self._is_of_others(call, cue, found.sent))
        return next((found for cue, found in finds if cue is told[0] or precision(found.value) == DAY), None)

    def _recalls(self, cue: Cue) -> bool:
        """ "During the call, X said …", "it is the first time that they talk": more of a call told before, whatever has been told
        since."""
        noun = self.doc[cue.head]
        if noun.tag_ in ("VBP", "VBZ") or (noun.tag_ == "VB" and not any(c.dep_ == "aux" for c in noun.children)):
            return True
        framed = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during") and noun.head.i == self.document.sents[cue.sent].start
        return framed and any(c.lower_ in ("the", "this", "that") for c in noun.children)

    def _is_of_others(self, call: Call, cue: Cue, n: int) -> bool:
        """Whether sentence `n` tells what others did, while the call's own sentence has a day, that of a statement about it."""
        if self._present(call, n) or any(t.pos_ == "PRON" and t.dep_ == "nsubj" for t in self.document.sents[n]):
            return False
        return any(r.day and is_statement_time(self.doc, r.expression, set()) for r in self.readings(cue.sent))

    def _just_over(self, told: Cue) -> Find | None:
        """The day on which the sentence before tells of "a conversation that had just ended", or that a telephone rang."""
        if not told.sent or told.sent - 1 in self.document.headline_sents:
            return None
        sent = self.document.sents[told.sent - 1]
        if not any((speaks_of_call(t, near=False) and is_fresh(t)) or rings(t) for t in sent):
            return None
        told_there = [r for r in self.readings(told.sent - 1) if r.day and not r.boundary and not self.lies_ahead(r)]
        if len({r.day for r in told_there}) != 1:
            return None
        return self._days_of([Find(r, WEAK, told.sent - 1, r.value, r.basis) for r in told_there])[0]

    def _told_just_before(self, told: Cue) -> Find | None:
        """The only day of the last sentence with one before "he had just spoken with X": of whatever was said or done then."""
        for n in range(told.sent - 1, max(-1, told.sent - 1 - FRESH), -1):
            days = [r for r in self.readings(n) if r.day and not self.lies_ahead(r)]
            if days or n in self.document.headline_sents:
                one = days[0] if len({r.day for r in days if not r.boundary}) == 1 else None
                return Find(one, WEAK, n, one.value, "dates.scene") if one else None
        return None

    def _scene_of(self, told: Cue) -> Find | None:
        """The day of the nearest sentence before a cue that tells one, as long as the scene holds; a month where there is none."""
        head = self.doc[told.head]
        if told.sent in self.document.headline_sents:
            return None
        if told.sent and is_occasion(self.document.sents[told.sent - 1].root):
            return next(iter(self._days_of(self._scene_times(told.sent - 1, next_sentence=True))), None)
        fresh = is_fresh(head)
        if not (is_narrated(head) or fresh) or goes_back(head):
            return None
        if fresh and (told_there := self._told_just_before(told)):
            return told_there
        month, opening, goes_on = None, None, self._goes_on(self.document.sents[told.sent])
        for n in range(told.sent - 1, max(-1, told.sent - 1 - (CONTINUED if goes_on else SCENE_SENTENCES)), -1):
            if n in self.document.headline_sents or self._breaks(n, told.sent) > SCENE_BREAKS + goes_on:
                break
            if any(self.document.sents[n].start_char < item <= head.idx for item in self._items):
                break
            if vague := self.told_vaguely(n):
                return vague
            finds = self._scene_times(n, next_sentence=n == told.sent - 1)
            if days := self._days_of(finds):
                return self._told_at(days[0], told)
            if flashback := self._flashback(n):
                opening = opening or flashback
            elif any(r.day and not self._is_beside_scene(r) for r in self.readings(n)):
                break
            month = month or next((Find(f.reading, WEAK, n, f.value, "dates.scene") for f in finds), None)
        return month or opening

    def told_vaguely(self, n: int) -> Find | None:
        """The words of sentence `n` for the time of a call that settle no day ("over the weekend he rang X"), which what follows
        is of too."""
        finds = (self.found.get(id(call)) for call in self.document.calls if not call.background)
        if told := next((replace(f, fit=WEAK) for f in finds if f is not None and f.sent == n and f.value is None), None):
            return told
        vague = next((r for r in self.readings(n) if r.expression.kind == "vague" and not r.boundary), None)
        if vague is None or any(cue.sent == n for call in self.document.calls for cue in call.cues):
            return None
        telephoning = any(t.lemma_.lower() in word_list("telephoning") for t in self.document.sents[n])  # "rang many in that week"
        return Find(vague, WEAK, n, None, vague.basis) if telephoning else None

    def _told_at(self, found: Find, told: Cue) -> Find | None:
        """The find with a basis that says whether the call stands far from it; none if it is told there in quoted words, which are
        of another time than the scene."""
        if told.sent - found.sent <= NEAR_SENTENCES and self._breaks(found.sent, told.sent) <= NEAR_BREAKS:
            return found
        quoted = self.quotations.holds(self.doc[told.head].idx, self.document.sents[told.sent])
        return None if quoted else replace(found, basis=FAR_SCENE)

    def _flashback(self, n: int) -> Find | None:
        """The day of news that a sentence tells as what had happened before: a tale that opens so goes on from there."""
        root = self.document.sents[n].root
        if not is_pluperfect(root) or is_reporting(root):
            return None
        told = [r for r in self.readings(n) if r.day and not r.boundary and self._is_news(r)]
        found = next((f for r in told if (f := self._loose(r, Cue(root.i, root.i + 1, root.i, n, "dates.scene")))), None)
        return found and Find(found.reading, WEAK, n, found.value, FAR_SCENE)

    def _days_of(self, finds: list[Find]) -> list[Find]:
        """The scenes that are days, the last first, hours and minutes behind them."""
        days = [f for f in finds if precision(f.value) == DAY]
        days.sort(key=lambda f: (f.reading.expression.kind in ("clock", "near"), -f.reading.expression.start))
        return [Find(f.reading, WEAK, f.sent, f.value, "dates.scene") for f in days]

    def _scene_times(self, n: int, next_sentence: bool) -> list[Find]:
        """The days and months that sentence `n` tells of what happened; none where it is a statement or history."""
        root = self.document.sents[n].root
        perfect = auxiliaries(root) & ({"has", "have"} if next_sentence else {"has", "have", "had"})
        begins = self.document.sents[n].start_char  # "By Saturday nobody wanted to wait", "By then the French had given up"
        reached = [r for r in self.readings(n) if r.expression.start == begins and r.expression.text.startswith("By ")]
        if tells_statement(root) and (hours := [r for r in self.readings(n) if self._is_hour_of_tale(r, begins)]):
            return [Find(r, WEAK, n, r.value, r.basis) for r in hours]
        if tells_statement(root) or answers_words(root) or (perfect and not reached):
            return []
        comes = next_sentence and (root.lemma_ == "come" or is_occasion(root))
        if only_dates_subject(root) and not (comes or self._dates_tale(root)):
            return []
        cue = Cue(root.i, root.i + 1, root.i, n, "dates.scene")
        told = [
            r for r in self.readings(n)
            if not (self.lies_ahead(r) or self._is_today_in_quotes(r, n) or self._is_assumed(r))
            and (not r.boundary or r in reached)
        ]  # fmt: skip
        if any(c.dep_ == "nsubjpass" for c in root.children):
            told = [r for r in told if self._is_news(r)]
        finds = [f for r in told if (f := self.try_reading(r, cue) or self._loose(r, cue)) and f.value]
        plain = [f for f in finds if not is_aside(self.doc, f.reading.expression)]
        return plain or [f for f in finds if anchor_of(self.doc, f.reading.expression) == root or not self._goes_back(f.reading)]

    def _is_hour_of_tale(self, reading: Reading, begins: int) -> bool:
        """ "At ten his office told the press": an hour of the day told before, with which the tale goes on."""
        one = reading.expression
        told = reading.basis == AFTER_MIDNIGHT or reading.day not in (None, self.timeline.at(begins))
        return one.kind == "clock" and one.start == begins and told

    def _dates_tale(self, root: Token) -> bool:
        """ "That was on Wednesday morning": when what has just been told was, from which the tale goes on."""
        return any(c.dep_ == "nsubj" and c.lower_ in ("that", "this") for c in root.children)

    def _is_assumed(self, reading: Reading) -> bool:
        """ "That night", "then came" with nothing told before: of whatever day."""
        return reading.expression.start in self.timeline.assumed

    def _is_beside_scene(self, reading: Reading) -> bool:
        """Whether a day in a sentence that sets no scene leaves that told before as it is: of what is to come, or counted from the
        story in a clause beside it ("from Paris, where he had been the day before")."""
        one = reading.expression
        anchor = anchor_of(self.doc, one) if one.kind in COUNTED else None
        counted = anchor is not None and (is_aside(self.doc, one) or is_pluperfect(anchor))
        return counted or self.lies_ahead(reading) or self._is_assumed(reading)

    def _is_today_in_quotes(self, reading: Reading, n: int) -> bool:
        """ "'Great talk today', he wrote": of whatever day he wrote it, so no scene for what the article tells next."""
        words = reading.expression.text.lower().split()
        sent = self.document.sents[n]
        return bool({"today", "tonight", "this"} & set(words)) and self.quotations.holds(reading.expression.start, sent)

    def _is_news(self, reading: Reading) -> bool:
        """Whether the day is of the week before publication: "the treaty was signed in 2015" sets no scene."""
        published = self.timeline.published
        return published is None or (reading.day is not None and published - reading.day <= NARRATIVE_AGE)

    def _loose(self, reading: Reading, cue: Cue) -> Find | None:
        """A time anywhere in a scene, unless it is that of a statement or of another event's noun."""
        anchor = anchor_of(self.doc, reading.expression)
        if reading.day and anchor is not None and anchor.pos_ == "NOUN" and anchor.dep_ in OBJECTS:
            anchor = anchor.head  # "ordered strikes today", whose time the parser takes for that of the strikes
        if anchor is None or anchor.pos_ not in ("VERB", "AUX") or is_reporting(anchor) or only_dates_subject(anchor):
            return None
        if anchor.dep_ in ("relcl", "acl") and anchor.head.dep_ in ("nsubj", "nsubjpass") and anchor.head.head.dep_ == "ROOT":
            return Find(reading, WEAK, cue.sent, reading.value, reading.basis) if self._is_news(reading) else None
        if any(a.dep_ in ("relcl", "acl", "ccomp", "csubj", "pcomp") for a in [anchor, *anchor.ancestors]):
            return None
        return Find(reading, WEAK, cue.sent, reading.value, reading.basis)

    @cached_property
    def _items(self) -> list[int]:
        return find_items(self.document.text)

    def _breaks(self, n: int, m: int) -> int:
        """How many paragraphs end between two sentences; a short question or heading is none."""
        between = self.doc.text[self.document.sents[n].start_char : self.document.sents[m].start_char]
        return sum(1 for line in between.split("\n")[:-1] if len(line.split()) > QUESTION_WORDS)
