"""Mends clauses on a noun: one that no pronoun opens ("the first leader Biden called"), and one hung on the wrong noun."""

from __future__ import annotations

from itertools import islice

from services.extractor.parsing.mend_calls import CALLS, OF_CALLS
from services.extractor.parsing.tree_edits import SUBJECTS, hang
from services.extractor.tokens import Token

COPULAS = {"be", "become", "remain"}
DESCRIBING = {"ADJ", "NUM", "NOUN", "DET", "PROPN", "ADV"}
HAVING = {"have", "has", "had", "'s", "’s", "'ve", "’ve", "'d", "’d"}
LEADING = 5  # words between the name and the verb: "Biden has so far not called"
DEPTH = 5  # words between a name and the call that was with it, names joined to it and prepositions
PHONES = {"phone", "telephone", "video"}
DEEPEST = 8  # words above the last one of a clause on a name
PHRASE = 8  # words of what somebody is said to be


def give_clause(verb: Token) -> None:
    """Hangs on the noun in front of a name the clause that the name opens: "Suga is the first Asian leader Biden has called",
    which the model reads as the leader Biden, and something he has called."""
    name = _opening(verb)
    if name is None:
        return
    first = name
    while first.i > verb.sent.start and first.nbor(-1).tag_ in ("NNP", "NNPS"):
        first = first.nbor(-1)
    noun = first.nbor(-1) if first.i > verb.sent.start else first
    copula = _copula(noun)
    if noun.tag_ != "NN" or copula is None or verb is copula or verb.is_ancestor(copula) or verb.dep_ == "relcl":
        return
    for child in [c for c in name.children if c.i < noun.i]:
        hang(child, noun, child.dep_)
    if copula.is_ancestor(noun) or not noun.is_ancestor(copula):
        hang(noun, copula, "attr")
        hang(verb, noun, "relcl")
        hang(name, verb, "nsubj")


def relate_clause(verb: Token) -> None:
    """Makes a clause on a noun of what the model takes for what the noun says: "the conversation that Rudd had with him"."""
    slots = {c.dep_ for c in verb.children if c.i < verb.i}
    if slots & SUBJECTS and "mark" not in slots:
        verb.dep_ = "relcl"


def give_to_call(verb: Token) -> None:
    """Hangs on the call what is told of it behind the name of whom it was with: "a talk with X, which had been announced"."""
    name = verb.head
    led = next((c for c in verb.children if c.dep_ in SUBJECTS and c.tag_ == "WDT"), None)
    if led is None or name.tag_ != "NNP" or not (led.lower_ == "which" or (led.dep_ == "nsubjpass" and verb.lemma_ in OF_CALLS)):
        return
    noun = next((above for above in islice(name.ancestors, DEPTH) if above.pos_ != "PROPN" and above.pos_ != "ADP"), None)
    if noun is not None and noun.lemma_.lower() in PHONES:
        noun = next((above for above in islice(noun.ancestors, 2) if above.pos_ != "ADP"), None)  # "his talk by telephone with X"
    if noun is not None and noun.lemma_.lower() in CALLS:
        hang(verb, noun, "relcl")


def _opening(verb: Token) -> Token | None:
    """The name that stands in front of the verb, with nothing but what belongs to the verb between them."""
    for place in range(verb.i - 1, max(verb.sent.start, verb.i - 1 - LEADING), -1):
        token = verb.doc[place]
        if token.tag_ == "NNP":
            helped = verb.tag_ == "VBD" or verb.dep_ == "acl" or HAVING & {t.lower_ for t in verb.doc[place + 1 : verb.i]}
            return token if helped else None
        if token.pos_ not in ("AUX", "ADV", "PART"):
            return None
    return None


def _copula(noun: Token) -> Token | None:
    """The verb by which somebody is said to be what the phrase of `noun` says."""
    start = noun.sent.start
    for place in range(noun.i - 1, max(start, noun.i - PHRASE) - 1, -1):
        token = noun.doc[place]
        if token.lemma_ in COPULAS and token.pos_ in ("AUX", "VERB"):
            return token if noun.doc[place + 1].pos_ == "DET" else None
        if token.pos_ not in DESCRIBING:
            return None
    return None


def give_to_list(name: Token) -> None:
    """Makes the last of "with X of Burundi, who chairs the bloc, and Y" one of the list, and nothing that was done."""
    begin = name.left_edge.i - 3
    if begin < name.sent.start or name.doc[begin + 1 : begin + 3].text != ", and":
        return
    last = name.doc[begin]
    for _ in range(DEEPEST):
        clause, last = last, last.head
        if last.pos_ == "PROPN" and last.dep_ in ("pobj", "dobj", "conj") and clause.dep_ == "relcl":
            if any(c.lower_ == "where" for c in clause.children):
                return
            if last.head.lower_ == "of" and last.head.head.pos_ == "PROPN":
                last = last.head.head  # "X of Burundi, who chairs": no state is anybody
                hang(clause, last, "relcl")
            hang(name, last, "conj")
            return
