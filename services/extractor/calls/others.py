"""One call more of those told before, in a sentence without a cue: "another was to X", "the one on Monday was between A and B".

Reads the calls filed so far; gives accounts.
"""

from __future__ import annotations

from services.extractor.calls.accounts import Account
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.listing import members
from services.extractor.calls.material import Material
from services.extractor.calls.sighting import Sighting
from services.extractor.tokens import Span

ONES = ("one", "latest", "last", "other", "first", "another")


class Others:
    """Finds the further calls of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger

    def read(self, n: int, sent: Span, sightings: list[Sighting]) -> list[Account]:
        """ "Another was to Catherine Colonna", "the others were to A and B": further calls, one with each, of whoever placed those
        told before, in a sentence without a cue, or with one of what is known."""
        if any(s.kind != "reference" and not s.definite for s in sightings):
            return []
        if (told := self._one_between(n, sent, sightings)) or sightings:
            return told
        last = self.ledger.last
        if not last or n - last.sent > 2 or not last.callers:
            return []
        for token in sent[:6]:
            if token.lower_ in ("another", "one", "others", "third", "second") and token.dep_ in ("nsubj", "ROOT", "amod"):
                head = token.head.head if token.dep_ == "amod" and token.head.lower_ == "one" else token.head
                targets = [
                    m
                    for m in self.material.finder.in_span(sent)
                    if m.start and self.material.doc[m.start - 1].lower_ == "to" and m.members
                ]
                official = targets and all(e.official for m in targets for e in m.members)
                if official and head.lemma_ in ("be", "go", "place", "come", "call") and targets[0].start - head.i <= 3:
                    one = Sighting(token, head, "caller", "call.another", "phone", "noun")
                    caller = last.callers[0]
                    return [Account(one, n, [caller, called], [caller]) for called in targets[0].members]
                return []
        return []

    def _one_between(self, n: int, sent: Span, sightings: list[Sighting]) -> list[Account]:
        """ "It takes one phone call. The one on Monday was between A and B", "the call came a day after one between A and B"."""
        between = next((t for t in sent if t.lower_ == "between"), None)
        one, verb = (between.head, sent.root) if between is not None else (None, sent.root)
        if one is not None and one.lemma_ == "be":
            one = next((c for c in one.children if c.dep_ == "nsubj"), None)
        if between is None or one is None or one.lower_ not in ONES or verb.tag_ != "VBD" or n == 0:
            return []
        ends = [g for g in between.children if g.i in self.material.finder.covering]
        pair = members([m for g in ends[:1] for m in self.material.finder.mentions_of(g)])
        spoken = sightings or any(t.lemma_.lower() == "call" and t.pos_ == "NOUN" for t in self.material.sents[n - 1])
        if not spoken or len(pair) != 2 or not all(e.official for e in pair):
            return []
        return [Account(Sighting(one, verb, "mutual", "call.one_between", "phone", "noun"), n, pair, joint=True)]
