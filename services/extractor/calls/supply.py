"""Supplies the parties that a sentence leaves out: from its own list, from the round it belongs to, from who is in mind.

The decision a reader would question: what the context supplies is used only for cues that can mean nothing but a call, and never
where the sentence names somebody of whom nothing says that they speak for a state.
"""

from __future__ import annotations

from collections import Counter

from services.extractor.calls.context import LEADERS
from services.extractor.calls.framing import Account, sides
from services.extractor.calls.ledger import REACH, Ledger
from services.extractor.calls.material import LEAD_SENTENCES, Material
from services.extractor.calls.sighting import VERBAL, Sighting
from services.extractor.rules.entries import RANK
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity, Mention

GROUP_NOUNS = load_words("people.yml")["group_nouns"]
INLAND = load_words("calls.yml")["inland"]
PRINCIPALS = frozenset(RANK) | {
    "energy_minister",
    "trade_minister",
    "interior_minister",
    "ambassador",
    "intelligence_chief",
    "parliament_speaker",
}
AIDES = {"security_adviser", "official"}
NUMBERS = {
    **{"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12},
}
FURTHER_ONE = {
    "also",
    "too",
    "well",
    "likewise",
    "next",
    "second",
    "third",
}  # "Brown got through as well": to the one who was called before
CLEARLY = 2  # so many times oftener is the one spoken of whose telephone it is
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
            if among or word in ("both", "each") or _is_described(head) or _is_of_a_kind(head):
                continue
            told = self._listed_before(mention) or (list(last.parties) if last and n - last.sent <= 4 else [])
            found = (
                told or self.context.pair(mention.start) or (self.context.pair_ahead(mention.start) if n < LEAD_SENTENCES else [])
            )
            counted = [word, *(t.lower_ for t in self.material.doc[max(sent.start, mention.start - 1) : mention.head])]
            number = next((NUMBERS[w] for w in counted if w in NUMBERS), len(found))
            found = self._others_of_round(mention, number) or found
            mention.members = found if number == len(found) else []

    def _others_of_round(self, group: Mention, number: int) -> list[Entity]:
        """ "Putin spoke to A and B. Macron had a call with each of the two": those whom one person was on the line with."""
        last, doc = self.ledger.last, self.material.doc
        led = {doc[group.start].lower_, doc[max(0, group.start - 1)].lower_}
        if last is None or not led & {"with", "to", "of"}:
            return []
        sent = doc[group.head].sent
        acting = [m.members[0] for m in self.material.finder.in_span(sent) if m.end <= group.start and len(m.members) == 1]
        beside = [c.participants for c, accounts in self.ledger.entries if any(a.sent == last.sent for a in accounts)]
        hubs = [p for p in last.parties if len(beside) > 1 and all(p in parties for parties in beside)]
        others = list({p.id: p for parties in beside for p in parties if p not in hubs}.values())
        return others if hubs and len(others) == number and acting and acting[0] not in hubs + others else []

    def _listed_before(self, group: Mention) -> list[Entity]:
        """The two of "X and Y … between them": whom one list in the same sentence names."""
        if group.head - group.start > 0 or self.material.doc[group.head].lower_ not in ("they", "them"):
            return []
        sent = self.material.doc[group.head].sent
        before = [m for m in self.material.finder.in_span(sent) if m.end <= group.start and m.kind in ("name", "role")]
        for mention in before:
            listed = [m for m in self.material.finder.expand(mention) if m.end <= group.start]
            people = list({e.id: e for m in listed for e in m.members}.values())
            if len(people) == 2 and len(sides(people)) == 2:
                return people
        people = list({e.id: e for m in before for e in m.members if self.context.speaks(e)}.values())
        return people if len(people) == 2 == len(sides(people)) else []

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
        hub = self._hub(account, present)
        if hub is not None:
            present = [*present, hub]
        elif sighting.kind != "verb" and not account.called and sighting.rule != "call.noun.another":
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
        return not self._has_unknown_group(sighting) and not self.material.has_audience(account.sent)

    def _with_neighbours(self, sighting: Sighting, present: list[Entity]) -> list[Entity]:
        """The first holder of a high office of another state in the same sentence."""
        for mention in self.context.in_sentence(sighting.head.i, {p.id for p in present}):
            entity = mention.members[0]
            if entity.offices & PRINCIPALS and entity.country and entity.country not in sides(present):
                return [*present, self._principal(entity, present)]
        return present

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

    def _hub(self, account: Account, present: list[Entity]) -> Entity | None:
        """Whose round of calls is being told, where this one tells only who else called."""
        hub = self.ledger.hub(account.sent)
        last, sighting = self.ledger.last, account.sighting
        calling = len(account.callers) == 1 and len(present) == 1 and sighting.kind in ("verb", "noun")
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

    def _other(self, account: Account, present: list[Entity]) -> Entity | None:
        """The other party, from the nearest source that knows one; sets the caller where the source tells it."""
        token = account.sighting.head.i
        if caller := self._caller_before(account):
            account.callers = [caller]
            return caller
        other = (
            self._callee_before(account)
            or self._round_party(account)
            or self._spoken_of(account, present)
            or self.context.scene(token, present)
            or self._leader(self.context.other(token, present), present)
            or self.context.later(token, present)
        )
        if other and account.called:
            account.callers = [other]
        return other

    def _caller_before(self, account: Account) -> Entity | None:
        """Whoever placed the call told last, where this one is another of theirs ("a second call went to Ankara")."""
        last, sighting = self.ledger.last, account.sighting
        if (
            not last
            or not last.callers
            or account.callers
            or sighting.kind != "noun"
            or sighting.rule == "call.noun.another"
            or not {t.lower_ for t in sighting.head.lefts} & FURTHER
        ):
            return None
        return last.callers[0] if last.callers[0].country not in sides(account.parties) else None

    def _callee_before(self, account: Account) -> Entity | None:
        """Whoever was called in the call told last, where one more caller is told ("… got through as well")."""
        last = self.ledger.last
        if not last or not account.callers or not last.callers or account.sent - last.sent > 4:
            return None
        own = {c.id for c in account.callers}
        others = [p for p in last.parties if p.id not in own and p.country not in sides(account.parties)]
        called = [p for p in others if p not in last.callers]
        if not called or account.sighting.kind == "instrument" or FURTHER_ONE & {t.lower_ for t in account.sighting.head.sent}:
            return called[0] if called else None
        counts = self.context.counts
        leading = max(others, key=lambda p: counts[p.id])
        return leading if counts[leading.id] >= counts[called[0].id] + CLEARLY else called[0]

    def _round_party(self, account: Account) -> Entity | None:
        """Whoever is on the line in the calls told so far, where "another conversation" tells one more."""
        if account.sighting.rule != "call.noun.another":
            return None
        told = Counter(p.id for call, _ in self.ledger.entries for p in call.participants)
        last = self.ledger.last
        acting = self.material.subjects(last.sighting) if last else set[int]()
        parties = list(last.parties) if last else []
        parties += [p for call, _ in self.ledger.entries for p in call.participants]
        parties = [p for p in parties if p.country not in sides(account.parties)]
        return max(parties, key=lambda p: (p.id in acting, told[p.id]), default=None)

    def _spoken_of(self, account: Account, present: list[Entity]) -> Entity | None:
        """Of the two on the line last the one whom the article speaks of most, where somebody else called."""
        last = self.ledger.last
        if last is None or not account.callers or account.sent - last.sent > REACH:
            return None
        others = sorted(
            (p for p in last.parties if p.country not in sides(present)), key=lambda p: self.context.counts[p.id], reverse=True
        )
        if len(others) != 2:
            return None
        first, second = (self.context.counts[p.id] for p in others)
        return others[0] if first >= second + (CLEARLY if last.callers else 1) else None

    def _has_unknown_group(self, sighting: Sighting) -> bool:
        """ "The four had dialled in": the clause names a group that nobody in mind makes up."""
        args = self.material.arguments(sighting)
        groups = [m for m in args.subjects + args.objects if m.kind == "group" and not m.members]
        return any(self.material.doc[m.head].lower_ in NUMBERS for m in groups) or self._has_described_group(sighting)

    def _has_described_group(self, sighting: Sighting) -> bool:
        """ "With the foreign ministers of the G7 in a conference call": several whom the article does not name."""
        args = self.material.arguments(sighting)
        heads = [self.material.doc[m.head] for m in args.role("with", "between", "to") + args.objects if not m.members]
        anchors = [a for a in (sighting.verb, sighting.head) if a is not None]
        heads += [g for a in anchors for c in a.children if c.lower_ in ("with", "between") for g in c.children]
        heads += [c for a in anchors if a.pos_ in VERBAL for c in a.children if c.dep_ == "dobj"]
        return any(g.tag_ == "NNS" and g.lower_ in GROUP_NOUNS and _is_described(g) for g in heads)


def _is_described(noun: Token) -> bool:
    """ "The presidents of the Visegrad countries", "the leaders whom he called", "the opposition leaders": a group that its own
    words pick out."""
    return noun.pos_ == "NOUN" and any(
        c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep") or c.lower_ in INLAND for c in noun.children
    )


def _is_of_a_kind(noun: Token) -> bool:
    """ "Opposition leaders", "party officials": people of a kind of their own, not those spoken of."""
    return any(c.dep_ == "compound" and c.pos_ == "NOUN" and c.text.islower() for c in noun.lefts)


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
