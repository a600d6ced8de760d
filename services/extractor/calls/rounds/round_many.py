"""Words for several with whom somebody talked: "several leaders", "his neighbours", and verbs that have them.

Reads the syntax of one sentence.
"""

from __future__ import annotations

from services.extractor.calls.rounds.round_clauses import is_open
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

PARTNERS = load_words("people.yml")["group_nouns"]
PEERS = {"colleagues", "counterparts", "neighbours", "neighbors", "allies"}
AROUND = {"neighbouring", "neighboring", "regional", "region", "allied"}  # which leaders: of several states
SEVERAL = {"both", "several", "two", "three", "four", "five", "many", "other", "fellow", "some"}


def rings_around(verb: Token, lexicon: Lexicon) -> bool:
    """ "Phoned around among his colleagues", "rang round the capitals", "telephoned the heads of five states"."""
    told = verb.tag_ in ("VBD", "VBN") or (verb.tag_ == "VBZ" and not verb.sent.start)  # a title is told in the present
    around = any(c.lower_ in ("around", "round") and c.i > verb.i for c in verb.children) or _rings_many(verb)
    return (told or any(c.tag_ == "VBD" for c in verb.children if c.dep_ == "aux")) and around and not is_open(verb, lexicon)


def _rings_many(verb: Token) -> bool:
    """ "Called four colleagues", "the heads of five states", "his neighbours": a group, and how many or whose."""
    groups = [c for c in verb.children if c.dep_ == "dobj" and c.lower_ in PARTNERS | {"heads", "capitals"} and c.i > verb.i]
    peers = [g for g in groups if g.lower_ in PEERS and not any(c.dep_ == "appos" for c in g.children)]  # named there, they are all
    owned = any(c.dep_ in ("poss", "amod") for g in peers for c in g.children)
    return owned or any(t.dep_ == "nummod" or t.lower_ in SEVERAL | AROUND for g in groups for t in g.subtree)


def talks_with_many(verb: Token, lexicon: Lexicon) -> bool:
    """ "Has spoken, by our count, with eleven heads of state"."""
    if verb.lemma_ not in ("speak", "talk") or verb.tag_ not in ("VBD", "VBN") or is_open(verb, lexicon):
        return False
    company = [g for c in verb.children if c.lower_ in ("with", "to") for g in c.children if g.tag_ == "NNS"]
    return any(g.lower_ in PARTNERS | {"heads"} and any(c.dep_ == "nummod" and c.i < g.i for c in g.children) for g in company)


def holds_several(verb: Token, phone: Token) -> bool:
    """ "had two more leaders on the phone"."""
    groups = [c for c in verb.children if c.dep_ == "dobj" and c.tag_ == "NNS"]
    return any(g.lower_ in PARTNERS and g.i < phone.i for g in groups)


def is_with_several(verb: Token) -> bool:
    """ "was on the telephone with both capitals", "spoke by phone to several leaders"."""
    company = [g for c in verb.subtree if c.lower_ in ("with", "to") and c.dep_ == "prep" for g in c.children if g.tag_ == "NNS"]
    return any(g.lower_ in PARTNERS | {"capitals"} and {t.lower_ for t in g.lefts} & SEVERAL for g in company)
