"""Mends what the model gets wrong in the same way again and again, where the order of words leaves no doubt.

- Behind a statement comes who made it: "They spoke this Friday, the palace said." What stands in front of the comma belongs to what
  is stated; the model often hangs the day on "said".
- Of two nouns between what is stated and the verb of saying the first is no source but the object of what is stated, where that has
  none and only a day stands between: "He received Thursday a call from his colleague, the palace said."
- What a conjunction opens is a clause of time, not what somebody is called: "He called her an hour before the attack began."
"""

from __future__ import annotations

from services.extractor.tokens import Doc, Token

SUBJECTS = {"nsubj", "nsubjpass"}
OBJECTS = {"dobj", "ccomp", "xcomp", "attr"}
LOOSE = {"npadvmod", "prep", "advmod"}
CLAUSES = {"ccomp"}


def mend(doc: Doc) -> None:
    """Hangs tokens of `doc` on other heads where the tree is surely wrong. Must run before anybody asks for a subtree."""
    for token in doc.tokens:
        if token.dep_ == "oprd" and any(child.dep_ == "mark" for child in token.children):
            token.dep_ = "advcl"
        elif token.dep_ in CLAUSES and token.i < token.head.i:
            _give_object(token)
            _give_back(token)


def _give_object(stated: Token) -> None:
    """Hangs on the verb of what is stated its object, which the model took for the one who states it."""
    source = stated.head
    subjects = [child for child in source.children if child.dep_ in SUBJECTS and stated.i < child.i < source.i]
    if len(subjects) < 2 or any(child.dep_ in OBJECTS for child in stated.children):
        return
    between = [child for child in (*stated.children, *source.children) if stated.i < child.i < subjects[0].i]
    if not between or any(child.dep_ != "npadvmod" for child in between):
        return
    source.children.remove(subjects[0])
    subjects[0].head, subjects[0].dep_ = stated, "dobj"
    stated.children.append(subjects[0])
    stated.children.sort()


def _give_back(stated: Token) -> None:
    """Hangs on the verb of what is stated what stands between it and the comma in front of who states it."""
    source = stated.head
    subject = next((child for child in source.children if child.dep_ in SUBJECTS and stated.i < child.i < source.i), None)
    if subject is None:
        return
    comma = next((child.i for child in source.children if child.text == "," and stated.i < child.i < subject.i), None)
    if comma is None:
        return
    for token in [child for child in source.children if child.dep_ in LOOSE and stated.i < child.i < comma]:
        source.children.remove(token)
        last = _last_verb(stated, token.i)
        token.head = last
        last.children.append(token)
        last.children.sort()


def _last_verb(verb: Token, end: int) -> Token:
    """Returns the last of the verbs joined to `verb` that stands before `end`."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and child.i < end:
            return _last_verb(child, end)
    return verb
