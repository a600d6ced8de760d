"""Finds the calls that the article reports: one `Call` per call in the world, as far as the article tells them apart.

Reads `sents`, `headline_sents`, `mentions`, `entities`; sets `calls` (parties, cues, initiators, background, channel) and
`not_held` (cues of calls that were planned, denied, invented). Each cue is framed by its grammar, held against its scope,
completed from its context, and filed with the accounts of the same call.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.conferences.joining import enters, find_joiners, find_members, tells_members
from services.extractor.calls.filing.filing import Filing
from services.extractor.calls.filing.settling import Settling
from services.extractor.calls.filing.verdict import Verdict
from services.extractor.calls.held.status import is_held
from services.extractor.calls.parties.attachment import is_beside, is_compared
from services.extractor.calls.parties.claims import is_left_open
from services.extractor.calls.rounds.others import Others
from services.extractor.calls.rounds.repeats import Repeats
from services.extractor.calls.rounds.rosters import Rosters
from services.extractor.calls.rounds.round_announcing import Announcer
from services.extractor.calls.rounds.rounds import Rounds
from services.extractor.calls.rounds.sequels import Sequels
from services.extractor.calls.scenes.promises import Promises
from services.extractor.calls.scenes.scenes import Scenes
from services.extractor.calls.told.groups import Groups
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material, cue_of
from services.extractor.calls.told.pronouns import give_to_called, give_to_ringer
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.told.tales import Tales
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.strangers import names_stranger
from services.extractor.tokens import Span
from services.extractor.types import Call, Document


def run(document: Document) -> None:
    """Sets `calls` and `not_held`."""
    document.calls = Reading(document).read()


def _is_of_each(sighting: Sighting) -> bool:
    """ "Spoke with A and with B, calling each from the Oval Office": how the calls that the clause tells came about."""
    verb = sighting.head
    each = any(c.dep_ == "dobj" and c.lower_ in ("each", "both", "them") for c in verb.children)
    return sighting.kind == "verb" and verb.tag_ == "VBG" and verb.dep_ == "advcl" and each


def _is_of_all(sighting: Sighting) -> bool:
    """ "Both had rung Chequers", "'All of them called me,' he said"."""
    acting = [c.lower_ for c in sighting.head.children if c.dep_ == "nsubj"]
    return sighting.kind == "verb" and sighting.frame == "caller" and bool({"all", "both", "each"} & {*acting})


class Reading:
    """One pass over a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.material = Material(document)
        self.ledger = Ledger(self.material)
        self.tales = Tales(self.material)
        self.groups = Groups(self.material, self.ledger)
        self.protagonist = Protagonist(self.material, self.ledger)
        self.settling = Settling(self.material)
        self.filing = Filing(self.material, self.ledger, self.settling, self.protagonist)
        self.rosters = Rosters(self.material, self.ledger, self.protagonist)
        self.others = Others(self.material, self.ledger)
        self.announcer = Announcer(self.material, self.ledger, self.protagonist)
        self.rounds = Rounds(self.material, self.ledger)
        self.sequels = Sequels(self.material, self.ledger, self.rounds)
        self.repeats = Repeats(self.material, self.ledger)
        self.scenes = Scenes(self.material, self.groups)
        self.promises = Promises(self.material, self.groups)

    def read(self) -> list[Call]:
        """The calls of the document."""
        for n, sent in enumerate(self.material.sents):
            sightings = self.material.sightings.get(n, [])
            self.announcer.read(n, sent)
            further = self.rounds.read(n, sent)
            self._read_promised(n, sent)
            for sighting in sightings:
                self._read(n, sighting)
            self._read_promised(n, sent)
            echoed = self.rounds.echo(n, sent)
            further = further + self.rounds.read(n, sent) + echoed if sightings else echoed or further
            self._read_further(self.others.read(n, sent, sightings) or further)
            self._read_further([a for a in self.scenes.read(n, sent) if is_held(a.sighting, self.material.lexicon)])
            for account in self.repeats.read(n, sent):
                self.ledger.file(account)
            for entity in find_joiners(sent, self.material):
                self.ledger.join(entity, n)
        return Verdict(self.material, self.ledger, self.tales).give()

    def _read_further(self, accounts: list[Account]) -> None:
        """Files what a sentence tells of further calls beside its cues, unless the cues have told it."""
        for account in accounts:
            account.parties = self.settling.settle(account.parties)
            if len(sides(account.parties)) > 1 and not self.ledger.knows(account):
                self.ledger.file(account)
            elif account.callers and account.sighting.rule == "call.scene.ring":
                self.ledger.name_caller(account.sent, {c.id for c in account.callers}, account.complete)  # "On the line was X"

    def _read_promised(self, n: int, sent: Span) -> None:
        """Files a call that was announced before, where sentence `n` says that it came about."""
        for account in self.promises.read(n, sent):
            account.parties = self.settling.settle(account.parties)
            if len(sides(account.parties)) > 1 and is_held(account.sighting, self.material.lexicon):
                self.ledger.file(account)

    def _read(self, n: int, sighting: Sighting) -> None:
        self.groups.resolve(n)
        courtesy = self.material.courtesy and sighting.rule == "call.noun.call" and sighting.channel == "phone"
        if courtesy or names_stranger(sighting, self.material.lexicon, self.material.finder.covering):
            self.filing.strange.add(n)
            return
        if is_beside(sighting.head) or (is_compared(sighting.head) and self.ledger.entries):
            return
        if self.tales.is_untold(sighting, n) or not is_held(sighting, self.material.lexicon):
            self.document.not_held.append(cue_of(sighting, n, "not_held"))
            self.promises.note(n, sighting)
            return
        if _is_of_each(sighting) and self.ledger.name_caller(n, self.material.subjects(sighting)):
            return
        if _is_of_all(sighting) and self.ledger.name_others(n):
            return
        verb = sighting.verb
        if verb is not None and enters(verb) and self.ledger.is_telling(n):
            return
        own = [c for c in verb.children if c == sighting.head or c.is_ancestor(sighting.head)] if verb is not None else []
        members = verb is not None and sighting.kind == "noun" and tells_members(verb, own)
        if verb is not None and members and not self.material.arguments(sighting).role("with", "between"):
            self._read_members(Account(sighting, n, self.settling.settle(find_members(verb, self.material)), joint=True))
            return
        if sighting.kind in ("noun", "verb") and verb is not None and is_left_open(verb):
            sighting.kind, sighting.frame = "reference", "noun"
        give_to_called(sighting, n, self.material.arguments(sighting), self.ledger)
        give_to_ringer(sighting, n, self.material.arguments(sighting), self.ledger)
        for framed in self.material.framer.frame(sighting, n):
            spread = self.rosters.spread(framed)
            for account in spread:
                account.several |= len(spread) > 1
                self.filing.weigh(account)
                if len(spread) == 1:  # a list names all
                    self._read_further(self.sequels.read(account))

    def _read_members(self, account: Account) -> None:
        """ "The call included A, B and C": they join the call told last, or were on one that nothing told yet."""
        if self.ledger.entries:
            self.ledger.refer(replace(account, parties=[]))
        else:
            self._read_further([account])
