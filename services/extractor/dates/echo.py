"""Where the text says further down when "it", "the conversation" took place, or what one said to the other that day.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.expressions import word_list
from services.extractor.dates.grammar import auxiliaries, is_pluperfect, speaks_of_call
from services.extractor.dates.moment import Reading
from services.extractor.dates.search import Find, Search, first_cue
from services.extractor.tokens import Token
from services.extractor.types import Call, Cue

ECHO_SENTENCES = 3
FAR_TOKENS = 150


class EchoSearch(Search):
    """The search, and that in the sentences that come back to a call."""

    def from_echo(self, call: Call) -> Find | None:
        """A sentence that says when "it", "the conversation" took place: behind a cue, or anywhere if this is the only call."""
        alone = not call.background and not any(
            c is not call and not c.background and self._rivals(call, c) for c in self.document.calls
        )
        own = {c.sent for c in call.cues}
        others = {c.sent for other in self.document.calls if other is not call for c in other.cues}
        unheld = {c.sent for c in self.document.not_held} - others
        others |= unheld
        for n in self._echo_order(own, alone):
            if n in self.document.headline_sents:
                continue
            if n in own or (n in unheld and own & {n - 1, n - 2}):  # "who had asked for the call, pressed him on Tuesday to …"
                if n not in others - unheld and (beside := self._addressed_beside(n, call)):
                    return beside
                continue
            owned = self._owned_by_days(n) if n in others and n - 1 in own - others else []
            if n in others and not owned:
                continue
            if self.timeline.entries and self._is_of_other_entry(n, call):
                continue
            for token in owned or self._outside_times(n):
                if token.tag_ == "NNS" and any(is_pluperfect(self.doc[c.head]) for c in call.cues):
                    continue  # "had also called X": "Saturday's calls" are others
                near = any(0 < n - o <= 2 for o in own)
                speaks = speaks_of_call(token, near or alone)
                if not (speaks or (near and self._addresses(token, call))):
                    continue
                told = [r for r in self.readings(n) if r.expression.start not in self.timeline.assumed]
                told = told if is_pluperfect(self.doc[first_cue(call)]) else [r for r in told if not self._goes_back(r)]
                told = told if speaks else [r for r in told if not self.quotations.holds(r.expression.start, token.sent)]
                if best := self.told_by([token], told, n):
                    return Find(best.reading, best.fit, n, best.value, f"{best.basis}-of-the-call")
        return None

    def _addressed_beside(self, n: int, call: Call) -> Find | None:
        """ "A call from Rutte, who told him on Tuesday that …", "Rutte, who had asked for it, told him on Tuesday": the sentence
        of a cue goes on to what one party said."""
        told = self.readings(n)
        own = any(cue.sent == n for cue in call.cues)
        cues = [cue for cue in (*call.cues, *self.document.not_held) if cue.sent == n]
        verbs = [t for t in self.document.sents[n] if (own and t.dep_ == "relcl") or self._has_clause_with(t, cues)] if told else []
        words = [t for t in verbs if self._addresses(t, call)]
        best = self.told_by(words, told, n)
        return best and Find(best.reading, best.fit, n, best.value, f"{best.basis}-of-the-call")

    def _has_clause_with(self, verb: Token, cues: list[Cue]) -> bool:
        """Whether a relative clause on the subject of the main verb has one of the cues."""
        if verb.dep_ != "ROOT":
            return False
        clauses = [r for c in verb.children if c.dep_ == "nsubj" for r in c.children if r.dep_ == "relcl"]
        heads = [self.doc[cue.head] for cue in cues]
        return any(r == head or r.is_ancestor(head) for r in clauses for head in heads)

    def _goes_back(self, reading: Reading) -> bool:
        """ "Had told him a day earlier": in a talk before the one that is being told."""
        anchor = anchor_of(self.doc, reading.expression) if (reading.expression.rule.sign or 0) < 0 else None
        return anchor is not None and "had" in auxiliaries(anchor)  # whatever the tagger makes of the verb

    def _is_of_other_entry(self, n: int, call: Call) -> bool:
        """Whether a sentence stands under another day of a chronology or live page than the call."""
        entry = self.timeline.entry
        return entry(self.document.sents[n].start_char) != entry(self.doc[first_cue(call)].idx)

    def _owned_by_days(self, n: int) -> list[Token]:
        """The nouns of sentence `n` that a day is put before: "after Tuesday's conversation he rang others"."""
        anchors = (
            anchor_of(self.doc, r.expression) for r in self.readings(n) if r.day and r.expression.text.endswith(("'s", "’s"))
        )
        return [anchor for anchor in anchors if anchor is not None and anchor.pos_ == "NOUN"]

    def _outside_times(self, n: int) -> list[Token]:
        """The tokens of sentence `n` but those of times: the "it" of "it is ten days since" is no call."""
        spans = [(r.expression.start, r.expression.end) for r in self.readings(n)]
        return [t for t in self.document.sents[n] if not any(start <= t.idx < end for start, end in spans)]

    def _addresses(self, token: Token, call: Call) -> bool:
        """Whether the token is a verb that one party says to the other ("had assured the emir on Friday of his support")."""
        if token.lemma_.lower() not in word_list("addressing"):
            return False
        names, sent = {p.id for p in call.participants}, token.sent
        here = [m for m in self.document.mentions if sent.start <= m.head < sent.end]
        theirs = {m.head for m in here if any(e.id in names for e in m.members)}
        others = {m.head for m in here if m.head not in theirs and m.kind in ("name", "role")}
        if any(c.dep_ == "nsubj" and c.i in others for c in token.children):
            return False
        return any(c.dep_ in ("dobj", "dative", "nsubjpass") and {t.i for t in c.subtree} & theirs for c in token.children)

    def _rivals(self, call: Call, other: Call) -> bool:
        """Whether "the conversation" further down could as well mean the other call: it is told before this one's last cue."""
        return bool(other.cues) and first_cue(other) <= max((c.head for c in call.cues), default=0) + FAR_TOKENS

    def _echo_order(self, own: set[int], alone: bool) -> list[int]:
        last = len(self.document.sents)
        near = [n for o in sorted(own) for n in range(o, min(last, o + 1 + ECHO_SENTENCES))]
        return list(dict.fromkeys(near + (list(range(last)) if alone else [])))
