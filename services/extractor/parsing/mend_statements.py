"""Mends what hangs on a statement and on what is stated: objects, days, sources."""

from __future__ import annotations

from services.extractor.parsing.tree_edits import COMPLEMENTS, HELD, LOOSE, OBJECTS, SUBJECTS, hang
from services.extractor.tokens import Token

PRONOUNS = {"WDT", "WP", "WRB"}


def give_object(stated: Token) -> None:
    """Hangs on the verb of what is stated its object, which the model took for the one who states it."""
    source = stated.head
    subjects = [child for child in source.children if child.dep_ in SUBJECTS and child.i > stated.i]
    if len(subjects) < 2 or subjects[0].i > source.i or any(child.dep_ in HELD for child in stated.children):
        return
    inverted = subjects[1].i > source.i  # "He had, this Friday, a call with X, says the palace"
    between = [child for child in (*stated.children, *source.children) if stated.i < child.i < subjects[0].i]
    if (not between and not inverted) or any(child.dep_ not in ("npadvmod", "punct") for child in between):
        return
    hang(subjects[0], stated, "dobj")


def give_back(stated: Token) -> None:
    """Hangs on the verb of what is stated what stands between it and the comma in front of who states it."""
    source = stated.head
    subject = next((child for child in source.children if child.dep_ in SUBJECTS and stated.i < child.i < source.i), None)
    if subject is None:
        return
    comma = next((child.i for child in source.children if child.text == "," and stated.i < child.i < subject.i), None)
    if comma is None:
        return
    for token in [child for child in source.children if child.dep_ in LOOSE and stated.i < child.i < comma]:
        hang(token, _last_verb(stated, token.i), token.dep_)


def give_day(source: Token) -> None:
    """Hangs on what is stated the day between two commas that the model took for that of the statement: "They spoke, on Monday, the
    palace published on its page"."""
    day = next(iter(source.children), None)
    subject = next((child for child in source.children if child.dep_ in SUBJECTS and child.i < source.i), None)
    if day is None or subject is None or day.dep_ not in LOOSE or not day.i < subject.i or source.head.pos_ != "VERB":
        return
    comma = next((child.i for child in source.children if child.text == "," and day.i < child.i < subject.i), None)
    if comma is not None and any(t.ent_type_ in ("DATE", "TIME") for t in source.doc[day.i : comma]):
        hang(day, source.head, day.dep_)


def free_object(infinitive: Token) -> None:
    """Makes what stands in front of "to thank" as its subject the object of the verb that the time before it belongs to."""
    before = [child for child in infinitive.children if child.i < infinitive.i]
    subject = next((child for child in before if child.dep_ == "nsubj" and child.tag_ not in PRONOUNS), None)
    if subject is None or not any(child.tag_ == "TO" and child.i > subject.i for child in before):
        return
    above = infinitive.head
    verb = above if infinitive.dep_ in COMPLEMENTS else next((a for a in above.ancestors if a.pos_ == "VERB"), None)
    if verb is None or not verb.i <= above.i < subject.i or any(child.dep_ in OBJECTS for child in verb.children):
        return
    hang(subject, verb, "dobj")
    hang(infinitive, verb, "advcl")


def _last_verb(verb: Token, end: int) -> Token:
    """Returns the last of the verbs joined to `verb` that stands before `end`."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and child.i < end:
            return _last_verb(child, end)
    return verb
