"""Clues to which of several calls a sentence belongs, where an article tells more than one: whether it names who was on the line in
this call alone, or who was so in another.

Reads `sents`, `calls` and the mentions. An article with one call gives none.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.actors import Actors, stands_for
from services.extractor.account.parse import SUBJECTS
from services.extractor.account.scope import PATTERNS, is_new_paragraph
from services.extractor.tokens import Span
from services.extractor.types import Call, Document, Entity

OWN, RIVAL, BOTH, NEITHER = "own", "rival", "both", "neither"
READ_BACK = 4  # sentences of a paragraph in which somebody was named last


def rival_clues(document: Document, i: int, call: Call, actors: Actors) -> Iterator[str]:
    """Yields whom sentence `i` names, and whom the nearest sentence of its paragraph that names either."""
    others = [other for other in document.calls if other is not call]
    if not others or PATTERNS["each"].search(document.sents[i].text) or _is_of_all(document.sents[i]):
        return
    told = any(not other.background for other in others)
    here = _named_in(document, i, call, others, actors)
    yield from (f"rivals:{told}:{here}", f"rivals:{here}")
    first = i
    while first > max(0, i - READ_BACK) and not is_new_paragraph(document, first):
        first -= 1
    back = (named for j in range(i, first - 1, -1) if (named := _named_in(document, j, call, others, actors)) != NEITHER)
    yield f"rivals-nearest:{told}:{next(back, NEITHER)}"


def _is_of_all(sent: Span) -> bool:
    """Whether the sentence tells what all did: "all affirmed that they would help"."""
    return any(token.lower_ in {"all", "each", "everybody", "everyone"} and token.dep_ in SUBJECTS for token in sent)


def _named_in(document: Document, i: int, call: Call, others: list[Call], actors: Actors) -> str:
    """Returns whether a sentence names those of this call alone, of others alone, of both, or neither."""
    mentions = (actors.mention_at(token) for token in document.sents[i])
    named = [entity for m in mentions if m is not None and m.kind in {"name", "role", "state", "place"} for entity in m.members]
    own = any(_is_only_of(entity, [call], others) for entity in named)
    rival = any(_is_only_of(entity, others, [call]) for entity in named)
    return BOTH if own and rival else OWN if own else RIVAL if rival else NEITHER


def _is_only_of(entity: Entity, calls: list[Call], others: list[Call]) -> bool:
    return any(stands_for(entity, call) for call in calls) and not any(stands_for(entity, other) for other in others)
