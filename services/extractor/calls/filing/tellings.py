"""Whose "the call" is that nothing told before: theirs of whom the sentence beside it tells that one told the other something.

Reads the sentence before the noun, or the one behind it where the noun's own names one of the two; returns a pair for each call.
The decision a reader would question: only verbs of telling count, since those who met or agreed may have had no call.
"""

from __future__ import annotations

from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.partners import NEAR
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

TELLING = load_words("calls.yml")["telling"]
SAYING_TO = {"apologise", "apologize", "complain", "confirm", "explain", "pledge", "promise"}
ACTING = ("nsubj", "nsubjpass")


class Tellings:
    """The tellings of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger

    def find_pairs(self, account: Account) -> list[list[Entity]]:
        """ "'Stand tall,' Erdogan told Maduro. The call was made on Wednesday": those two, where no call of theirs was told; "A and
        B both briefed C. The two calls were made on Friday": A and C, B and C."""
        sighting, n = account.sighting, account.sent
        if not account.parties and _is_counted(sighting):
            return self._two_before(n)
        acting = sighting.head.dep_ in ACTING and sighting.kind == "noun" and _is_known(sighting.head)
        if not acting or account.parties or (self.ledger.last is not None and n - self.ledger.last.sent <= NEAR):
            return []
        several = sighting.head.tag_ == "NNS"
        if pairs := self._told_in(n - 1, several):
            return pairs
        here = {e.id for m in self.material.finder.in_span(self.material.sents[n]) for e in m.members}
        return [p for p in self._told_in(n + 1, several) if here & {e.id for e in p}]

    def _two_before(self, n: int) -> list[list[Entity]]:
        """ "X told of his contacts with Y. There have been two calls, he said": the only two whom the sentence before names."""
        before = self.material.finder.in_span(self.material.sents[n - 1]) if n else []
        people = {e.id: e for m in before if m.kind in ("name", "role") for e in m.members if e.official}
        return [list(people.values())] if len(people) == 2 == len(sides(list(people.values()))) else []

    def _told_in(self, n: int, several: bool) -> list[list[Entity]]:
        """Who told whom something in sentence `n`, whom no call was told of before."""
        if not 0 <= n < len(self.material.sents):
            return []
        for verb in self.material.sents[n]:
            if verb.lemma_ not in TELLING | SAYING_TO or not _is_past(verb):
                continue
            acting, told = self._people(verb, ("nsubj",)), self._people(verb, ("dobj", "dative"))
            told = told or [e for c in verb.children if c.lower_ == "to" for e in self._people(c, ("pobj",))]
            pairs = [[a, b] for a in acting for b in told]
            if pairs and (len(pairs) > 1) == several and all(map(self._can_call, pairs)):
                return pairs
        return []

    def _people(self, verb: Token, deps: tuple[str, ...]) -> list[Entity]:
        """Who fills the first of the slots of a verb, and whom "and" joins to them."""
        slot = next((c for c in verb.children if c.dep_ in deps), None)
        if slot is None:
            return []
        mentions = [m for c in (slot, *slot.conjuncts) for m in self.material.finder.mentions_of(c)[:1]]
        return [m.members[0] for m in mentions if len(m.members) == 1]

    def _can_call(self, pair: list[Entity]) -> bool:
        known = any({e.id for e in pair} <= {p.id for p in call.participants} for call, _ in self.ledger.entries)
        return len(sides(pair)) == 2 and all(e.official for e in pair) and not known


def _is_counted(sighting: Sighting) -> bool:
    """ "There have been two calls"."""
    noun, verb = sighting.head, sighting.verb
    there = noun.tag_ == "NNS" and noun.dep_ == "attr" and verb is not None and any(c.dep_ == "expl" for c in verb.children)
    return there and any(c.dep_ == "nummod" for c in noun.children)


def _is_known(noun: Token) -> bool:
    """ "The call", "both calls"."""
    return any(c.lower_ in ("the", "this", "both", "their") for c in noun.children)


def _is_past(verb: Token) -> bool:
    """ "Told", "has briefed"; not "was told"."""
    helpers = {c.dep_: c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return "auxpass" not in helpers and (
        verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers.get("aux") in ("has", "have", "had"))
    )
