"""Supplies the parties that a sentence leaves out: from its own list, from the round it belongs to, from who is in mind.

The decision a reader would question: what the context supplies is used only for cues that can mean nothing but a call, and never
where the sentence names somebody of whom nothing says that they speak for a state.
"""

from __future__ import annotations

from collections import Counter

from services.extractor.calls.framing import Account, sides
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.material import LEAD_SENTENCES, Material
from services.extractor.calls.sighting import Sighting
from services.extractor.rules.entries import RANK
from services.extractor.tokens import Token
from services.extractor.types import Entity

PRINCIPALS = frozenset(RANK) | {
    "energy_minister",
    "trade_minister",
    "interior_minister",
    "ambassador",
    "intelligence_chief",
    "parliament_speaker",
}
NUMBERS = {
    **{"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12},
}
FURTHER = {"second", "third", "other", "another", "further", "next", "similar", "more", "like", "additional", "identical"}
SHORT = 12


class Supply:
    """Completes the accounts of one document, knowing the calls told before."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger, self.context = material, ledger, material.context

    # -- groups ("the two leaders", "they") ----------------------------------------------------------------------------------

    def resolve_groups(self, n: int) -> None:
        """Gives the groups of sentence `n` their members: those of the call told last, or the pair in mind."""
        sent, last = self.material.sents[n], self.ledger.last
        for mention in self.material.finder.in_span(sent):
            if mention.kind != "group" or mention.members:
                continue
            head = self.material.doc[mention.head]
            word = head.lower_
            among = mention.start > sent.start and self.material.doc[mention.start - 1].lower_ == "among"
            if among or word in ("both", "each") or _is_described(head):
                continue
            told = list(last.parties) if last and n - last.sent <= 4 else []
            found = (
                told or self.context.pair(mention.start) or (self.context.pair_ahead(mention.start) if n < LEAD_SENTENCES else [])
            )
            counted = [word, *(t.lower_ for t in self.material.doc[max(sent.start, mention.start - 1) : mention.head])]
            number = next((NUMBERS[w] for w in counted if w in NUMBERS), len(found))
            mention.members = found if number == len(found) else []

    # -- one missing party ---------------------------------------------------------------------------------------------------

    def complete(self, account: Account) -> None:
        """Takes the party that the sentence leaves out from its context, where that is safe."""
        if not self._may_complete(account):
            return
        account.complete = False
        sighting, present = account.sighting, list(account.parties)
        if not present:
            opens = account.sent <= LEAD_SENTENCES + 1 and (sighting.definite or _is_occasion(sighting))
            brief = sighting.kind == "instrument" and len(sighting.head.sent) < SHORT + 2
            account.parties = self.context.pair(sighting.head.i) if opens or brief else []
            return
        if sighting.kind != "verb" and not account.called:
            present = self._with_neighbours(sighting, present)
        if len(sides(present)) == 1:
            other = self._other(account, present)
            present += [other] if other else []
        account.parties = present

    def _may_complete(self, account: Account) -> bool:
        sighting = account.sighting
        subhead = account.sent not in self.material.document.headline_sents and _is_subhead(sighting)
        if sighting.kind == "plain" or self.material.hoaxed or subhead:
            return False
        if any(p.kind == "person" and p.country is None for p in account.parties):
            return False
        return not self._has_unknown_group(sighting) and not self.material.has_reporters(account.sent)

    def _with_neighbours(self, sighting: Sighting, present: list[Entity]) -> list[Entity]:
        """The first holder of a high office of another state in the same sentence."""
        for mention in self.context.in_sentence(sighting.head.i, {p.id for p in present}):
            entity = mention.members[0]
            if entity.offices & PRINCIPALS and entity.country and entity.country not in sides(present):
                return [*present, entity]
        return present

    def _other(self, account: Account, present: list[Entity]) -> Entity | None:
        """The other party, from the nearest source that knows one; sets the caller where the source tells it."""
        token = account.sighting.head.i
        if caller := self._caller_before(account):
            account.callers = [caller]
            return caller
        other = (
            self._callee_before(account)
            or self._round_party(account)
            or self.context.scene(token, present)
            or self.context.other(token, present)
            or self.context.later(token, present)
        )
        if other and account.called:
            account.callers = [other]
        return other

    def _caller_before(self, account: Account) -> Entity | None:
        """Whoever placed the call told last, where this one is another of theirs ("a second call went to Ankara")."""
        last, sighting = self.ledger.last, account.sighting
        if not last or not last.callers or sighting.kind != "noun" or not {t.lower_ for t in sighting.head.lefts} & FURTHER:
            return None
        return last.callers[0] if last.callers[0].country not in sides(account.parties) else None

    def _callee_before(self, account: Account) -> Entity | None:
        """Whoever was called in the call told last, where one more caller is told ("… got through as well")."""
        last = self.ledger.last
        if not last or not last.complete or not account.callers or not last.callers or account.sent - last.sent > 4:
            return None
        callers = {c.id for c in last.callers} | {c.id for c in account.callers}
        called = [p for p in last.parties if p.id not in callers and p.country not in sides(account.parties)]
        return called[0] if called else None

    def _round_party(self, account: Account) -> Entity | None:
        """Whoever is on the line in the calls told so far, where "another conversation" tells one more."""
        if account.sighting.rule != "call.noun.another":
            return None
        told = Counter(p.id for call, _ in self.ledger.entries for p in call.participants)
        parties = [p for call, _ in self.ledger.entries for p in call.participants if p.country not in sides(account.parties)]
        return max(parties, key=lambda p: told[p.id], default=None)

    def _has_unknown_group(self, sighting: Sighting) -> bool:
        """ "The four had dialled in": the clause names a group that nobody in mind makes up."""
        args = self.material.arguments(sighting)
        groups = [m for m in args.subjects + args.objects if m.kind == "group" and not m.members]
        return any(self.material.doc[m.head].lower_ in NUMBERS for m in groups)


def _is_described(noun: Token) -> bool:
    """ "The presidents of the Visegrad countries", "the leaders whom he called": a group that its own words pick out."""
    return noun.pos_ == "NOUN" and any(c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep") for c in noun.children)


def _is_occasion(sighting: Sighting) -> bool:
    """ "The agreement was reached in telephone talks": the call as the occasion of what the lead told of the two."""
    above = sighting.head.head
    return (
        sighting.kind == "noun" and sighting.head.dep_ == "pobj" and above.lower_ in ("in", "during") and above.head.tag_ == "VBN"
    )


def _is_subhead(sighting: Sighting) -> bool:
    """A short line without a point at its end, as over the entries of a live page: its text says it again."""
    tokens = [t for t in sighting.head.sent if not t.is_space]
    return len(tokens) < SHORT and tokens[-1].text[-1] not in ".!?”\"’'"
