"""Which sentences may tell something of a call: those that the scope gives it, and those shortly after a word for it that do not
turn away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from services.extractor.account.actors import OTHER, Actors
from services.extractor.account.parse import is_verb, main_verb, subject_of
from services.extractor.account.scope import SIGNS, Scope
from services.extractor.tokens import Span
from services.extractor.types import Call, Document

NEAR = 6


def find_sentences(document: Document, call: Call, scope: Scope, actors: Actors) -> Iterator[tuple[int, bool]]:
    """Yields the sentences that may tell something of the call, and whether the scope says that they speak of it."""
    held = defaultdict(list)
    for other in document.calls:
        for cue in other.cues:
            held[cue.sent].append(other)
    last: int | None = None
    for i in range(len(document.sents)):
        if i in held:
            last = None if any(other.background for other in held[i]) else i
        if call in scope.calls_of[i]:
            yield i, True
        elif last is None or i - last > NEAR or call not in held[last] or i in document.headline_sents:
            continue
        elif not is_elsewhere(document.sents[i], call, actors):
            yield i, False


def is_elsewhere(sent: Span, call: Call, actors: Actors) -> bool:
    """Whether the sentence says itself that it is about another time or occasion, or about what somebody else does."""
    if SIGNS.of(sent.text) & {"old", "elsewhere"}:
        return True
    root = main_verb(sent)
    subject = subject_of(root) if is_verb(root) else None
    mention = actors.mention_at(subject) if subject is not None else None
    return mention is not None and actors.role_in(subject, call) == OTHER
