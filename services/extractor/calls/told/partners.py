"""Who the other party of a call is where its sentence names one side only: who called, was called or was spoken of before, who
answers in the next sentence, of whom the text tells.

Reads the calls told before and the words around; gives the nearest source that knows one. Asked by `supply.py`.
"""

from __future__ import annotations

from services.extractor.calls.told.counting import tells_second
from services.extractor.calls.told.ledger import REACH, Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.context import LEADERS
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity

TELLING = load_words("calls.yml")["telling"]
FURTHER_ONE = {
    "also",
    "too",
    "well",
    "likewise",
    "next",
    "second",
    "third",
}  # "Brown got through as well": to the one who was called before
NEAR = 3  # sentences behind a call in which "the call" is that one
CLEARLY = 2  # so many times oftener is the one spoken of whose telephone it is
FURTHER = {"second", "third", "other", "another", "further", "next", "similar", "more", "like", "additional", "identical"}


class Partners:
    """Finds the parties that the sentences of one document leave out."""

    def __init__(self, material: Material, ledger: Ledger, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.protagonist, self.context = material, ledger, protagonist, material.context

    def find_other(self, account: Account, present: list[Entity]) -> Entity | None:
        """The other party, from the nearest source that knows one; sets the caller where the source tells it."""
        token = account.sighting.head.i
        if caller := self._caller_before(account):
            account.callers = [caller]
            return caller
        other = (
            self._once_more(account, present)
            or self._answering(account, present)
            or self._leader(self._callee_before(account), present)
            or self._spoken_of(account, present)
            or self._rung_before(account, present)
            or self.protagonist.of(account.sent, sides(present), rung=bool(account.callers))
            or self._leader(self.context.other(token, present), present)
            or self.context.later(token, present)
        )
        if other and account.called:
            account.callers = [other]
        return other

    def _once_more(self, account: Account, present: list[Entity]) -> Entity | None:
        """ "On Thursday the vice president was on the line once more": with the other of the only two whose calls are told."""
        last, told = self.ledger.last, {frozenset(p.id for p in call.participants) for call, _ in self.ledger.entries}
        if last is None or len(told) != 1 or not last.complete or not tells_second(account.sighting):
            return None
        others = [p for p in last.parties if p.country not in sides(present)]
        return others[0] if len(others) == 1 == len(last.parties) - 1 else None

    def _leader(self, entity: Entity | None, present: list[Entity]) -> Entity | None:
        """Who is in mind as the other party; where a leader is on the line, the leader of that state whom the article names rather
        than a minister."""
        if entity is None or entity.offices & LEADERS or not any(p.offices & LEADERS for p in present):
            return entity
        above = [
            e for e in self.context.salient(self.material.sents[-1].end) if e.country == entity.country and e.offices & LEADERS
        ]
        counts = self.context.counts
        return next((e for e in above if e.name and counts[e.id] > counts[entity.id]), entity)

    def _caller_before(self, account: Account) -> Entity | None:
        """Whoever placed the call told last, where this one is another of theirs ("a second call went to Ankara", "Tusk received a
        call too")."""
        last, sighting = self.ledger.last, account.sighting
        if not last or not last.callers or account.callers or sighting.kind != "noun" or sighting.rule == "call.noun.another":
            return None
        too = account.called and bool({t.lower_ for t in sighting.head.sent} & FURTHER_ONE) and account.sent - last.sent <= NEAR
        if not too and not {t.lower_ for t in sighting.head.lefts} & FURTHER:
            return None
        return last.callers[0] if last.callers[0].country not in sides(account.parties) else None

    def left_out_before(self, account: Account) -> Entity | None:
        """ "Gillard was on the phone within hours. Obama called on Wednesday": whom the sentence of the last call left out too."""
        last = self.ledger.last
        if self.ledger.hub(account.sent) is not None:
            return None
        if last is None or last.complete or len(account.parties) != 1 or account.sent - last.sent > NEAR:
            return None
        if account.parties[0] in last.parties or not account.sighting.head.i > last.sighting.head.i:
            return None
        named = {e.id for m in self.material.finder.in_span(self.material.sents[last.sent]) for e in m.members}
        left_out = [p for p in last.parties if p.id not in named and p.country not in sides(account.parties)]
        return left_out[0] if len(left_out) == 1 and len(last.parties) == 2 else None

    def _rung_before(self, account: Account, present: list[Entity]) -> Entity | None:
        """ "X was condoled with by phone by Putin. Xi sent a message. Erdogan rang": one of those of the last call, of whom the
        text tells more than of the other."""
        last = self.ledger.last
        if last is None or account.sighting.kind != "verb" or not account.callers or not 0 < account.sent - last.sent <= NEAR:
            return None
        people = [p for p in last.parties if p.country not in sides(present) and p.kind != "state"]
        return self.protagonist.among(account.sent, people)

    def _answering(self, account: Account, present: list[Entity]) -> Entity | None:
        """ "On Tuesday X rang. The emir told him that …": who talks with the caller in the next sentence."""
        following = account.sent + 1
        if account.sighting.kind != "verb" or len(present) != 1 or following >= len(self.material.sents):
            return None
        sent = self.material.sents[following]
        telling = [t for t in sent.root.children if t.lemma_ in TELLING and t.tag_ == "VBD"]
        named = (t for t in telling if any(c.dep_ == "nsubj" and c.pos_ == "PROPN" for c in t.children))
        root = next(named, sent.root)  # "Diplomacy had come to its end, Gore told him"
        slots = [c for c in root.children if c.dep_ in ("nsubj", "dobj", "dative")]
        slots += [g for c in slots if c.dep_ == "dative" for g in c.children if g.dep_ == "pobj"]
        talking = [m.members[0] for c in slots for m in self.material.finder.mentions_of(c)[:1] if len(m.members) == 1]
        others = [e for e in talking if e.id != present[0].id and self.context.speaks(e) and e.kind != "state"]
        heard = len(talking) == 2 and len(others) == 1 and others[0].country not in sides(present)
        return others[0] if heard else None

    def _callee_before(self, account: Account) -> Entity | None:
        """Whoever was called in the call told last, where one more caller is told ("… got through as well")."""
        last = self.ledger.last
        if not last or not account.callers or account.sent - last.sent > 4 or not (callers := self._callers_of_last()):
            return None
        own = {c.id for c in account.callers}
        others = [p for p in last.parties if p.id not in own and p.country not in sides(account.parties)]
        called = [p for p in others if p not in callers]
        if (
            not (called and last.callers)
            or account.sighting.kind == "instrument"
            or FURTHER_ONE & {t.lower_ for t in account.sighting.head.sent}
        ):
            return called[0] if called else None
        counts = self.context.counts
        leading = max(others, key=lambda p: counts[p.id])
        return leading if counts[leading.id] >= counts[called[0].id] + CLEARLY else called[0]

    def _callers_of_last(self) -> list[Entity]:
        """Who placed the call told last, by any of its words ("El-Sisi calls", in the headline, "was on the line")."""
        last = self.ledger.last
        if last is None or last.callers:
            return last.callers if last else []
        told = next((accounts for _, accounts in reversed(self.ledger.entries) if last in accounts), [])
        return next((a.callers for a in told if a.callers), [])

    def _spoken_of(self, account: Account, present: list[Entity]) -> Entity | None:
        """Of the two on the line last the one whom the article speaks of most, where somebody else called or was on the line."""
        last = self.ledger.last
        alone = account.callers or account.sighting.kind == "instrument"
        if last is None or not alone or account.sent - last.sent > REACH:
            return None
        if not account.callers and (hub := self.ledger.hub(account.sent)) is not None:
            return hub if hub.country not in sides(present) else None
        others = sorted(
            (p for p in last.parties if p.country not in sides(present)), key=lambda p: self.context.counts[p.id], reverse=True
        )
        if len(others) != 2:
            return None
        first, second = (self.context.counts[p.id] for p in others)
        return others[0] if first >= second + (CLEARLY if last.callers else 1) else None
