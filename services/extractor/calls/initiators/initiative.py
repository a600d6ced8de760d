"""Who placed a call, where the text tells it apart from the call: who asked for it
(`requests.py`, `asking.py`), convened it (`conveners.py`), rang (`callers.py`) or was answered (`answering.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.extractor.calls.initiators import answering, asking, callers, conveners, requests
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.tokens import Token
from services.extractor.types import Entity

Reader = Callable[[Token, ArgumentFinder, list[Entity]], list[Entity]]
SOURCES = (requests, asking, conveners, callers, answering)  # in the order in which they are asked
READERS: dict[str, Reader] = {rule: read for source in SOURCES for rule, read in source.READERS.items()}
TELLING = frozenset[str]().union(*(source.TELLING for source in SOURCES))  # words that a reader begins at: others are passed by
RANKS = {"head_of_state", "head_of_government", "foreign_minister", "defence_minister"}  # offices that tell people apart


@dataclass(frozen=True)
class Claim:
    """Whom a sentence names as the side that brought a call about, and the rule that found them; `people` may be empty."""

    people: tuple[Entity, ...] = ()
    rule: str = ""


def find_initiative(sent_tokens: list[Token], finder: ArgumentFinder, parties: list[Entity]) -> Claim:
    """Returns those of `parties` (or sides of theirs) whom the telling words of the sentence name, in their order."""
    claims: dict[int, Entity] = {}
    told = ""
    for token in sent_tokens:
        if token.lemma_.lower() not in TELLING:
            continue
        for rule, read in READERS.items():
            if (found := read(token, finder, parties)) and (chosen := _among(found, parties)):
                claims, told = claims | {p.id: p for p in chosen}, told or rule
                break
    return Claim(tuple(claims.values()), f"initiator.{told}") if claims else Claim()


def _among(found: list[Entity], parties: list[Entity]) -> tuple[Entity, ...]:
    """Those of `parties` who are meant: the same, or the one of a state or of an unnamed office that they may hold."""
    chosen = [p for f in found for p in parties if p.id == f.id or (f.kind == "state" and p.country == f.country) or _may_be(f, p)]
    return tuple({p.id: p for p in chosen}.values())


def _may_be(role: Entity, party: Entity) -> bool:
    """Whether somebody told by an office alone may be `party`: "the President" is no foreign secretary."""
    known = role.offices & RANKS and party.offices & RANKS
    return role.kind == "role" and party.country == role.country and not (known and not role.offices & party.offices)
