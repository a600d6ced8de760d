"""Supplies the parties that a sentence leaves out: from its own list, from the round it belongs to, from who is in mind.

The decision a reader would question: what the context supplies is used only for cues that can mean nothing but a call, and never
where the sentence names somebody of whom nothing says that they speak for a state.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Span

from services.extractor.calls.framing import APART, Account, sides
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.listing import members
from services.extractor.calls.material import LEAD_SENTENCES, Material
from services.extractor.calls.sighting import Sighting
from services.extractor.rules.entries import RANK
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity, Mention

WORDS = load_words("calls.yml")
PRINCIPALS = frozenset(RANK) | {
    "energy_minister",
    "trade_minister",
    "interior_minister",
    "ambassador",
    "intelligence_chief",
    "parliament_speaker",
}
ROSTER = WORDS["roster"]
NUMBERS = {
    **{"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12},
}
DID = ("did", "has", "had", "was", "have", "were")
FURTHER = {"second", "third", "other", "another", "further", "next", "similar", "more", "like", "additional", "identical"}
SHORT = 12
ROLL = {"participant", "participants", "between", "parties", "present", "participating", "speakers"}
HEADING = 4  # lines below the heading of a record in which those on the line are named


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
            word = self.material.doc[mention.head].lower_
            if word in ("both", "each"):
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

    # -- several calls out of one account ------------------------------------------------------------------------------------

    def spread(self, account: Account) -> list[Account]:
        """The account, or the several that its list, the next sentence's list or "and so did …" make of it."""
        return [more for one in self._roster(account) for more in self._likewise(one)]

    def _roster(self, account: Account) -> list[Account]:
        """A sentence that only says that calls were made ("the people whom Obama called today"), with those that a list names."""
        if callers := self._listed_callers(account):
            return [Account(account.sighting, account.sent, [*account.parties, one], [one]) for one in callers]
        if together := self._listed_together(account):
            return [Account(account.sighting, account.sent, together, list(account.callers), joint=True)]
        ones = self._listed_next(account)
        if ones and self._is_single(account.sighting):
            return [Account(account.sighting, account.sent, [*account.parties, *ones], list(account.callers), joint=True)]
        return [Account(account.sighting, account.sent + 1, [*account.parties, one], list(account.callers)) for one in ones] or [
            account
        ]

    def _listed_next(self, account: Account) -> list[Entity]:
        """Those whom the next sentence lists, where this one tells only who called them."""
        n = account.sent + 1
        words = {t.lemma_.lower() for t in account.sighting.head.sent}
        if len(account.parties) != 1 or not words & ROSTER or n >= len(self.material.sents):
            return []
        following = self.material.sents[n]
        if account.parties[0].id not in self.material.subjects(account.sighting) or any(
            t.lower_ in ("not", "will", "would") for t in following
        ):
            return []
        listed = self._speakers(self.material.finder.in_span(following), account)
        return listed if len(listed) > 1 else []

    def _is_single(self, sighting: Sighting) -> bool:
        """Whether the words tell one call of several, not several calls."""
        one = sighting.head.tag_ == "NN" and any(c.lower_ in ("a", "an", "one", "the") for c in sighting.head.children)
        return sighting.kind == "noun" and one and not APART & {t.lower_ for t in sighting.head.sent}

    def _listed_together(self, account: Account) -> list[Entity]:
        """Those whom the next sentences list, where this one tells a call of an unnamed group, or is the heading of a record
        ("MEMORANDUM OF TELEPHONE CONVERSATION", "Participants: …")."""
        sighting, n = account.sighting, account.sent
        heading = sighting.verb is None and len(sighting.head.sent) < SHORT
        if (account.parties and not heading) or sighting.kind == "plain":
            return []
        if heading:
            lines = [s for s in self.material.sents[n + 1 : n + 1 + HEADING] if _is_roll(s)]
            listed = [e for s in lines[:1] for e in members(self.material.finder.in_span(s)) if self.context.speaks(e)]
        else:
            groups = [m for m in self.material.arguments(sighting).subjects if m.kind == "group" and not m.members]
            colon = next((t.i for t in sighting.head.sent if t.text in (":", "–", "—") and t.i > sighting.head.i), None)
            behind = [m for m in self.material.finder.in_span(sighting.head.sent) if colon is not None and m.start > colon]
            following = [m for s in self.material.sents[n + 1 : n + 2] for m in self.material.finder.in_span(s)]
            listed = self._speakers(behind or following, account) if groups else []
        return listed if len(sides(listed)) > (1 if sighting.verb is None else 2) else []

    def _listed_callers(self, account: Account) -> list[Entity]:
        """ "those who rang him today: the US secretary of state, the foreign ministers of …": the list behind the colon."""
        verb = account.sighting.verb
        if (
            verb is None
            or account.callers
            or len(account.parties) != 1
            or verb.dep_ != "relcl"
            or verb.head.lemma_.lower() not in ROSTER | {"those"}
        ):
            return []
        colon = next((t.i for t in verb.sent if t.text == ":" and t.i > verb.i), None)
        if colon is None:
            return []
        return self._speakers([m for m in self.material.finder.in_span(verb.sent) if m.start > colon], account)

    def _speakers(self, mentions: list[Mention], account: Account) -> list[Entity]:
        """Those of `mentions` who can be the other party, each once."""
        named = members([m for m in mentions if m.kind in ("name", "role")])
        return [e for e in named if self.context.speaks(e) and e.country not in sides(account.parties)]

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

    def another(self, n: int, sent: Span) -> Account | None:
        """ "Another was to Catherine Colonna": one more call of whoever placed those told before, in a sentence without a cue."""
        last = self.ledger.last
        if not last or n - last.sent > 2 or not last.callers:
            return None
        for token in sent[:6]:
            if token.lower_ in ("another", "one", "others", "third", "second") and token.dep_ in ("nsubj", "ROOT", "amod"):
                head = token.head
                targets = [
                    m
                    for m in self.material.finder.in_span(sent)
                    if m.start and self.material.doc[m.start - 1].lower_ == "to" and m.members
                ]
                official = targets and all(e.official for m in targets for e in m.members)
                if official and head.lemma_ in ("be", "go", "place", "come", "call") and targets[0].start - head.i <= 3:
                    return Account(
                        Sighting(token, head, "caller", "call.another", "phone", "noun"),
                        n,
                        [last.callers[0], *targets[0].members],
                        [last.callers[0]],
                    )
                return None
        return None


def _is_roll(line: Span) -> bool:
    """A line like "Participants: …"."""
    return line[0].lower_ in ROLL and any(t.text == ":" for t in line[1:3])


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
