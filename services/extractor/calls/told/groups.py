"""Who "the two leaders", "they", "the foreign ministers" are: those of the call told last, of its round, of the same list, in mind.

Reads the calls told before; gives the groups of a sentence their members.
"""

from __future__ import annotations

from services.extractor.calls.told.group_offices import GroupOffices
from services.extractor.calls.told.group_words import (
    NUMBERS,
    is_any,
    is_described,
    is_misgendered,
    is_of_a_kind,
    is_of_club,
    is_of_more,
    is_of_two_states,
    is_one_of,
    stands_for_others,
)
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import LEAD_SENTENCES, Material
from services.extractor.calls.words.accounts import sides
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.tokens import Token
from services.extractor.types import Entity, Mention

PAIRS = {"two", "pair", "duo"}
SEATS = ("state", "place")
COUNTERPARTS = {"counterparts", "colleagues", "homologues"}
RINGING = {"call", "phone", "telephone", "ring"}
REACHING = RINGING | {"contact", "reach", "speak", "talk", "have", "get"}
CALLS = {"call", "conversation", "talk", "talks", "videoconference"}
OTHERS = (is_of_more, is_described, is_of_a_kind, is_of_club, is_any, is_one_of, stands_for_others)  # than those spoken of
REACH = 4  # sentences behind one that speaks of a call in which "both leaders" are those of that call
ENVOYS = {"ambassador", "official", "security_adviser"}
FEW = 3  # sentences back in which the two states may be named


