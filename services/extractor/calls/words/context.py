"""Who is in mind at a place of the text: for groups ("the two leaders"), and for a party that a sentence leaves out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from services.extractor.tokens import Token
from services.extractor.types import Document, Entity, Mention

PROTAGONIST = 0.02
ACTING, EMBEDDED = 0.7, 0.6  # in a main clause, in one that hangs on another
REMEMBERED = 300  # mentions: who was named before as many others is out of mind, so that the time stays linear
LEADERS = {"head_of_state", "head_of_government", "supreme_leader", "leader", "movement_leader", "head_of_organisation"}


class Context:
    """Salience over one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        assert document.doc is not None
        self.doc = document.doc
        self.sent_of = {t.i: n for n, s in enumerate(document.sents) for t in s}
        self.counts = Counter(e.id for m in document.mentions for e in m.members)
        self.people = [m for m in document.mentions if m.kind in ("name", "role", "pronoun") and len(m.members) == 1]
        self.starts = [m.start for m in self.people]

    def speaks(self, entity: Entity) -> bool:
        """Whether the entity can be a party: it speaks for a state or organisation."""
        return entity.official is True or (entity.official is None and entity.country is not None)

    def is_known(self, entity: Entity, token: int) -> bool:
        """Whether somebody was named before `token`."""
        return any(m.members[0].id == entity.id for m in self.people[: bisect_left(self.starts, token)])

    def salient(self, token: int, back: int = 3, together: bool = False) -> list[Entity]:
        """Officials in mind at `token`, the most salient first: those of this sentence before it, then of sentences before.
        `together`: whoever acts beside another is as much in mind."""
        here = self.sent_of.get(token, 0)
        scores: dict[int, float] = {}
        entities: dict[int, Entity] = {}
        before = bisect_left(self.starts, token)
        for mention in self.people[max(0, before - REMEMBERED) : before]:
            entity = mention.members[0]
            distance = here - self.sent_of.get(mention.start, 0)
            if not self.speaks(entity) or entity.kind == "state":
                continue
            score = (
                (5.0 - distance if distance <= back else 1.0 if mention.start < 60 else 0.3)
                + _acting(self.doc[mention.head], together)
                + PROTAGONIST * min(self.counts[entity.id], 10)
            )
            scores[entity.id] = max(scores.get(entity.id, 0.0), score)
            entities[entity.id] = entity
        return [entities[i] for i in sorted(scores, key=lambda i: (-scores[i], i))]

    def pair(self, token: int, without: frozenset[int] = frozenset()) -> list[Entity]:
        """The two officials of different states most in mind at `token`, not of ids `without`; empty where there are not two."""
        chosen: list[Entity] = []
        for entity in self.salient(token, together=True):
            if entity.id not in without and entity.country and entity.country not in {c.country for c in chosen}:
                chosen.append(entity)
            if len(chosen) == 2:
                return chosen
        return []

    def pair_ahead(self, token: int, without: frozenset[int] = frozenset()) -> list[Entity]:
        """The first two officials of different states named in the sentences from `token` on, not of ids `without`."""
        here, chosen = self.sent_of.get(token, 0), list[Entity]()
        for mention in self.people:
            entity = mention.members[0]
            if mention.start <= token or self.sent_of.get(mention.start, 0) > here + 5 or not entity.official:
                continue
            if entity.id not in without and entity.country and entity.country not in {c.country for c in chosen}:
                chosen.append(entity)
            if len(chosen) == 2:
                return chosen
        return []

    def other(self, token: int, present: list[Entity]) -> Entity | None:
        """The official most in mind who speaks for another state than those `present`."""
        countries = {p.country for p in present}
        then = any(p.official for p in present)  # in a tale of old days nobody is in office any more
        for entity in self.salient(token):
            known = entity.official if then else entity.name
            if entity.country and entity.country not in countries and known:
                return entity
        return None

    def later(self, token: int, present: list[Entity]) -> Entity | None:
        """The first official named after `token`, in this sentence or the next, of another state than those `present`."""
        here = self.sent_of.get(token, 0)
        countries = {p.country for p in present}
        for mention in self.people:
            if mention.start <= token or self.sent_of.get(mention.start, 0) > here + 1:
                continue
            entity = mention.members[0]
            if self.speaks(entity) and entity.country and entity.country not in countries:
                return entity
        return None

    def person_for(self, entity: Entity, others: Iterable[Entity] = ()) -> Entity:
        """The named person of this article for whom a state stands, or the state itself: a minister where it is ministers with whom
        it is on the line (`others`), else its leader."""
        if entity.kind != "state":
            return entity
        people = [e for e in self.document.entities if e.name and e.country == entity.country and e.official and self.counts[e.id]]
        offices = {office for e in others for office in e.offices}
        peers = [e for e in people if e.offices & offices] if not offices & LEADERS else []
        leaders = peers or [e for e in people if e.offices & LEADERS] or people
        return max(leaders, key=lambda e: self.counts[e.id]) if leaders else entity

    def in_sentence(self, token: int, exclude: set[int]) -> list[Mention]:
        """Mentions of officials in the sentence of `token`."""
        here = self.sent_of.get(token, 0)
        return [
            m
            for m in self.people
            if self.sent_of.get(m.start) == here and self.speaks(m.members[0]) and m.members[0].id not in exclude
        ]


def _acting(noun: Token, together: bool) -> float:
    """How much it brings somebody to mind to act in a clause, `together`: as one of two ("A and Mexico's president"); less in a
    clause that hangs on another."""
    while together and noun.dep_ == "conj" and noun.head.pos_ != "VERB":
        noun = noun.head
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return 0.0
    return EMBEDDED if together and noun.head.dep_ != "ROOT" else ACTING
