"""One call more of those told before, in a sentence without a cue: "another was to X", "the one on Monday was between A and B".

Reads the calls filed so far; gives accounts.
"""

from __future__ import annotations

from services.extractor.calls.rounds.round_announcing import find_leading
from services.extractor.calls.told.ledger import REACH, Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.tokens import Span, Token
from services.extractor.types import Mention

FURTHER = ("another", "one", "others", "second", "third", "next")
MORE = {"also", "too", "well", "since", "already", "likewise"}
ONES = ("one", "latest", "last", "other", "first", "another")


class Others:
    """Finds the further calls of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger

    def read(self, n: int, sent: Span, sightings: list[Sighting]) -> list[Account]:
        """ "Another was to Catherine Colonna", "the others were to A and B", "the next one was with C": further calls, one with
        each, of whose call was told before, in a sentence without a cue, or with one of what is known."""
        if any(s.kind != "reference" and not s.definite for s in sightings):
            return []
        if (told := self._one_between(n, sent, sightings)) or sightings:
            return told
        last = self.ledger.last
        if not last or n - last.sent > REACH:
            return []
        if (heard := self._heard(n, sent) or self._rang(n, sent)) or n - last.sent > 2:
            return heard
        for token in sent[:6]:
            if token.lower_ not in FURTHER or token.dep_ not in ("nsubj", "ROOT", "amod"):
                continue
            head = token.head.head if token.dep_ == "amod" and token.head.lower_ == "one" else token.head
            if head.lemma_ not in ("be", "go", "place", "come", "call") or any(c.tag_ == "MD" for c in head.children):
                return []
            with_ = [m for m in self._behind(sent, head, "with") if head.lemma_ == "be"]
            targets = self._behind(sent, head, "to") if last.callers else []
            hub = last.callers[0] if targets else find_leading(last, self.material)
            if not (targets or with_) or hub is None or not all(e.official for m in targets or with_ for e in m.members):
                return []
            one = Sighting(token, head, "caller" if targets else "mutual", "call.another", "phone", "noun")
            return [Account(one, n, [hub, other], [hub] if targets else []) for other in (targets or with_)[0].members]
        return []

    def _rang(self, n: int, sent: Span) -> list[Account]:
        """ "Hasler rang on Tuesday. Another caller was Manny Mori": one more who rang him who was called before."""
        caller = next((t for t in sent[:6] if t.lower_ == "caller" and t.dep_ in ("nsubj", "attr")), None)
        verb = caller.head if caller is not None else None
        if caller is None or verb is None or verb.lemma_ != "be" or not any(c.lower_ in FURTHER for c in caller.children):
            return []
        _, accounts = self.ledger.entries[-1]
        calling = {c.id for a in accounts for c in a.callers}
        called = [p for p in accounts[-1].parties if p.id not in calling] if calling else []
        people = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c != caller]
        named = [m for c in people for m in self.material.finder.mentions_of(c)]
        if len(called) != 1 or any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children):
            return []
        one = Sighting(caller, verb, "caller", "call.another", "phone", "noun")
        others = [e for m in named for e in m.members if e.official and e.country != called[0].country]
        return [Account(one, n, [other, called[0]], [other]) for other in others]

    def _heard(self, n: int, sent: Span) -> list[Account]:
        """ "Kan had also heard from Gillard, from Lee and from Merkel": he who was on the line before, with each; who rang, nothing
        tells."""
        finder, hub, last = self.material.finder, self.ledger.hub(n), self.ledger.last
        found = list[Account]()
        for verb in (t for t in sent if t.lemma_ == "hear" and t.tag_ in ("VBD", "VBN")):
            acting = [e for c in verb.children if c.dep_ == "nsubj" for m in finder.mentions_of(c)[:1] for e in m.members]
            known = [e for e in acting if e is hub or (last is not None and e in last.parties)]
            denied = any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children)
            if denied or len(known) != 1 or not (known[0] is hub or MORE & {c.lower_ for c in verb.subtree}):
                continue
            ways = [t for c in verb.children if c.lower_ == "from" for t in (c, *c.conjuncts)]
            others = members([m for way in ways for g in way.children for m in finder.mentions_of(g)])
            speaking = [e for e in others if (e.official or e.kind == "role") and e.country not in (None, known[0].country)]
            one = Sighting(verb, verb, "mutual", "call.heard", "phone", "noun")
            found += [Account(one, n, [known[0], other], several=True) for other in speaking]
        return found

    def _behind(self, sent: Span, verb: Token, way: str) -> list[Mention]:
        """Whom `way` right behind a verb names."""
        named = [m for m in self.material.finder.in_span(sent) if m.start and m.members]
        near = [m for m in named if self.material.doc[m.start - 1].lower_ == way]
        return near if near and near[0].start - verb.i <= 3 else []

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
