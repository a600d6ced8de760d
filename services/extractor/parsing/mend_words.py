"""Mends what a word is: names taken for verbs, verbs that the lemmatizer cuts short."""

from __future__ import annotations

from services.extractor.parsing.tree_edits import SUBJECTS, hang
from services.extractor.tokens import Token


def name_may(may: Token) -> None:
    """Makes a subject of "Theresa May", which the model took for an auxiliary."""
    verb = may.head
    if not any(child.dep_ == "compound" and child.i == may.i - 1 for child in may.children):
        return
    may.tag_, may.pos_, may.lemma_ = "NNP", "PROPN", "May"
    first = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < may.i), None)
    may.dep_ = "nsubj"
    if first is not None:
        hang(may, first, "conj")
    if verb.tag_ in ("VB", "VBN") and not any(child.dep_ in ("aux", "auxpass") for child in verb.children):
        verb.tag_ = "VBD"
        for child in verb.children:
            child.dep_ = "prep" if child.dep_ == "agent" else child.dep_


def name_infinitive(verb: Token) -> None:
    """Makes a name of "Petro" in "talked on the phone to Petro Poroshenko", which the model took for an infinitive."""
    to, name = verb.nbor(-1), verb.nbor(1)
    if to.head != verb or name.head != verb or not name.text[:1].isupper() or name.dep_ != "dobj":
        return
    above = verb.head
    for child in list(verb.children):
        hang(child, above, child.dep_)
    hang(name, to, "pobj")
    hang(verb, name, "compound")
    to.dep_, to.tag_, to.pos_ = "prep", "IN", "ADP"
    verb.tag_, verb.pos_, verb.lemma_ = "NNP", "PROPN", verb.text


def name_calls(token: Token) -> None:
    """Makes "calls" behind a verb its object, where nobody else is there to call: "The president answered calls from his peers"."""
    if token.head.pos_ == "VERB" and not any(child.dep_ in SUBJECTS for child in token.children):
        token.tag_, token.pos_, token.dep_ = "NNS", "NOUN", "dobj"
