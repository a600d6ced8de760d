"""What the readers of scenes share: who is at the ends of a line, and the account that a scene gives.

Reads the mentions at words of a sentence; where one end is left out, it is the official most in mind.
"""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.told.groups import Groups
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.calls.words.telephones import has_phone
from services.extractor.tokens import Token
from services.extractor.types import Entity


class SceneParts:
    """The ends of the lines of one document."""

    def __init__(self, material: Material, groups: Groups) -> None:
        self.material, self.groups, self.context, self.doc = material, groups, material.context, material.doc
        self.ringing: tuple[int, Token] | None = None  # the sentence that told last of a telephone that rings, and the word

    def _people(self, tokens: list[Token]) -> list[Entity]:
        """The officials whose mentions stand at `tokens`, a place standing for its leader."""
        mentions = [m for t in tokens for m in self.material.finder.mentions_of(t)]
        entities = [self.context.person_for(e) for m in mentions if len(m.members) == 1 for e in m.members]
        return [e for e in entities if e.official or e.kind in ("role", "state")]

    def _account(self, n: int, at: Token, rule: str, callers: list[Entity], others: list[Entity]) -> list[Account]:
        """One account of `callers` and `others`; where one side is missing, it is the official most in mind."""
        present = (callers + others)[:2]
        if not present:
            return []
        complete = len(sides(present)) > 1
        if callers and others and not complete:
            return []  # "Christopher reached Holbrooke in Paris": at home
        if not complete and self.material.is_on_air(n):
            return []
        if not complete:
            other = self.context.other(at.i, present) or self.context.later(at.i, present)
            if other is None:
                return []
            callers = callers or ([other] if rule in ("call.scene.answer", "call.scene.call_for") else [])
            present.append(other)
        sighting = Sighting(at, governor(at) if at.pos_ not in VERBAL else at, "mutual", rule, "phone", "noun")
        return [Account(sighting, n, present, callers[:1], complete=complete)]

    def _phone_before(self, n: int) -> bool:
        return n > 0 and has_phone(self.material.sents[n - 1])

    def _owner(self, ring: Token, callers: list[Entity]) -> list[Entity]:
        """Whose telephone rang: the official whom the sentence of the ringing names, else the one most in mind."""
        here = [m.members[0] for m in self.context.in_sentence(ring.i, {c.id for c in callers})]
        here = [e for e in here if e.official] or [e for e in self.context.salient(ring.i) if e.official]
        return [e for e in here if e.country not in sides(callers)][:1]
