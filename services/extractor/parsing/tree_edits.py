"""What all mends share: how a token is hung elsewhere, and the relations that several look for."""

from __future__ import annotations

from services.extractor.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass"}
COMPLEMENTS = {"ccomp", "xcomp"}
OBJECTS = {"dobj", "dative"}
NAMES = {"NOUN", "PROPN"}
HELD = OBJECTS | COMPLEMENTS | {"attr"}
LOOSE = {"npadvmod", "prep", "advmod"}
CLAUSES = {"ccomp"}
INFINITIVES = {"relcl", "acl"}  # as which the model hangs them on a time in front


def hang(token: Token, head: Token, dep: str) -> None:
    """Hangs `token` on another head."""
    token.head.children.remove(token)
    token.head, token.dep_ = head, dep
    head.children.append(token)
    head.children.sort()
