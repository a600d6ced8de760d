"""Mends clauses on a noun that no pronoun opens: "the first leader Biden called"."""

from __future__ import annotations

from services.extractor.parsing.tree_edits import hang
from services.extractor.tokens import Token

COPULAS = {"be", "become", "remain"}
DESCRIBING = {"ADJ", "NUM", "NOUN", "DET", "PROPN", "ADV"}
HAVING = {"have", "has", "had", "'s", "’s", "'ve", "’ve", "'d", "’d"}
LEADING = 5  # words between the name and the verb: "Biden has so far not called"
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
