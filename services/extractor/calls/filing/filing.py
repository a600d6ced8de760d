"""Files what a sentence says of a call: with the accounts of the same call, as one more word on a call told before, or not at all.

Reads accounts as they are framed, and the calls told so far; sets `not_held` of the document where an account tells of none.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.filing.settling import Settling
from services.extractor.calls.filing.supply import Supply, acts_we
from services.extractor.calls.filing.tellings import Tellings
from services.extractor.calls.held.audience import is_for_audience
from services.extractor.calls.held.denial import is_reported
from services.extractor.calls.parties.private import is_at_home, is_private
from services.extractor.calls.rounds.round_clauses import asks_whom
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material, cue_of
from services.extractor.calls.told.plain_talk import PlainTalk
from services.extractor.calls.told.pronouns import give_to_caller, give_to_hub, part_pronouns
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.strangers import names_some
from services.extractor.types import Entity

OCCASION = ("in", "during", "over")
FURTHER_CALLS = {"call.noun.another", "call.noun.similar", "call.verb.resume"}  # cues that need a call told before


class Filing:
    """Files the accounts of one document. `strange`: sentences that tell of a call with somebody who speaks for no state."""

    def __init__(self, material: Material, ledger: Ledger, settling: Settling, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.settling = material, ledger, settling
        self.document, self.context = material.document, material.context
        self.supply = Supply(material, ledger, protagonist)
        self.tellings = Tellings(material, ledger)
        self.plain = PlainTalk(material, ledger)
        self.strange: set[int] = set()

    def weigh(self, account: Account) -> None:
        """Files one account, refers it to a call told before, or lets it go."""
        sighting, named = account.sighting, len({p.id for p in account.parties if p.kind == "person"})
        at_home, states = is_at_home(account), [p for p in account.parties if p.kind == "state"]
        account.parties = self.settling.settle(account.parties)
        account.callers = list({p.id: p for c in account.callers for p in [self.context.person_for(c)]}.values())
        own = self.material.arguments(sighting)
        part_pronouns(account, own, self.document.entities)
        at_home, account.parties = at_home and not account.called, self.settling.settle(account.parties)
        give_to_hub(account, own, self.ledger)
        if self.settling.is_retired(account) or (is_reported(sighting) and self.material.is_denied(account.parties)):
            self.document.not_held.append(cue_of(sighting, account.sent, "not_held"))
            return
        if (sighting.rule in FURTHER_CALLS and not self.ledger.entries) or (
            sighting.kind == "plain" and not self.plain.counts(account)
        ):
            return
        if sighting.rule == "call.phrase.hang_up" and not self.ledger.entries:
            sighting.kind, sighting.definite = "instrument", False
        alone = len(sides(account.parties)) < 2
        if is_for_audience(sighting, alone):
            self.document.not_held.append(cue_of(sighting, account.sent, "not_held"))
            return
        if pairs := self.tellings.find_pairs(account) if alone and not self._is_unfounded(account) else []:
            for pair in pairs:
                self.ledger.file(replace(account, parties=pair, complete=True, several=len(pairs) > 1))
            return
        known = alone and sighting.definite and bool(self.ledger.entries) and not self._is_by_video(account)
        known = known or (alone and self._is_owned_again(account))
        if sighting.kind == "reference" or known:
            hub = self._hub_of_round(account) if alone else None
            if hub is None:
                self.ledger.refer(account)
                return
            if any(told.who is hub and told.received for told in self.ledger.announced):
                account.callers = [*account.parties]
            account.parties, alone = [hub, *account.parties], False
        if self.ledger.entries and _is_joined(sighting) and not own.role("with", "between"):
            self.ledger.refer(replace(account, parties=[]))  # those who came on the line are added to the call
            return
        if sighting.definite and _is_attended(sighting) and self.ledger.attend(account, self.material.subjects(sighting)):
            return
        self._note_round(account)
        private = alone and (at_home or is_private(account, self.material.arguments(sighting)))
        beside = alone and named > len(account.parties)  # somebody who speaks for no state has the place
        unfounded = beside or self._is_unfounded(account) or names_some(sighting, self.material.finder.covering)
        if alone and not private and not unfounded and not self._tells_round(account):
            self.supply.complete(account)
            give_to_caller(account, own)
            self.settling.match(account, states)
        if len(sides(account.parties)) > 1:
            self.ledger.file(account)

    def _is_owned_again(self, account: Account) -> bool:
        """ "Blinken's call came as gangs took the port", "'We had a good call,' he said": the one told last, on which he was."""
        head, last = account.sighting.head, self.ledger.last
        told = last is not None and last.complete and bool({p.id for p in account.parties} & {p.id for p in last.parties})
        owned = head.tag_ == "NN" and head.dep_ in ("nsubj", "nsubjpass") and any(c.dep_ == "poss" for c in head.children)
        return told and ((owned and account.sighting.kind == "noun") or acts_we(account.sighting))

    def _tells_round(self, account: Account) -> bool:
        """ "The office gave out whom Macron called", "a list of the calls that Siniora took": no one call."""
        told = next((a for a in self.ledger.announced[-1:] if a.sent == account.sent and [a.who] == account.parties), None)
        verb = account.sighting.verb
        if told is None or verb is None:
            return False
        return (told.received and verb.dep_ == "relcl") or asks_whom(verb, self.material.lexicon)

    def _is_by_video(self, account: Account) -> bool:
        """Whether "the videoconference" is told behind calls of which all words tell that they went by telephone."""
        told = {a.sighting.channel for _, accounts in self.ledger.entries for a in accounts}
        return account.sighting.channel == "video" and told == {"phone"}

    def _hub_of_round(self, account: Account) -> Entity | None:
        """ "In the call with Niinisto, …": whose round is being told, where nobody of the other's side was on the line yet."""
        hub, company = self.ledger.hub(account.sent), self.material.arguments(account.sighting).role("with", "to", "from")
        told = {side for call, _ in self.ledger.entries for side in sides(call.participants)} | ({hub.country} if hub else set())
        if account.sighting.kind not in ("noun", "reference") or not company or sides(account.parties) & told:
            return None
        if len(account.parties) != 1 or not account.parties[0].official:
            return None
        return hub or self._teller(account)

    def _teller(self, account: Account) -> Entity | None:
        """ "Ramaphosa's office said that the call with Putin was on Monday": he whose office tells of a call not told yet."""
        verb = account.sighting.verb
        if account.sighting.kind != "noun" or verb is None or verb.dep_ != "ccomp":
            return None
        acting = [c for c in verb.head.children if c.dep_ == "nsubj"]
        named = [m for c in acting for t in c.subtree for m in self.material.finder.mentions_of(t)]
        people = {e.id: e for m in named for e in m.members if e.kind == "person" and e.official and self.context.speaks(e)}
        return next(iter(people.values())) if len(people) == 1 else None

    def _is_unfounded(self, account: Account) -> bool:
        """Whether "the call" is one that was only planned or denied ("gave no details of the call"), or the sentence tells of one
        with somebody who speaks for no state."""
        head = account.sighting.head
        occasion = head.dep_ == "pobj" and head.head.lower_ in OCCASION  # "in the conversation he thanked him": it took place
        taken = account.sighting.frame == "callee"  # "took the call" that somebody had asked for
        told = account.parties and (self.ledger.entries or occasion or taken)
        none = self.document.not_held or self.strange
        return account.sent in self.strange or bool(account.sighting.definite and none and not told)

    def _note_round(self, account: Account) -> None:
        """ "The president made calls": whoever they were to, they were his."""
        sighting = account.sighting
        if sighting.kind == "noun" and sighting.head.tag_ == "NNS" and len(account.parties) == 1 and account.callers:
            self.ledger.rounds.append((account.sent, account.callers[0]))


def _is_attended(sighting: Sighting) -> bool:
    """ "Attended part of the call", "sat in on the conversation": somebody more on a line that is told as known."""
    verb = sighting.verb
    seated = verb is not None and verb.lemma_ in ("sit", "listen") and any(c.lower_ == "in" for c in verb.children)
    return verb is not None and (seated or verb.lemma_ in ("attend", "follow", "monitor", "witness"))


def _is_joined(sighting: Sighting) -> bool:
    """ "Rutte and von der Leyen also joined the call": one that is being told."""
    verb, head = sighting.verb, sighting.head
    joined = verb is not None and verb.lemma_ == "join" and head.head == verb and head.dep_ == "dobj"
    return joined and sighting.definite and sighting.kind == "noun"
