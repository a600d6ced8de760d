"""Supplies the parties that a sentence leaves out: from its own list, from the round it belongs to, from who is in mind.

The decision a reader would question: what the context supplies is used only for cues that can mean nothing but a call, and never
where the sentence names somebody of whom nothing says that they speak for a state.
"""

from __future__ import annotations

from services.extractor.calls.rounds.round_words import is_the_usual_way
from services.extractor.calls.told.ledger import REACH, Ledger
from services.extractor.calls.told.material import LEAD_SENTENCES, Material, is_told_reporter
from services.extractor.calls.told.partners import Partners
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.told.unknown_groups import has_unknown_group
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.context import LEADERS
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.slot_syntax import is_next_in_line
from services.extractor.rules.entries import RANK
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity

TELLING = load_words("calls.yml")["telling"]
PRINCIPALS = frozenset(RANK) | {
    "energy_minister",
    "trade_minister",
    "interior_minister",
    "ambassador",
    "intelligence_chief",
    "parliament_speaker",
}
AIDES = {"security_adviser", "official"}
POSTED = {"ambassador", "envoy"}
HEADS = {"minister", "president", "premier", "chancellor", "king", "queen", "emir", "secretary", "ambassador"}
ONE_MORE = {"second", "third", "fourth", "another", "further", "new", "fresh"}  # "a further exchange was held"
SHORT = 12