class Groups:
    """Resolves the groups of one document, knowing the calls told before."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger, self.context = material, ledger, material.context
        self.offices = GroupOffices(material)

    def resolve(self, n: int) -> None:
        """Gives the groups of sentence `n` their members: those of the call told last, or the pair in mind."""
        sent, last = self.material.sents[n], self.ledger.last
        for mention in self.material.finder.in_span(sent):
            if mention.kind != "group" or mention.members:
                continue
            head = self.material.doc[mention.head]
            word = head.lower_
            among = mention.start > sent.start and self.material.doc[mention.start - 1].lower_ == "among"
            if word in ("both", "each"):
                mention.members = self._listed_apart(mention, n)
                continue
            if among or any(tells(head) for tells in OTHERS) or (word == "they" and self._are_unknown(n)):
                continue
            owners = {c.lower_ for c in head.children if c.dep_ == "poss"}
            theirs = "their" in owners and head.dep_ in ("dobj", "pobj")
            if owners and (owners & {"his", "her"} or word in COUNTERPARTS or theirs):
                continue  # "his ministers spoke to their counterparts": others than those spoken of
            if callers := self._callers_of_round(mention):
                mention.members = callers
                continue
            told = self._with_hub(mention, n) or self._listed_before(mention) or self._listed_apart(mention, n)
            company = self._in_company(mention)
            acting = self._acting_on(head) | self._telling_of(head)
            near = last is not None and n - self.ledger.last_told() <= REACH and _are_among(company, last.parties)
            told = told or (list(last.parties) if last and near and not acting & {p.id for p in last.parties} else [])
            told = told or self._of_states(mention, n)
            found = told or self.context.pair(mention.start, acting)
            found = self._without_aide(found, acting)
            if not found and n < LEAD_SENTENCES:
                found = self.context.pair_ahead(mention.start, acting)
            if not told and word == "leaders":
                found = [self.offices.leading(e, mention) for e in found]
            if not _are_among(company, found):
                found = []
            counted = [word, *(t.lower_ for t in self.material.doc[max(sent.start, mention.start - 1) : mention.head])]
            number = next((NUMBERS[w] for w in counted if w in NUMBERS), len(found))
            if len(found) != number > 2:
                found = self._listed_of(mention, n, number)
            found = self._without_object(mention, found)
            found = [] if is_misgendered(head, found) else found
            mention.members = self.offices.in_office(mention, found) if number == len(found) else []

    def _are_unknown(self, n: int) -> bool:
        """ "The presidents have been in contact once. They agreed …": a group of whom nobody is known acts before "they"."""
        before = self.material.finder.in_span(self.material.sents[n - 1]) if n else []
        heads = [(m, self.material.doc[m.head]) for m in before if m.kind == "group"]
        acting = [(m, h) for m, h in heads if h.pos_ == "NOUN" and h.dep_ == "nsubj" and h.head.dep_ == "ROOT"]
        return bool(acting) and not any(m.members or any(c.lower_ in NUMBERS for c in h.lefts) for m, h in acting)

    def _acting_on(self, group: Token) -> frozenset[int]:
        """ "Guterres telephoned the two of them": who acts on a group is none of it."""
        if group.dep_ == "pobj" and group.head.lower_ == "of":
            group = group.head.head  # "the two of them"
        verb = group.head.head if group.dep_ == "pobj" and group.head.lower_ in ("with", "to") else group.head
        if group.dep_ not in ("dobj", "dative", "pobj") or verb.lemma_ not in REACHING:
            return frozenset()
        if any(c.dep_ == "nsubj" and c.lower_ == "who" for c in verb.children):  # "it was Guterres who telephoned the two of them"
            told = self.material.sightings.get(self.context.sent_of.get(group.i, -1), [])
            return frozenset(i for s in told if s.verb == verb for i in self.material.subjects(s))
        acting = (m for c in verb.children if c.dep_ == "nsubj" for m in self.material.finder.mentions_of(c))
        return frozenset(e.id for m in acting for e in m.members)

    def _telling_of(self, group: Token) -> frozenset[int]:
        """ "Ambassador Lopez said that the two had spoken": an envoy or aide who tells of a group is none of it."""
        clause = group.head if group.dep_ in SUBJECTS else None
        if clause is None or clause.dep_ != "ccomp":
            return frozenset()
        telling = (m for c in clause.head.children if c.dep_ == "nsubj" for m in self.material.finder.mentions_of(c))
        return frozenset(e.id for m in telling for e in m.members if e.offices <= ENVOYS)

    def _without_aide(self, found: list[Entity], acting: frozenset[int]) -> list[Entity]:
        """The two of the call told last rather than one of them and an aide who has told of it since."""
        last = self.ledger.last
        aides = [e for e in found if e.offices and e.offices <= ENVOYS]
        if last is None or len(found) != 2 or len(aides) != 1 or len(last.parties) != 2 or acting & {p.id for p in last.parties}:
            return found
        leads = aides[0] not in last.parties and any(e in last.parties for e in found)
        return list(last.parties) if leads else found

    def _with_hub(self, group: Mention, n: int) -> list[Entity]:
        """ "Marin gave her consent when the two spoke", in a round: who acts in the clause above, and whose round it is."""
        head = self.material.doc[group.head]
        verb, last = head.head, self.ledger.last
        if last is None or head.lower_ not in PAIRS or head.dep_ != "nsubj" or verb.dep_ != "advcl":
            return []
        acting = [
            e for c in verb.head.children if c.dep_ == "nsubj" for m in self.material.finder.mentions_of(c) for e in m.members
        ]
        hub = self.ledger.hub(n) if len(acting) == 1 and acting[0].official and acting[0] not in last.parties else None
        return [acting[0], hub] if hub is not None and hub.country != acting[0].country else []

    def _in_company(self, group: Mention) -> list[Entity]:
        """ "In a phone conversation with Fidan, the two sides …": with whom the call of the sentence was, told before the group."""
        doc = self.material.doc
        heads = [(m, doc[m.head]) for m in self.material.finder.in_span(doc[group.head].sent) if m.end <= group.start]
        behind = [m for m, head in heads if m.kind in ("name", "role") and head.dep_ == "pobj" and head.head.lower_ == "with"]
        return [e for m in behind if doc[m.head].head.head.lemma_.lower() in CALLS for e in m.members]

    def _listed_apart(self, group: Mention, n: int) -> list[Entity]:
        """ "She had met X and Y. The minister telephoned both men", "X and Y are silent, but both rang the minister": the two
        listed before, on whom somebody else acts or who act on him; of a call told since it would be the two."""
        head, last = self.material.doc[group.head], self.ledger.last
        counted = {t.lower_ for t in self.material.doc[max(0, group.start - 1) : group.head + 1]}
        alone = head.dep_ == "nsubj" and head.lower_ == "both"
        if not (alone or head.dep_ in ("dobj", "pobj")) or not counted & {"both", "two", "each"}:
            return []
        around = self.material.finder.in_span(self.material.sents[n])
        here = [m for m in around if m.end <= group.start]
        if alone:
            acting = {e.id for m in around if m.start > group.start for e in m.members}
        else:
            verb = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
            subjects = [m for m in here if self.material.doc[m.head].dep_ == "nsubj"]
            if verb is not None and verb.dep_ == "relcl":
                subjects = self.material.finder.antecedents(verb)  # "Macron, who rang both of them"
            own = [m for m in subjects if self.material.doc[m.head].head == verb]
            acting = {e.id for m in own or subjects for e in m.members} or {*self._acting_on(head)}
        for k in range(n, max(last.sent if last else -1, n - FEW), -1):
            for mention in reversed(here if k == n else self.material.finder.in_span(self.material.sents[k])):
                listed = self.material.finder.expand(mention) if mention.kind in ("name", "role") else []
                people = list({e.id: e for m in listed for e in m.members}.values())
                if acting and len(people) == 2 == len(sides(people)) and not acting & {e.id for e in people}:
                    return people
        return []

    def _listed_of(self, group: Mention, n: int, number: int) -> list[Entity]:
        """ "Merkel, Hollande and Poroshenko … The trio talked": so many as were listed together in the sentences before."""
        for k in range(n, max(-1, n - FEW), -1):
            before = [m for m in self.material.finder.in_span(self.material.sents[k]) if m.end <= group.start]
            for mention in before:
                listed = self.material.finder.expand(mention) if mention.kind in ("name", "role") else []
                people = {e.id: e for m in listed if m.end <= group.start for e in m.members if self.context.speaks(e)}
                if len(people) == number == len(sides([*people.values()])) and any(e.official for e in people.values()):
                    return list(people.values())
        return []

    def _of_states(self, group: Mention, n: int) -> list[Entity]:
        """ "Kenya and Somalia are at odds. The presidents of the two countries spoke …": those of the states told last."""
        if not is_of_two_states(self.material.doc[group.head]):
            return []
        for k in range(n, max(-1, n - FEW), -1):
            before = [m for m in self.material.finder.in_span(self.material.sents[k]) if m.end <= group.start and m.kind in SEATS]
            states = list({m.members[0].country: m.members[0] for m in before if m.members}.values())
            if states:
                return [self.context.person_for(state) for state in states] if len(states) == 2 else []
        return []

    def _without_object(self, group: Mention, found: list[Entity]) -> list[Entity]:
        """ "The two of them then called Hollande": whom a group that acts calls is not one of it."""
        head = self.material.doc[group.head]
        head = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
        named = [c for c in head.head.children if c.dep_ == "dobj"] if head.dep_ in SUBJECTS else []
        called = [e for c in named if (m := self.material.finder.covering.get(c.i)) and m.kind == "name" for e in m.members]
        if not any(e in found for e in called):
            return found
        chosen: dict[str, Entity] = {}
        for entity in self.context.salient(group.start):
            if entity not in called and entity.country:
                chosen.setdefault(entity.country, entity)
        return list(chosen.values())[: len(found)]

    def _callers_of_round(self, group: Mention) -> list[Entity]:
        """ "Wong spoke to A, B and C by phone. They called to congratulate him": those who were on the line with him who was
        called."""
        verb, last = self.material.doc[group.head].head, self.ledger.last
        if last is None or verb.lemma_ not in RINGING or self.material.doc[group.head].dep_ != "nsubj":
            return []
        called = [t for t in verb.subtree if t.i > verb.i and t.dep_ in ("dobj", "dative") and t.i in self.material.finder.covering]
        hub = {e.id for t in called[:1] for e in self.material.finder.covering[t.i].members}
        beside = [c.participants for c, accounts in self.ledger.entries if any(a.sent == last.sent for a in accounts)]
        if len(hub) != 1 or len(beside) < 2 or not all(hub & {p.id for p in parties} for parties in beside):
            return []
        return list({p.id: p for parties in beside for p in parties if p.id not in hub}.values())

    def _listed_before(self, group: Mention) -> list[Entity]:
        """The two of "X and Y … between them", "X had called Y, and on Sunday the two …": whom the same sentence names before."""
        word = self.material.doc[group.head].lower_
        if word not in PAIRS and (group.head - group.start > 0 or word not in ("they", "them")):
            return []
        sent = self.material.doc[group.head].sent
        before = [m for m in self.material.finder.in_span(sent) if m.end <= group.start and m.kind in ("name", "role")]
        for mention in before:
            listed = [m for m in self.material.finder.expand(mention) if m.end <= group.start]
            people = list({e.id: e for m in listed for e in m.members}.values())
            if len(people) == 2 and len(sides(people)) == 2:
                return people
        before = [m for m in before if self.material.doc[m.head].dep_ != "poss"]
        people = list({e.id: e for m in before for e in m.members if self.context.speaks(e)}.values())
        return people if len(people) == 2 == len(sides(people)) else []


def _are_among(company: list[Entity], found: list[Entity]) -> bool:
    """Whether those of a sentence's own company are all of a group."""
    return {e.id for e in company} <= {e.id for e in found}
