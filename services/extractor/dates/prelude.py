"""The day told in a sentence right before a call: of the same talk, of what both agreed in it, of remarks made in it.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.clauses import WEAK
from services.extractor.dates.echo import EchoSearch
from services.extractor.dates.expressions import word_list
from services.extractor.dates.grammar import is_in_touch, is_reporting, speaks_of_call
from services.extractor.dates.search import Find
from services.extractor.tokens import Token
from services.extractor.types import Call, Cue

FRAMES = frozenset(["in", "during", "over", "by", "on", "through", "via"])  # what leads the call that opens a sentence
PRELUDE = 3  # sentences before a call in which the talk may be dated
REMARK_CUES = 4


class PreludeSearch(EchoSearch):
    """The search, and that in the sentences right before a call."""

    def _present(self, call: Call, n: int) -> set[int]:
        """Those on the line whom sentence `n` names."""
        sent, names = self.document.sents[n], {p.id for p in call.participants}
        return {e.id for m in self.document.mentions if sent.start <= m.start < sent.end for e in m.members if e.id in names}

    def from_prelude(self, call: Call) -> Find | None:
        """The day that a sentence right before tells of the same talk: "the conversation that counts is the one he had on Friday",
        "X told Y on Saturday that ..."."""
        if call.background or not call.cues:
            return None
        first, others = self.cues(call)[0].sent, {c.sent for o in self.document.calls if o is not call for c in o.cues}
        for n in range(first - 1, max(-1, first - 1 - PRELUDE), -1):
            if n in self.document.headline_sents or n in others or any(r.expression.kind == "vague" for r in self.readings(n)):
                return None
            present = len(self._present(call, n))
            tokens = [
                t for t in self.document.sents[n]
                if (present and t.tag_ == "NN" and (speaks_of_call(t, near=False) or is_in_touch(t)))
                or (present > 1 and (self._addresses(t, call) or (n == first - 1 and self._agrees(t, call))))
            ]  # fmt: skip
            if best := self.told_by(tokens, self.readings(n), n):
                return Find(best.reading, WEAK, n, best.value, "dates.prelude")
        return None

    def _agrees(self, verb: Token, call: Call) -> bool:
        """Whether all on the line are the subject of a verb of agreeing, in the sentence before one that tells how they did ("In
        telephone talks held at their request, X told Y …")."""
        if verb.lemma_.lower() not in word_list("agreeing") or not self._is_frame(call):
            return False
        subjects = {t.i for c in verb.children if c.dep_ == "nsubj" for t in c.subtree}
        acting = {e.id for m in self.document.mentions if m.head in subjects for e in m.members}
        return all(p.id in acting for p in call.participants)

    def _is_frame(self, call: Call) -> bool:
        """Whether the sentence of the call opens with it: "In a phone call, X told Y …"."""
        told = self.cues(call)[0]
        opening = self.doc[self.document.sents[told.sent].start : told.start]
        return bool(len(opening)) and opening[0].lower_ in FRAMES and not any(t.pos_ == "VERB" or t.text == "," for t in opening)

    def from_remarks(self, call: Call) -> Find | None:
        """The day on which somebody said what the cue's sentence tells to have been said in the call: "X said Friday that China
        was ready to help. X made the remarks in a telephone conversation with Y"."""
        for cue in self.cues(call)[:REMARK_CUES]:
            n = cue.sent - 1
            if n < 0 or n in self.document.headline_sents or not self._are_remarks(cue):
                continue
            for reading in self.readings(n):
                anchor = anchor_of(self.doc, reading.expression) if reading.day and not reading.boundary else None
                if anchor is not None and is_reporting(anchor) and self._present(call, n):
                    return Find(reading, WEAK, n, reading.value, "dates.remarks")
        return None

    def _are_remarks(self, cue: Cue) -> bool:
        """ "Made the remarks in a phone talk", "his comments came in a call with X"."""
        before = self.doc[self.document.sents[cue.sent].start : cue.head]
        words = (t for t in before if t.lemma_.lower() in word_list("remarks") and t.head.lemma_ in word_list("remarking"))
        return any(not any(c.lower_ in ("a", "an") for c in t.children) for t in words)  # "a statement" is another one
