"""Of whom a text tells at a place: with whom somebody talked whose sentence names nobody else ("Lee and Wickremesinghe rang").

Reads the mentions before the sentence and the calls told so far. The decision a reader would question is how the signs weigh
against each other; who is not clearly ahead of the next is not given.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from services.extractor.calls.told.ledger import REACH, Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.tokens import Token
from services.extractor.types import Entity

ANNOUNCED = 3.0  # for whom the text says that they made several calls
TOLD = 1.0  # for each call told of somebody, up to `MOST`
ACTING = 2.0  # for who acts in the sentence before, half of it in the one before that
ALONE = 1.0  # for the only one whom the sentence before names
CALLED = 2.5  # for who was called in the last call, up to `AGAIN` sentences before
OPENING = 1.0  # for who is named first in the text
NAMED = 0.3  # for each time that somebody is named, up to `OFTEN`
MOST, OFTEN, AGAIN = 3, 8, 2
ENOUGH, AHEAD = 1.7, 0.8  # how much is needed, and how much more than the next has


class Protagonist:
    """Weighs those of whom one document tells."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger
        named = [m.members[0] for m in material.context.people]
        self._people = {e.id: e for e in named if e.official and e.country and e.kind != "state"}
        self._first = named[0].id if named else None

    def of(self, n: int, without: set[str], rung: bool = False) -> Entity | None:
        """Of whom the text tells where sentence `n` begins, if not of somebody of the sides `without`; `rung`: who was called, and
        so rather the one who was called last than the one who called."""
        people, scores, last = self._people, self._weighed(n), self.ledger.last
        calling = {p.id for p in last.callers} if rung and last is not None else set[int]()
        if last is not None and calling and n - last.sent <= AGAIN:
            for party in last.parties:
                scores[party.id] += CALLED
        ranked = sorted((i for i, e in people.items() if e.country not in without and i not in calling), key=lambda i: -scores[i])
        if not ranked or scores[ranked[0]] < ENOUGH or any(scores[i] > scores[ranked[0]] - AHEAD for i in ranked[1:2]):
            return None
        return people[ranked[0]]

    def among(self, n: int, people: list[Entity]) -> Entity | None:
        """Of whom of `people` the text tells most where sentence `n` begins."""
        scores = self._weighed(n)
        ranked = sorted(people, key=lambda e: -scores[e.id])
        return ranked[0] if ranked and all(scores[ranked[0].id] >= scores[e.id] + AHEAD for e in ranked[1:2]) else None

    def _weighed(self, n: int) -> dict[int, float]:
        """Everybody in office, with the weight of what speaks for them where sentence `n` begins."""
        counts, scores = self.material.context.counts, defaultdict[int, float](float)
        scores.update({i: NAMED * min(counts[i], OFTEN) for i in self._people})
        if self._first is not None:
            scores[self._first] += OPENING
        for back in (1, 2):
            for entity, weight in self._acting(n - back):
                scores[entity.id] += weight / back
        for told in self.ledger.announced[-1:]:
            scores[told.who.id] += ANNOUNCED if 0 <= n - told.sent <= REACH else 0.0
        calls = Counter(p.id for call, _ in self.ledger.entries if not call.background for p in call.participants)
        for i, times in calls.items():
            scores[i] += TOLD * min(times, MOST)
        return scores

    def _acting(self, n: int) -> list[tuple[Entity, float]]:
        """Who acts in sentence `n`, or owns what does, and who alone is named there."""
        if not 0 <= n < len(self.material.sents):
            return []
        here = [m for m in self.material.finder.in_span(self.material.sents[n]) if m.kind != "group" and len(m.members) == 1]
        found = [(m.members[0], ACTING) for m in here if _acts(self.material.doc[m.head])][:1]
        alone = {m.members[0].id: m.members[0] for m in here if m.members[0].kind != "state"}
        return found + [(e, ALONE) for e in alone.values() if len(alone) == 1]


def _acts(head: Token) -> bool:
    """ "Ban has hardly left his desk", "the President's desk has become a call centre", "it was a long night for Hollande"."""
    if head.dep_ == "poss":
        head = head.head
    main = head.head.dep_ == "ROOT"
    return head.dep_ in SUBJECTS and main
