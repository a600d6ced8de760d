"""Finds the calls that the article reports: one `Call` per call in the world, as far as the article tells them apart.

Reads `sents`, `headline_sents`, `mentions`, `entities`; sets `calls` (parties, cues, initiators, background, channel) and
`not_held` (cues of calls that were planned, denied, invented). Each cue is framed by its grammar, held against its scope,
completed from its context, and filed with the accounts of the same call.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.accounts import Account, sides
from services.extractor.calls.attachment import is_beside, is_compared
from services.extractor.calls.audience import is_for_audience
from services.extractor.calls.claims import is_left_open
from services.extractor.calls.denial import is_reported
from services.extractor.calls.groups import Groups
from services.extractor.calls.history import is_history, is_of_another_age, years_told
from services.extractor.calls.joining import find_joiners, find_members, tells_members
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.material import Material, cue_of
from services.extractor.calls.others import Others
from services.extractor.calls.plain_talk import PlainTalk
from services.extractor.calls.private import is_at_home, is_private
from services.extractor.calls.pronouns import give_to_called, give_to_caller, give_to_hub, part_pronouns
from services.extractor.calls.protagonist import Protagonist
from services.extractor.calls.repeats import Repeats
from services.extractor.calls.rosters import Rosters
from services.extractor.calls.round_announcing import Announcer
from services.extractor.calls.round_clauses import asks_whom
from services.extractor.calls.rounds import Rounds
from services.extractor.calls.scenes import Scenes
from services.extractor.calls.sequels import Sequels
from services.extractor.calls.sighting import Sighting
from services.extractor.calls.status import is_held
from services.extractor.calls.strangers import names_some, names_stranger
from services.extractor.calls.supply import Supply, acts_we
from services.extractor.calls.tales import Tales
from services.extractor.calls.tellings import Tellings
from services.extractor.calls.verdict import Verdict
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Call, Document, Entity

WORDS = load_words("calls.yml")
RETIRED = WORDS["retired"]
OCCASION = ("in", "during", "over")
BACK = 2  # sentences before one that tells of a call in which the text may tell the year
FURTHER_CALLS = {"call.noun.another", "call.noun.similar", "call.verb.resume"}  # cues that need a call told before
SPEAKING = {"NATO", "AU+", "IAEA", "Hamas", "Taliban"}  # organisations that a bare name stands for as a party


def run(document: Document) -> None:
    """Sets `calls` and `not_held`."""
    document.calls = Reading(document).read()


def _is_of_each(sighting: Sighting) -> bool:
    """ "Spoke with A and with B, calling each from the Oval Office": how the calls that the clause tells came about."""
    verb = sighting.head
    each = any(c.dep_ == "dobj" and c.lower_ in ("each", "both", "them") for c in verb.children)
    return sighting.kind == "verb" and verb.tag_ == "VBG" and verb.dep_ == "advcl" and each


def _is_one_of_those(call: Token) -> bool:
    """ "Sat beside him for one of these calls": of those told."""
    one = call.head.head
    told = call.dep_ == "pobj" and call.head.lower_ == "of" and one.lower_ == "one" and one.dep_ == "pobj"
    return told and any(c.lower_ in ("these", "those") for c in call.children)


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


class Reading:
    """One pass over a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.material = Material(document)
        self.ledger = Ledger(self.material)
        self.tales = Tales(self.material)
        self.groups = Groups(self.material, self.ledger)
        self.protagonist = Protagonist(self.material, self.ledger)
        self.supply = Supply(self.material, self.ledger, self.protagonist)
        self.tellings = Tellings(self.material, self.ledger)
        self.rosters = Rosters(self.material, self.ledger, self.protagonist)
        self.others = Others(self.material, self.ledger)
        self.announcer = Announcer(self.material, self.ledger, self.protagonist)
        self.rounds = Rounds(self.material, self.ledger)
        self.sequels = Sequels(self.material, self.ledger, self.rounds)
        self.repeats = Repeats(self.material, self.ledger)
        self.scenes = Scenes(self.material, self.groups)
        self.context = self.material.context
        self.strange: set[int] = set()  # sentences that tell of a call with somebody who speaks for no state
        self.plain = PlainTalk(self.material, self.ledger)

    def read(self) -> list[Call]:
        """The calls of the document."""
        for n, sent in enumerate(self.material.sents):
            sightings = self.material.sightings.get(n, [])
            self.announcer.read(n, sent)
            further = self.rounds.read(n, sent)
            for sighting in sightings:
                self._read(n, sighting)
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
            account.parties = self._settle(account.parties)
            if len(sides(account.parties)) > 1 and not self.ledger.knows(account):
                self.ledger.file(account)
            elif account.callers and account.sighting.rule == "call.scene.ring":
                self.ledger.name_caller(account.sent, {c.id for c in account.callers})  # "On the line was X"

    def _read(self, n: int, sighting: Sighting) -> None:
        self.groups.resolve(n)
        courtesy = self.material.courtesy and sighting.rule == "call.noun.call" and sighting.channel == "phone"
        if courtesy or names_stranger(sighting, self.material.lexicon, self.material.finder.covering):
            self.strange.add(n)
            return
        if is_beside(sighting.head) or (is_compared(sighting.head) and self.ledger.entries):
            return
        if self.tales.is_untold(sighting, n) or not is_held(sighting, self.material.lexicon):
            self.document.not_held.append(cue_of(sighting, n, "not_held"))
            return
        if _is_of_each(sighting) and self.ledger.name_caller(n, self.material.subjects(sighting)):
            return
        verb = sighting.verb
        own = [c for c in verb.children if c == sighting.head or c.is_ancestor(sighting.head)] if verb is not None else []
        members = verb is not None and sighting.kind == "noun" and tells_members(verb, own)
        if verb is not None and members and not self.material.arguments(sighting).role("with", "between"):
            self._read_members(Account(sighting, n, self._settle(find_members(verb, self.material)), joint=True))
            return
        if sighting.kind in ("noun", "verb") and verb is not None and is_left_open(verb):
            sighting.kind, sighting.frame = "reference", "noun"
        if self.ledger.entries and _is_one_of_those(sighting.head):
            sighting.kind, sighting.frame = "reference", "noun"
        give_to_called(sighting, n, self.material.arguments(sighting), self.ledger)
        for framed in self.material.framer.frame(sighting, n):
            spread = self.rosters.spread(framed)
            for account in spread:
                account.several |= len(spread) > 1
                self._weigh(account)
                if len(spread) == 1:  # a list names all
                    self._read_further(self.sequels.read(account))

    def _read_members(self, account: Account) -> None:
        """ "The call included A, B and C": they join the call told last, or were on one that nothing told yet."""
        if self.ledger.entries:
            self.ledger.refer(replace(account, parties=[]))
        else:
            self._read_further([account])

    def _weigh(self, account: Account) -> None:
        """Files one account, refers it to a call told before, or lets it go."""
        sighting, named = account.sighting, len({p.id for p in account.parties if p.kind == "person"})
        at_home = is_at_home(account)
        account.parties = self._settle(account.parties)
        account.callers = list({p.id: p for c in account.callers for p in [self.context.person_for(c)]}.values())
        own = self.material.arguments(sighting)
        part_pronouns(account, own, self.document.entities)
        at_home, account.parties = at_home and not account.called, self._settle(account.parties)
        give_to_hub(account, own, self.ledger)
        if self._is_retired(account) or (is_reported(sighting) and self.material.is_denied(account.parties)):
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
        told = account.parties and (self.ledger.entries or occasion)
        none = self.document.not_held or self.strange
        return account.sent in self.strange or bool(account.sighting.definite and none and not told)

    def _note_round(self, account: Account) -> None:
        """ "The president made calls": whoever they were to, they were his."""
        sighting = account.sighting
        if sighting.kind == "noun" and sighting.head.tag_ == "NNS" and len(account.parties) == 1 and account.callers:
            self.ledger.rounds.append((account.sent, account.callers[0]))

    def _settle(self, parties: list[Entity]) -> list[Entity]:
        """States become the named person who speaks for them; a state beside its own person is dropped."""
        people = [p for p in parties if p.kind != "state"]
        told = sides(people)
        settled = [self.context.person_for(p, people) for p in parties if p.kind != "state" or p.country not in told]
        settled = [p for p in settled if p.kind != "state" or len(p.country or "") == 2 or p.country in SPEAKING]
        return [p for p in {p.id: p for p in settled}.values() if self.context.speaks(p) or p.country]

    def _is_retired(self, account: Account) -> bool:
        """Whether somebody long out of office talks to somebody in it: they speak for nobody any more."""
        gone = [p for p in account.parties if p.kind == "person" and p.official is None]
        active = [p for p in account.parties if p.official]
        if not gone or not active or account.sighting.kind == "reference" or all(map(self._left_office, active)):
            return False
        if self._held_office_then(gone, account.sent):
            return False
        if any(self._is_former(p, account) for p in gone):
            return not is_of_another_age(account.sighting)
        unknown = any(not p.offices and p.role is None for p in gone)
        return unknown and not is_history(account.sighting, False, True)

    def _left_office(self, entity: Entity) -> bool:
        """Whether somebody held no office any more on the day of the article, whatever title it gives: a tale of their time."""
        person, day = load_gazetteer().people.get(entity.name or ""), self.document.published
        return person is not None and day is not None and not person.tenures_on(day)

    def _held_office_then(self, gone: list[Entity], n: int) -> bool:
        """Whether sentence `n`, or one right before it, tells of a year in which all of `gone` were in office."""
        people = [load_gazetteer().people.get(p.name or "") for p in gone]
        years = {year for sent in self.material.sents[max(0, n - BACK) : n + 1] for year in years_told(sent.text)}
        spells = [[(t.start.year, t.until.year) for t in person.tenures] if person else [] for person in people]
        return any(all(any(start <= year <= until for start, until in held) for held in spells) for year in years)

    def _is_former(self, entity: Entity, account: Account) -> bool:
        """Whether the words before a name in the cue's sentence say that the office is no more ("former", "ex-")."""
        sent = self.material.sents[account.sent]
        own = [m for m in self.material.finder.in_span(sent) if entity in m.members and m.kind in ("name", "role")]
        return any(t.lower_.rstrip("-") in RETIRED for m in own for t in self.material.doc[max(sent.start, m.start - 2) : m.end])
