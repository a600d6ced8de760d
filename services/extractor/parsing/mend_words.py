"""Mends what a word is: names taken for verbs, verbs that the lemmatizer cuts short, whose office one of two names tells."""

from __future__ import annotations

from services.extractor.parsing.tree_edits import SUBJECTS, hang
from services.extractor.tokens import Token

FINITE = {"VBD", "VBZ", "VBP"}
JOINED = {"appos", "conj"}
ACTING = {*SUBJECTS, "npadvmod"}
FEASTS = {"Easter", "Palm", "Good", "Black", "Bloody", "Whit", "Holy"}
IN_TITLE = {"compound", "amod", "nmod", "conj"}  # what stands in front of a name with a title: "Turkish President"


def name_may(may: Token) -> None:
    """Makes a subject of "Theresa May", and of "May talked", which the model took for an auxiliary."""
    verb = may.head
    named = any(child.dep_ == "compound" and child.i == may.i - 1 for child in may.children)
    if not named and not _is_past_alone(verb, may):
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


def _is_past_alone(verb: Token, may: Token) -> bool:
    """Whether a verb is a past with nobody else to act in it: no auxiliary stands before that."""
    others = any(child.dep_ in SUBJECTS or child.dep_ in ("aux", "auxpass") for child in verb.children if child != may)
    return not others and verb.tag_ in ("VBD", "VBN") and verb.lower_ != verb.lemma_


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


def spell_with(token: Token) -> None:
    """Makes the "with" of "spoke w/ PM Cameron", which the model took for a part of the name."""
    name = token.head
    token.lower_, token.lemma_, token.tag_, token.pos_ = "with", "with", "IN", "ADP"
    if token.dep_ in ("compound", "nmod", "amod") and name.i > token.i and name.head is not name:
        above = name.head
        hang(token, above, "prep")
        hang(name, token, "pobj")


def name_calls(token: Token) -> None:
    """Makes "calls" behind a verb its object, where nobody else is there to call: "The president answered calls from his peers"."""
    if token.head.pos_ == "VERB" and not any(child.dep_ in SUBJECTS for child in token.children):
        token.tag_, token.pos_, token.dep_ = "NNS", "NOUN", "dobj"


def name_owned_calls(token: Token) -> None:
    """Makes a noun of "calls" behind its owner: "Her calls with ministers were overheard" tells of nobody who calls."""
    if token.pos_ == "VERB" and token.i and token.nbor(-1).tag_ == "PRP$" and token.nbor(-1).head is token:
        token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", "call"


def is_part_of_later(name: Token) -> bool:
    """Whether the model takes a name for a part of one behind it, or for who holds an office that is a part of one."""
    office = name.head
    if name.dep_ == "nmod":
        return name.i < office.i
    return name.dep_ == "appos" and office.dep_ == "compound" and office.i < name.i < office.head.i


def join_names(first: Token) -> None:
    """Makes two who act of "Fernández and Martín Vizcarra talked", "President A and Turkish President B spoke", where the model
    took the first for a part of the second, or for who holds the office in front of that."""
    second = first.head if first.dep_ == "nmod" else first.head.head
    begun = next((c for c in first.children if c.dep_ == "conj" and first.i < c.i < second.i), None)
    joined = next((c for c in first.children if c.dep_ == "cc" and c.lower_ == "and"), None)
    if begun is None or joined is None or second.dep_ not in SUBJECTS or {first.ent_type_, second.ent_type_} != {"PERSON"}:
        return
    title = first.doc[joined.i + 1 : second.i]
    if not all(t.dep_ in IN_TITLE and (t.head in (begun, second) or t is begun) for t in title):
        return
    led = [c for c in second.children if c.i < first.i]
    if any(c.dep_ != "compound" for c in led):
        return
    hang(first, second.head, second.dep_)
    hang(second, first, "conj")
    hang(begun, second, "compound")
    for office in led:
        hang(office, first, "compound")


def part_day(name: Token) -> None:
    """Makes who acts of "Imran Khan" in "Imran Khan Sunday telephoned", which the model took for a part of the day."""
    day = name.head
    verb = day.head
    if name.i != day.i - 1 or name.text in FEASTS or verb.pos_ != "VERB" or verb.i < day.i or day.dep_ not in ACTING:
        return
    if any(child.dep_ in SUBJECTS and child is not day for child in verb.children):
        return
    parts = [child for child in day.children if child.i < name.i]
    hang(name, verb, "nsubj")
    day.dep_ = "npadvmod"
    for part in parts:
        hang(part, name, part.dep_)


def part_names(name: Token) -> None:
    """Of two names behind an office the first holds it, and the second acts: "After a call with the premier, X, Y said …"."""
    holder, verb = name.head, name.nbor(1)
    first = min([holder.i, *(t.i for t in holder.children if t.dep_ == "compound")])
    if first < 2 or name.i < holder.i or verb.tag_ not in FINITE or any(c.dep_ == "cc" for c in holder.children):
        return
    comma, office = name.doc[first - 1], name.doc[first - 2]
    led = office.dep_ == "pobj" and office.tag_ == "NN" and comma.text == "," and office.sent.start <= office.head.i
    acting = [c for c in verb.children if c.dep_ in SUBJECTS]
    if not led or name.sent != office.sent or any(c is not holder for c in acting) or not verb.is_ancestor(office):
        return
    if holder.head is not office:
        hang(holder, office, "appos")
    hang(name, verb, "nsubj")


def give_owner(mark: Token) -> None:
    """Gives the name behind "Ukraine's" its state, where the model takes the name before "and" for an owner too: "with Putin and
    Ukraine's Petro Poroshenko"."""
    state, other = mark.head, mark.head.head
    name = other.head
    if (other.dep_, other.ent_type_, state.ent_type_, name.pos_) != ("poss", "PERSON", "GPE", "PROPN") or name.i < mark.i:
        return
    if not any(child.dep_ == "case" for child in other.children):
        hang(other, name.head, name.dep_)
        hang(name, other, "conj")
        hang(state, name, "poss")


def follow(following: Token) -> None:
    """Makes a preposition of "following" on a verb, and of one behind the verb's object: "announced a pause following a call"."""
    noun = following.head
    if following.dep_ == "acl":
        while noun.dep_ in ("pobj", "prep"):
            noun = noun.head
        if noun.dep_ != "dobj" or not any(c.dep_ == "dobj" for c in following.children):
            return
        hang(following, noun.head, "prep")
        for child in following.children:
            child.dep_ = "pobj" if child.dep_ == "dobj" else child.dep_
    following.tag_, following.pos_ = "IN", "ADP"