class Supply:
    """Completes the accounts of one document, knowing the calls told before."""

    def __init__(self, material: Material, ledger: Ledger, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.context = material, ledger, material.context
        self.partners = Partners(material, ledger, protagonist)

    # -- one missing party ---------------------------------------------------------------------------------------------------

    def complete(self, account: Account) -> None:
        """Takes the party that the sentence leaves out from its context, where that is safe."""
        if not self._may_complete(account):
            return
        account.complete = acts_we(account.sighting)  # "'We spoke by phone,' he said of X": both are told of
        sighting, present = account.sighting, list(account.parties)
        if not present and self._is_their_second(account):
            account.parties = list(self.ledger.last.parties) if self.ledger.last else []
            return
        if not present:
            opens = account.sent <= LEAD_SENTENCES + 1 and (sighting.definite or _is_occasion(sighting))
            brief = sighting.kind == "instrument" and len(sighting.head.sent) < SHORT + 2 and not is_the_usual_way(sighting.head)
            brief = brief and not self._acts_unknown(sighting)
            account.parties = self.context.pair(sighting.head.i) if opens or brief else []
            return
        hub = self._hub(account, present) or self.partners.left_out_before(account)
        if hub is not None:
            present = [*present, hub]
        elif sighting.kind != "verb" and not (account.called or account.several) and sighting.rule != "call.noun.another":
            present = self._with_neighbours(sighting, present)
        if len(sides(present)) == 1:
            beside = members(self.material.arguments(sighting).role("from")) if account.several else []  # who called as well
            other = self.partners.find_other(account, [*present, *(e for e in beside if e not in present)])
            present += [other] if other else []
        account.parties = present

    def _may_complete(self, account: Account) -> bool:
        sighting = account.sighting
        subhead = account.sent not in self.material.document.headline_sents and _is_subhead(sighting)
        own = sighting.kind == "instrument" and any(c.dep_ == "poss" for c in sighting.head.children)  # "was on his phone"
        if sighting.kind == "plain" or self.material.hoaxed or subhead or own:
            return False
        if any(p.kind == "person" and p.country is None for p in account.parties) or self._is_of_unknown(account):
            return False
        if self._is_told_to_own(account) or _is_of_posted(account):
            return False
        heard = self.material.is_on_air if sighting.kind == "verb" else self.material.has_audience
        alone = not heard(account.sent) or self._is_told_by_party(sighting) or acts_we(sighting)
        if account.called and _is_some_call(sighting) and not (self.ledger.entries or self._is_joined_next(account)):
            return False
        return alone and not has_unknown_group(sighting, self.material)

    def _is_told_to_own(self, account: Account) -> bool:
        """ "Passed the news to his foreign minister in a telephone conversation": a call of one side."""
        verb = account.sighting.verb if account.sighting.kind == "noun" and account.sighting.head.dep_ == "pobj" else None
        heard = [g for c in verb.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"] if verb is not None else []
        told = [e for t in heard for m in self.material.finder.mentions_of(t)[:1] for e in m.members]
        return any(e.kind == "person" and e.country in sides(account.parties) and e not in account.parties for e in told)

    def _acts_unknown(self, sighting: Sighting) -> bool:
        """ "German and Turkish coast guards talked over a hotline", "Turkcell's chairman spoke by phone": none of those in mind."""
        acting = [c for c in sighting.verb.children if c.dep_ == "nsubj"] if sighting.verb is not None else []
        nouns = [c for c in acting if c.pos_ == "NOUN" and c.i not in self.material.finder.covering]
        talks = self.material.lexicon.talk_nouns
        return any(g.text.istitle() and g.i < c.i for c in nouns if c.lemma_.lower() not in talks for g in c.children)

    def _is_joined_next(self, account: Account) -> bool:
        """ "He took a call. At the other end was King Abdullah": somebody else of whom the next sentence tells."""
        n = account.sent + 1
        return n < len(self.material.sents) and bool(self.material.states_in(n) - sides(account.parties))

    def _is_told_by_party(self, sighting: Sighting) -> bool:
        """ "Marcos told reporters that the call with Trump was friendly": the press only hears of a call that has its company."""
        if sighting.kind != "noun" or not any(c.lower_ == "with" and c.dep_ == "prep" for c in sighting.head.children):
            return False
        told = [t.head for t in sighting.head.sent if t.dep_ in ("dobj", "dative") and is_told_reporter(t)]
        acting = [c for verb in told for c in verb.children if c.dep_ == "nsubj"]
        return any(e.official for c in acting for m in self.material.finder.mentions_of(c)[:1] for e in m.members)

    def _is_of_unknown(self, account: Account) -> bool:
        """ "The Prime Minister had called Orban": a caller named by an office, of whom nothing tells whose it is."""
        sighting, covering = account.sighting, self.material.finder.covering
        acting = [c for c in sighting.head.children if c.dep_ == "nsubj" and c.i not in covering] if sighting.kind == "verb" else []
        return bool(account.parties and not account.callers) and any(c.lemma_.lower() in HEADS for c in acting)

    def _is_their_second(self, account: Account) -> bool:
        """ "There was a second conversation": of those whose first was told in the sentences before."""
        last, sighting = self.ledger.last, account.sighting
        told = last is not None and account.sent - last.sent <= REACH and last.complete
        new = sighting.kind == "noun" and sighting.head.tag_ == "NN" and not sighting.definite
        return told and new and bool({c.lower_ for c in sighting.head.children} & ONE_MORE)

    def _with_neighbours(self, sighting: Sighting, present: list[Entity]) -> list[Entity]:
        """The first holder of a high office of another state in the same sentence, who is not the next in a line of callers."""
        for mention in self.context.in_sentence(sighting.head.i, {p.id for p in present}):
            entity = mention.members[0]
            if mention.start > sighting.head.i and is_next_in_line(mention, sighting.head):
                return present
            head = self.material.doc[mention.head]
            owns = head.dep_ == "poss" and (mention.kind == "pronoun" or head.head.dep_ == "appos")  # "Dodd, Biden's adviser,"
            if owns or head.head.lower_ == "as":
                continue  # "thanked Nigeria for her role in his election as President"
            if entity.offices & PRINCIPALS and entity.country and entity.country not in sides(present):
                return [*present, self._principal(entity, present)]
        return present

    def _hub(self, account: Account, present: list[Entity]) -> Entity | None:
        """Whose round of calls is being told, where this one tells only who else called."""
        hub = self.ledger.hub(account.sent)
        last, sighting = self.ledger.last, account.sighting
        owned = sighting.kind == "noun" and sighting.head.dep_ == "nsubj" and bool(self.material.arguments(sighting).possessor)
        calling = (len(account.callers) == 1 or owned) and len(present) == 1 and sighting.kind in ("verb", "noun")
        if not calling or hub is None or hub.country in sides(present):
            return None
        return None if last is not None and hub in last.callers else hub  # one who calls is not called by the next

    def _principal(self, entity: Entity, present: list[Entity]) -> Entity:
        """The leader of the article whose adviser or envoy stands in the sentence, where another leader is on the line."""
        if entity.offices & LEADERS or not entity.offices <= AIDES or not any(p.offices & LEADERS for p in present):
            return entity
        leading = [
            e for e in self.context.salient(self.material.sents[-1].end) if e.country == entity.country and e.offices & LEADERS
        ]
        return leading[0] if leading else entity


def _is_of_posted(account: Account) -> bool:
    """ "Moscow's ambassador rang from Washington to say that …": who is posted abroad, and no more than that, reports home."""
    acting = account.callers if account.sighting.kind == "verb" else []
    posted = all(e.name is None and e.offices and e.offices <= POSTED for e in acting)
    return bool(acting) and posted and len(account.parties) == len(acting)


def _is_occasion(sighting: Sighting) -> bool:
    """ "The agreement was reached in telephone talks": the call as the occasion of what the lead told of the two."""
    above = sighting.head.head
    return (
        sighting.kind == "noun" and sighting.head.dep_ == "pobj" and above.lower_ in ("in", "during") and above.head.tag_ == "VBN"
    )


def acts_we(sighting: Sighting) -> bool:
    """ "'We spoke on the phone,' Kuleba told reporters": who speaks was on the line, whoever hears of it."""
    return sighting.verb is not None and any(c.lower_ == "we" and c.dep_ == "nsubj" for c in sighting.verb.children)


def _is_some_call(sighting: Sighting) -> bool:
    """ "The President took a call on the steps of the plane": from anybody."""
    taken = sighting.kind == "noun" and sighting.frame == "callee" and sighting.head.tag_ == "NN"
    return taken and any(c.lower_ in ("a", "one", "another") for c in sighting.head.children)


def _is_subhead(sighting: Sighting) -> bool:
    """A short line without a point at its end, as over the entries of a live page: its text says it again."""
    tokens = [t for t in sighting.head.sent if not t.is_space]
    return len(tokens) < SHORT and tokens[-1].text[-1] not in ".!?”\"’'"
