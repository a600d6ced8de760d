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


def take_place(token: Token, old: Token, dep: str) -> None:
    """Puts `token` where `old` hangs, and `old` on it."""
    token.head.children.remove(token)
    if old.head is old:
        token.head, token.dep_ = token, "ROOT"
    else:
        old.head.children.remove(old)
        old.head.children.append(token)
        old.head.children.sort()
        token.head, token.dep_ = old.head, old.dep_
    old.head, old.dep_ = token, dep
    token.children.append(old)
    token.children.sort()


def act_in_place(verb: Token, noun: Token) -> None:
    """Puts `verb` where `noun` hangs, and on it `noun` as who acts, with what of it stands behind the verb."""
    late = [child for child in noun.children if child.i > verb.i]
    take_place(verb, noun, "nsubj")
    for child in late:
        hang(child, verb, child.dep_)
    verb.tag_, verb.pos_ = "VBD", "VERB"
