"""Rounds of calls: once an article has told that somebody makes one, it names the rest with few words ("Rabuka followed").

Reads the calls filed so far; gives accounts for sentences without a cue of their own. The decision a reader would question: a
sentence counts only while the round is being told, and only for officials who are on no call yet.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Span

from services.extractor.calls.framing import Account
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.material import Material
from services.extractor.calls.sighting import VERBAL, Sighting
from services.extractor.types import Entity, Mention

ENOUGH = 2  # calls with others that make a round of somebody's calls
REACH = 3  # sentences behind the last account within which the round goes on


class Rounds:
    """The round of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger

    def read(self, n: int, sent: Span) -> list[Account]:
        """One account for each further leader whom a sentence without a cue names in the round."""
        caller = self._caller(n)
        if caller is None or any(t.dep_ == "neg" or t.lower_ in ("will", "would", "not", "had", "met", "visited") for t in sent):
            return []
        told = {p.id for call, _ in self.ledger.entries for p in call.participants} | {caller.id}
        new = [m for m in self.material.finder.in_span(sent) if m.kind in ("name", "role") and len(m.members) == 1]
        new = [
            m
            for m in new
            if m.members[0].id not in told and m.members[0].official and m.members[0].country not in (None, caller.country)
        ]
        chosen = [m for m in new if self._is_told(m, sent, caller)]
        sighting = Sighting(self.material.doc[chosen[0].head], None, "mutual", "call.round", "phone", "noun") if chosen else None
        return [Account(sighting, n, [caller, m.members[0]]) for m in chosen] if sighting else []

    def _caller(self, n: int) -> Entity | None:
        """Whose round is being told before sentence `n`."""
        last = self.ledger.last
        if last is None or last.background or n - last.sent > REACH:
            return None
        counts = Counter(p.id for call, _ in self.ledger.entries if not call.background for p in call.participants)
        people = [p for p in last.parties if counts[p.id] >= ENOUGH or any(c.id == p.id for _, c in self.ledger.rounds)]
        return max(people, key=lambda p: counts[p.id], default=None)

    def _is_told(self, mention: Mention, sent: Span, caller: Entity) -> bool:
        """ "X followed", "With X he talked about …", "X and he went over …", or a bare list of names."""
        doc, lexicon = self.material.doc, self.material.lexicon
        verbs = {t.lemma_.lower() for t in sent if t.pos_ in VERBAL}
        if not verbs:
            return sum(1 for m in self.material.finder.in_span(sent) if m.kind == "name") > 1
        before = doc[mention.start - 1].lower_ if mention.start > sent.start else ""
        head = doc[mention.head]
        subject = (
            head.dep_ in ("nsubj", "nsubjpass")
            or (head.dep_ == "conj" and head.head.dep_ == "nsubj")
            or mention.start <= sent.start + 2
        )
        if subject and verbs & lexicon.round_next:
            return True
        companion = any(caller in m.members for m in self.material.finder.in_span(sent))
        return companion and bool(verbs & lexicon.round_talk) and (before == "with" or subject)
