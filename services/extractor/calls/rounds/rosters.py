"""The several calls that one account tells: those of a list behind it, of the next sentence's list, of "and so did …".

Reads the account and the sentences beside it; gives the account itself where it tells one call. Knows the calls filed so far for
sentences that add one without a cue ("Another was to X").
"""

from __future__ import annotations

from services.extractor.calls.conferences.conferences import Conferences, is_among
from services.extractor.calls.parties.jointly import tells_apart
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity

ROSTER = load_words("calls.yml")["roster"]
DID = ("did", "has", "had", "was", "have", "were")
RINGING = {"call.verb.ring", "call.verb.call", "call.verb.phone", "call.phrase.get_through"}
GATHERING = {"convene", "gather", "assemble", "bring", "unite", "summon", "join"}


class Rosters:
    """Spreads the accounts of one document, knowing the calls told before."""

    def __init__(self, material: Material, ledger: Ledger, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.protagonist, self.context = material, ledger, protagonist, material.context
        self.conferences = Conferences(material)

    def spread(self, account: Account) -> list[Account]:
        """The account, or the several that its list, the next sentence's list or "and so did …" make of it."""
        return [more for one in self._roster(account) for more in self._likewise(one)]

    def _roster(self, account: Account) -> list[Account]:
        """A sentence that only says that calls were made ("the people whom Obama called today"), with those that a list names."""
        if listed := self._listed_there(account):
            callers = list(account.callers)
            return [Account(account.sighting, account.sent, [*account.parties, one], callers or [one]) for one in listed]
        if hub := self._rung_by_more(account):
            rang = account.sighting.kind == "verb"
            rung = rang and self.material.arguments(account.sighting).passive
            return [
                Account(account.sighting, account.sent, [one, hub], ([hub] if rung else [one]) if rang else [])
                for one in account.parties
            ]
        if apart := self._listed_apart(account):
            return apart
        if together := self.conferences.read(account):
            return [Account(account.sighting, account.sent, together, list(account.callers), joint=True)]
        ones = self._listed_next(account)
        if ones and self._is_single(account.sighting):
            return [Account(account.sighting, account.sent, [*account.parties, *ones], list(account.callers), joint=True)]
        verb = account.sighting.verb
        taken = account.called or (account.sighting.frame == "callee" and verb is not None and verb.lemma_ != "have")
        return [
            Account(
                account.sighting, account.sent + 1, [*account.parties, one], [one] if taken else list(account.callers), several=True
            )
            for one in ones
        ] or [account]

    def _rung_by_more(self, account: Account) -> Entity | None:
        """ "Albanese rang Prabowo. Lee and Wickremesinghe rang later", "he is a man for the phone. Lee and Yoon were on the line":
        of whom the text tells, not each other."""
        sighting, args = account.sighting, self.material.arguments(account.sighting)
        others = args.objects or args.role("with", "to", "from", "by", "between", "list")
        if len(sides(account.parties)) < 2 or others or len(args.subjects) < 2:
            return None
        if args.passive:  # "X and Y had been called separately"
            hub = self.ledger.hub(account.sent)
            return hub if hub is not None and hub.country not in sides(account.parties) else None
        if sighting.kind == "verb" and sighting.rule in RINGING:
            return self.protagonist.of(account.sent, sides(account.parties), rung=True) or self._left_out_before(account)
        verb = sighting.verb
        waiting = sighting.kind == "instrument" and sighting.frame == "mutual" and verb is not None and verb.lemma_ == "be"
        if not waiting or any(self.context.is_known(p, sighting.head.sent.start) for p in account.parties):
            return None
        return self.protagonist.of(account.sent, sides(account.parties))

    def _left_out_before(self, account: Account) -> Entity | None:
        """Who was supplied for the call told last, where its words name only who called."""
        last = self.ledger.last
        if last is None or last.complete or account.sent - last.sent > 1:
            return None
        others = [p for p in last.parties if p.id not in self.material.subjects(last.sighting)]
        return others[0] if len(others) == 1 and others[0].country not in sides(account.parties) else None

    def _listed_next(self, account: Account) -> list[Entity]:
        """Those whom the next sentence lists, where this one tells only who called them."""
        n = account.sent + 1
        one = self.material.finder.covering  # "the Ghanaian leader, Akufo-Addo, rang": a single one
        words = {t.lemma_.lower() for t in account.sighting.head.sent if t.tag_ != "NN" or t.i not in one}
        verb = account.sighting.verb
        who = verb is not None and verb.dep_ == "relcl" and any(c.lower_ == "who" for c in verb.children)
        own = account.sighting.definite or (
            who and verb is not None and verb.head.lemma_.lower() not in ROSTER
        )  # "who called twice"
        if len(account.parties) != 1 or own or not words & ROSTER or n >= len(self.material.sents):
            return []
        args = self.material.arguments(account.sighting)
        if any(m.kind == "name" for m in (*args.objects, *args.role("with", "to", "from"))):
            return []  # "rang the opposition leader, Raila Odinga": who speaks for no state
        hub = self.ledger.hub(n)
        if hub is not None and hub.country not in sides(account.parties):
            return []  # "Erdogan had many calls. Tamim was the first leader to ring": him, not those of the next sentence
        following = self.material.sents[n]
        if account.parties[0].id not in self.material.subjects(account.sighting) or any(
            t.lower_ in ("not", "will", "would") and t.head.dep_ != "relcl" for t in following
        ):
            return []
        listed = self.conferences.speakers(self.material.finder.in_span(following), account)
        return listed if len(listed) > 1 else []

    def _is_single(self, sighting: Sighting) -> bool:
        """Whether the words tell one call of several, not several calls."""
        one = sighting.head.tag_ == "NN" and any(c.lower_ in ("a", "an", "one", "the") for c in sighting.head.children)
        shared = sighting.kind == "instrument" and any(
            c.lower_ in ("one", "same", "single", "shared") for c in sighting.head.children
        )
        verb = sighting.verb
        shared |= sighting.kind == "instrument" and verb is not None and verb.lemma_ in GATHERING  # "convened the leaders by video"
        return shared or (sighting.kind == "noun" and one and not tells_apart(sighting.head.sent))

    def _owner(self, sighting: Sighting, listed: set[int]) -> list[Entity]:
        """ "X thanked the ministers who had rung": the one of whose calls a clause on a group tells."""
        verb = sighting.verb
        if verb is None or verb.dep_ != "relcl":
            return []
        near = [e for e in self.context.salient(verb.i) if e.id not in listed and e.official]
        return near[:1]

    def _listed_apart(self, account: Account) -> list[Account]:
        """ "X rang three leaders: A, B and C", "he worked the telephone: A, B and C": a call with each behind the colon."""
        sighting = account.sighting
        listed = [e for e in members(self.conferences.behind_colon(sighting)) if self.context.speaks(e)]
        ids = {e.id for e in listed}
        own = [p for p in account.parties if p.id not in ids] or self._owner(sighting, ids)
        others = [e for e in listed if e.country not in sides(own)]
        if (
            sighting.kind in ("plain", "reference")
            or account.joint
            or len(others) < (1 if self._is_led_by_among(sighting) else 2)
            or len(own) != 1
            or self._is_single(sighting)
        ):
            return []
        args = self.material.arguments(sighting)
        led = {e.id for m in args.subjects for e in m.members}
        grouped = [m for m in (*args.subjects, *args.objects, *args.role("with", "to", "from")) if m.kind == "group"]
        called = own[0].id not in led and any(m in args.subjects for m in grouped)
        if not grouped and own[0].id not in led:
            return []
        telling = bool(account.callers) or sighting.frame in ("caller", "callee")
        calling = called if sighting.frame == "caller" else sighting.frame == "callee"
        return [
            Account(sighting, account.sent, [own[0], one], ([one] if calling else [own[0]]) if telling else []) for one in others
        ]

    def _is_led_by_among(self, sighting: Sighting) -> bool:
        """ "Got calls from leaders across Europe, among them X": one may be all whom it names."""
        return sighting.head.tag_ == "NNS" and any(is_among(t) and t.i > sighting.head.i for t in sighting.head.sent)

    def _listed_there(self, account: Account) -> list[Entity]:
        """ "those who rang him today: the US secretary of state, the foreign ministers of …": the list behind the colon; "among
        those he called were X and Y"."""
        verb = account.sighting.verb
        if verb is None or len(account.parties) != 1 or verb.dep_ != "relcl" or verb.head.lemma_.lower() not in ROSTER | {"those"}:
            return []
        colon = next((t.i for t in verb.sent if t.text == ":" and t.i > verb.i), None)
        if colon is None:  # "Among those who rang him were A and B"
            colon = next((t.i for t in verb.sent if t.lemma_ == "be" and t.i > verb.i and t.dep_ == "ROOT"), None)
        if colon is None:
            return []
        return self.conferences.speakers([m for m in self.material.finder.in_span(verb.sent) if m.start > colon], account)

    def _likewise(self, account: Account) -> list[Account]:
        """The account, and one more for "and so did the Greek, Costas Simitis"."""
        sighting, subjects = account.sighting, self.material.subjects(account.sighting)
        for token in sighting.head.sent[:-2]:
            if token.lower_ == "so" and token.nbor(1).lower_ in DID and token.i > sighting.head.i and subjects:
                late = [m for m in self.material.document.mentions if token.i < m.start <= token.i + 4 and m.members]
                if late:
                    new = late[0].members[0]
                    parties = [new if p.id in subjects else p for p in account.parties]
                    callers = [new if c.id in subjects else c for c in account.callers]
                    return [account, Account(sighting, account.sent, parties, callers, complete=account.complete)]
        return [account]
