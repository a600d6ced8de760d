"""Who "the two leaders", "they", "the foreign ministers" are: those of the call told last, of its round, of the same list, in mind.

Reads the calls told before; gives the groups of a sentence their members.
"""

from __future__ import annotations

from services.extractor.calls.framing import sides
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.listing import SUBJECTS
from services.extractor.calls.material import LEAD_SENTENCES, Material
from services.extractor.people.cast import LEADERS
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity, Mention

GROUP_NOUNS = load_words("people.yml")["group_nouns"]
INLAND = load_words("calls.yml")["inland"]  # kinds of leaders who speak for no state
PORTFOLIOS = load_words("calls.yml")["portfolios"]  # what ministers of two states may have in common
NUMBERS = {
    **{"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12},
}
PAIRS = {"two", "pair", "duo"}
STATES = {"countries", "nations", "states", "neighbours", "neighbors", "sides", "republics", "capitals", "lands", "powers"}
SEATS = ("state", "place")
COUNTERPARTS = {"counterparts", "colleagues", "homologues"}
RINGING = {"call", "phone", "telephone", "ring"}
CALLS = {"call", "conversation", "talk", "talks", "videoconference"}
REACH = 4  # sentences behind one that speaks of a call in which "both leaders" are those of that call
WHAT_HEADS_HEAD = {"state", "government", "diplomacy", "mission"}
FEW = 3  # sentences back in which the two states may be named
OFFICES = {
    "foreign ministers": "foreign_minister",
    "foreign secretaries": "official",
    "defence ministers": "defence_minister",
    "defense ministers": "defence_minister",
    "prime ministers": "head_of_government",
    "presidents": "head_of_state",
}
TRADES = ("ers", "ors", "ists", "ians", "women", "people")  # the ends of words for people of a trade


class Groups:
    """Resolves the groups of one document, knowing the calls told before."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger, self.context = material, ledger, material.context

    def resolve(self, n: int) -> None:
        """Gives the groups of sentence `n` their members: those of the call told last, or the pair in mind."""
        sent, last = self.material.sents[n], self.ledger.last
        for mention in self.material.finder.in_span(sent):
            if mention.kind != "group" or mention.members:
                continue
            head = self.material.doc[mention.head]
            word = head.lower_
            among = mention.start > sent.start and self.material.doc[mention.start - 1].lower_ == "among"
            if among or word in ("both", "each") or is_described(head) or _is_of_a_kind(head) or _stands_for_others(head):
                continue
            owners = {c.lower_ for c in head.children if c.dep_ == "poss"}
            if owners and (owners & {"his", "her"} or word in COUNTERPARTS):
                continue  # "his ministers spoke to their counterparts": others than those spoken of
            if callers := self._callers_of_round(mention):
                mention.members = callers
                continue
            told = self._listed_before(mention) or self._listed_apart(mention, n)
            company = self._in_company(mention)
            told = told or (
                list(last.parties) if last and n - self.ledger.last_told() <= REACH and _are_among(company, last.parties) else []
            )
            told = told or self._of_states(mention, n)
            found = (
                told or self.context.pair(mention.start) or (self.context.pair_ahead(mention.start) if n < LEAD_SENTENCES else [])
            )
            if not told and word == "leaders":
                found = [self._leading(e, mention) for e in found]
            if not _are_among(company, found):
                found = []
            counted = [word, *(t.lower_ for t in self.material.doc[max(sent.start, mention.start - 1) : mention.head])]
            number = next((NUMBERS[w] for w in counted if w in NUMBERS), len(found))
            found = self._others_of_round(mention, number) or found
            found = self._without_object(mention, found)
            mention.members = self._in_office(mention, found) if number == len(found) else []

    def _in_company(self, group: Mention) -> list[Entity]:
        """ "In a phone conversation with Fidan, the two sides …": with whom the call of the sentence was, told before the group."""
        doc = self.material.doc
        heads = [(m, doc[m.head]) for m in self.material.finder.in_span(doc[group.head].sent) if m.end <= group.start]
        behind = [m for m, head in heads if m.kind in ("name", "role") and head.dep_ == "pobj" and head.head.lower_ == "with"]
        return [e for m in behind if doc[m.head].head.head.lemma_.lower() in CALLS for e in m.members]

    def _listed_apart(self, group: Mention, n: int) -> list[Entity]:
        """ "She had met X and Y. The minister telephoned both men": the two listed before, on whom somebody else acts; of a call
        told since it would be the two."""
        head, last = self.material.doc[group.head], self.ledger.last
        counted = {t.lower_ for t in self.material.doc[group.start : group.head]}
        if head.dep_ not in ("dobj", "pobj") or not counted & {"both", "two"}:
            return []
        here = [m for m in self.material.finder.in_span(self.material.sents[n]) if m.end <= group.start]
        acting = {e.id for m in here if self.material.doc[m.head].dep_ == "nsubj" for e in m.members}
        for k in range(n - 1, max(last.sent if last else -1, n - FEW), -1):
            for mention in reversed(self.material.finder.in_span(self.material.sents[k])):
                listed = self.material.finder.expand(mention) if mention.kind in ("name", "role") else []
                people = list({e.id: e for m in listed for e in m.members}.values())
                if acting and len(people) == 2 and not acting & {e.id for e in people}:
                    return people
        return []

    def _of_states(self, group: Mention, n: int) -> list[Entity]:
        """ "Kenya and Somalia are at odds. The presidents of the two countries spoke …": those of the states told last."""
        if not _is_of_two_states(self.material.doc[group.head]):
            return []
        for k in range(n, max(-1, n - FEW), -1):
            before = [m for m in self.material.finder.in_span(self.material.sents[k]) if m.end <= group.start and m.kind in SEATS]
            states = list({m.members[0].country: m.members[0] for m in before if m.members}.values())
            if states:
                return [self.context.person_for(state) for state in states] if len(states) == 2 else []
        return []

    def _in_office(self, group: Mention, found: list[Entity]) -> list[Entity]:
        """Those of `found`, or, where none of them holds the office that the group's words name ("the two foreign ministers" behind
        a call of presidents), the holders of that office of the same states."""
        words = " ".join(t.lower_ for t in self.material.doc[group.start : group.head + 1])
        office = next((office for title, office in OFFICES.items() if words.endswith(title)), None)
        if office is None or not found:
            return found
        acting = self._acting(group)
        named = [e for e in self.context.salient(group.start) if office in e.offices and e.name and e not in acting]
        called = self.material.doc[group.head].dep_ in ("dobj", "pobj", "dative")
        if called and len(named) == len(found) == len(sides(named)):
            return named  # "rang both prime ministers", of whom the text tells, if not last
        if any(office in e.offices or not (e.offices or e.kind == "state") for e in found):
            return found
        entities = self.material.document.entities
        holders = {e.country: e for e in entities if office in e.offices and e.official}
        for country in [e.country for e in found if e.country not in holders]:
            entity = Entity(len(entities), None, country, "role", words.removeprefix("the "), None, True, frozenset({office}))
            entities.append(entity)
            holders[country] = entity
        return [holders[e.country] for e in found]

    def _leading(self, entity: Entity, group: Mention) -> Entity:
        """ "The two leaders", where a minister was named last: who leads the same state, if he was spoken of."""
        led = entity.offices and not entity.offices & LEADERS
        above = (e for e in (self.context.salient(group.start) if led else ()) if e.country == entity.country and e.official)
        return next((e for e in above if e.offices & LEADERS), entity)

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

    def _acting(self, group: Mention) -> list[Entity]:
        """Those whom the sentence names before the group."""
        sent = self.material.doc[group.head].sent
        return [e for m in self.material.finder.in_span(sent) if m.end <= group.start for e in m.members]

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
        people = list({e.id: e for m in before for e in m.members if self.context.speaks(e)}.values())
        return people if len(people) == 2 == len(sides(people)) else []


def _stands_for_others(pronoun: Token) -> bool:
    """ "The controllers raised the alarm when they rang": people of a trade in the same sentence, who stand for no state."""
    before = list(pronoun.doc[pronoun.sent.start : pronoun.i]) if pronoun.lower_ in ("they", "them") else []
    subjects = (t for t in before if t.tag_ == "NNS" and t.dep_ in (*SUBJECTS, "attr"))
    return any(t.lower_.endswith(TRADES) and t.lower_ not in GROUP_NOUNS for t in subjects)


def _is_of_two_states(noun: Token) -> bool:
    """ "The leaders of the two countries": of two that the text has named."""
    below = [g for c in noun.children if c.lower_ == "of" for g in c.children if g.lower_ in STATES]
    return any({c.lower_ for c in g.children} & {"two", "both"} for g in below)


def is_described(noun: Token) -> bool:
    """ "The presidents of the Visegrad countries", "the leaders whom he called", "the opposition leaders": a group that its own
    words pick out."""
    if _is_of_two_states(noun):
        return False
    bare = not any(c.dep_ in ("det", "poss", "nummod", "predet") for c in noun.lefts)
    if bare and any(c.dep_ == "prep" and c.lower_ in ("in", "from", "across", "around") for c in noun.children):
        return True  # "calls from colleagues in the Arab world"
    return noun.pos_ == "NOUN" and any(
        c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep" and not _names_office(c)) or c.lower_ in INLAND
        for c in noun.children
    )


def _names_office(of: Token) -> bool:
    """ "Both heads of government", "the two chiefs of diplomacy": what they are, not whose."""
    return any(c.lower_ in ("both", "two") for c in of.head.lefts) and any(
        c.dep_ == "pobj" and c.lower_ in WHAT_HEADS_HEAD and not c.children for c in of.children
    )


def _is_of_a_kind(noun: Token) -> bool:
    """ "Opposition leaders", "party officials": people of a kind of their own, not those spoken of, as "the two defence chiefs"."""
    kinds = (c for c in noun.lefts if c.dep_ == "compound" and c.pos_ == "NOUN" and c.text.islower())
    return any(c.lower_ not in PORTFOLIOS for c in kinds)


def _are_among(company: list[Entity], found: list[Entity]) -> bool:
    """Whether those of a sentence's own company are all of a group."""
    return {e.id for e in company} <= {e.id for e in found}
