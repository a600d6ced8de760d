"""Who placed a call, where the text tells it apart from the call: who asked for it (`requests.py`) or rang (`callers.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.extractor.calls import callers, requests
from services.extractor.calls.arguments import ArgumentFinder
from services.extractor.tokens import Token
from services.extractor.types import Entity

Reader = Callable[[Token, ArgumentFinder, list[Entity]], list[Entity]]
READERS: dict[str, Reader] = {**requests.READERS, **callers.READERS}
TELLING = requests.TELLING | callers.TELLING  # the words that a reader begins at: all others are passed by


@dataclass(frozen=True)
class Claim:
    """Whom a sentence names as the side that brought a call about, and the rule that found them; `people` may be empty."""

    people: tuple[Entity, ...] = ()
    rule: str = ""


def find_initiative(sent_tokens: list[Token], finder: ArgumentFinder, parties: list[Entity]) -> Claim:
    """Returns those of `parties` (or sides of theirs) whom the first telling words of the sentence name."""
    for token in sent_tokens:
        if token.lemma_.lower() not in TELLING:
            continue
        for rule, read in READERS.items():
            if (found := read(token, finder, parties)) and (chosen := _among(found, parties)):
                return Claim(chosen, f"initiator.{rule}")
    return Claim()


def _among(found: list[Entity], parties: list[Entity]) -> tuple[Entity, ...]:
    """Those of `parties` who are meant: the same, or the one of a state or of an unnamed office."""
    chosen = [p for f in found for p in parties if p.id == f.id or (f.kind in ("state", "role") and p.country == f.country)]
    return tuple({p.id: p for p in chosen}.values())
