"""Mends clauses that tell who held a call: "the conversation that May and Sánchez had on Wednesday lasted half an hour".

The model takes "that" for a conjunction, "which" for who held it, the two for something put beside the call, or "had" for a
helper of the verb to come.
"""

from __future__ import annotations

from services.extractor.parsing.mend_calls import CALLS
from services.extractor.parsing.tree_edits import SUBJECTS, hang, take_place
from services.extractor.tokens import Token

HELD = {"had", "held"}
RELATIVES = {"that", "which"}
LONGEST = 20  # words of who held the call
OF_NAMES = {"PROPN", "NOUN", "ADJ", "NUM", "DET", "CCONJ", "PRON", "PUNCT", "PART"}
OBJECTS = {"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ"}
TIMES = {"DATE", "TIME"}
SAID_OF_CALL = {"nsubj", "nsubjpass", "pobj", "ROOT", "dobj", "attr"}  # what a call is to the rest of its sentence


def relate_holding(verb: Token) -> None:
    """Hangs `verb`, "had" or "held", on the call in front of those who had it, and these on it."""
    noun = _call_in_front(verb)
    if noun is None or _has_more(verb):
        return
    opening = noun.nbor(1) if noun.nbor(1).lower_ in RELATIVES else noun
    who = [t for t in verb.doc[opening.i + 1 : verb.i] if not opening.i < t.head.i < verb.i and t.pos_ not in ("PUNCT", "CCONJ")]
    if len(who) != 1 or who[0].pos_ not in ("PROPN", "NOUN", "PRON") or who[0].lower_ in RELATIVES:
        return
    later = verb.head if verb.dep_ == "aux" else None
    if later is not None and (later.tag_ == "VBN" or not verb.i < later.i < verb.sent.end):
        return
    if verb.is_ancestor(noun) or who[0].is_ancestor(noun):
        return
    if later is not None:
        _part(verb, noun, later)
    elif verb.head is not noun:
        hang(verb, noun, "relcl")
    hang(who[0], verb, "nsubj")
    verb.pos_, verb.tag_, verb.lemma_, verb.dep_ = "VERB", "VBD", "have" if verb.lower_ == "had" else "hold", "relcl"
    if opening is not noun:
        opening.tag_, opening.pos_ = "WDT", "PRON"
        hang(opening, verb, "dobj")


def _call_in_front(verb: Token) -> Token | None:
    """The noun for a call on which the clause of `verb` stands, where the words between are nothing but names."""
    for place in range(verb.i - 1, max(verb.sent.start, verb.i - LONGEST) - 1, -1):
        token = verb.doc[place]
        if token.lower_ in RELATIVES and place > verb.sent.start:
            before = token.nbor(-1)
            return before if place < verb.i - 1 and _is_call(before) else None
        if _is_call(token):
            return token if place < verb.i - 1 and token.nbor(1).pos_ in ("PROPN", "DET", "PRON") else None
        if token.pos_ not in OF_NAMES:
            return None
    return None


def _is_call(token: Token) -> bool:
    return token.tag_ in ("NN", "NNS") and token.lemma_.lower() in CALLS and token.dep_ in SAID_OF_CALL


def _has_more(verb: Token) -> bool:
    """Whether something else was had or held, or had been done: an object or a participle right behind."""
    if verb.i + 1 >= verb.sent.end:
        return True
    behind = verb.nbor(1)
    return behind.tag_ == "VBN" or behind.lower_ == "to" or (behind.pos_ in OBJECTS and behind.ent_type_ not in TIMES)


def _part(verb: Token, noun: Token, later: Token) -> None:
    """Parts "had" from the verb of the sentence, for whose helper it was taken, with what stands between the two."""
    helpers = [c.i for c in later.children if c.dep_ in ("aux", "neg", "auxpass") and c.i > verb.i]
    end = min([later.i, *helpers])
    for child in list(later.children):
        if noun.i < child.i < end and child is not verb:
            hang(child, verb, child.dep_)
    hang(verb, noun, "relcl")
    if noun.is_ancestor(later):
        take_place(later, noun, "nsubj")
    elif not any(c.dep_ in SUBJECTS for c in later.children) and noun.head is later:
        noun.dep_ = "nsubj"
