"""Words for several with whom somebody talked: "several leaders", "his neighbours", and verbs that have them.

Reads the syntax of one sentence.
"""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.rounds.round_clauses import is_open
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

PARTNERS = load_words("people.yml")["group_nouns"] | {"heads", "capitals", "partners"}
PEERS = {"colleagues", "counterparts", "neighbours", "neighbors", "allies", "partners"}
AROUND = {"neighbouring", "neighboring", "regional", "region", "allied"}  # which leaders: of several states
FAR = {"foreign", "world", "european", "african", "arab", "western", "international"}
OFFICERS = {"ministers", "secretaries"}  # who may be foreign ones of one state
MEASURES = load_words("calls.yml")["measures"] | {"dozen", "group", "handful", "host", "range"}
SEVERAL = {"both", "several", "two", "three", "four", "five", "many", "other", "fellow", "some"}


def rings_around(verb: Token, lexicon: Lexicon) -> bool:
    """ "Phoned around among his colleagues", "rang round the capitals", "telephoned the heads of five states"."""
    told = verb.tag_ in ("VBD", "VBN") or (verb.tag_ == "VBZ" and not verb.sent.start)  # a title is told in the present
    around = any(c.lower_ in ("around", "round") and c.i > verb.i for c in verb.children) or _rings_many(verb)
    return (told or any(c.tag_ == "VBD" for c in verb.children if c.dep_ == "aux")) and around and not is_open(verb, lexicon)


def _rings_many(verb: Token) -> bool:
    """ "Called four colleagues", "the heads of five states", "a number of his counterparts"."""
    return any(_is_several(c) for c in verb.children if c.dep_ == "dobj" and c.i > verb.i)


def _is_several(noun: Token) -> bool:
    """ "Several leaders", "half of the heads of state", "his neighbours": people, and how many or whose."""
    measured = noun.lemma_ in MEASURES or noun.lower_ in SEVERAL or noun.pos_ in ("PRON", "DET", "NUM")
    parts = [g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"] if measured else []
    groups = [g for g in (noun, *parts) if g.tag_ == "NNS" and g.lower_ in PARTNERS]
    if not groups or groups == parts:
        return bool(groups)
    peers = noun.lower_ in PEERS and not any(c.dep_ == "appos" for c in noun.children)  # named there, they are all
    if peers and any(c.dep_ in ("poss", "amod") for c in noun.children):
        return True
    foreign = noun.lower_ not in OFFICERS and any(c.lower_ in FAR for c in noun.lefts)
    return foreign or any(t.dep_ == "nummod" or t.lower_ in SEVERAL | AROUND for t in noun.subtree)


def talks_with_many(word: Token, lexicon: Lexicon) -> bool:
    """ "Has spoken, by our count, with eleven heads of state", "has been in touch with several of his counterparts"."""
    if word.pos_ not in VERBAL:
        if word.lower_ not in ("touch", "contact") or word.dep_ != "pobj" or word.head.lower_ != "in":
            return False
        verb: Token | None = governor(word)
    else:
        verb = word if word.lemma_ in ("speak", "talk", "confer") else None
    if verb is None or verb.tag_ not in ("VBD", "VBN") or is_open(verb, lexicon):
        return False
    both = any(t.lower_ == "both" for t in verb.subtree)  # "spoke with both leaders": two whom the text has named already
    return is_with_several(verb) and not both


def holds_several(verb: Token, phone: Token) -> bool:
    """ "had two more leaders on the phone", "made the acquaintance of his colleagues by phone"."""
    return any(
        c.dep_ == "dobj" and c.i < phone.i and ((c.tag_ == "NNS" and c.lower_ in PARTNERS) or _is_several(c)) for c in verb.children
    )


def is_with_several(verb: Token) -> bool:
    """ "was on the telephone with both capitals", "spoke by phone to several leaders"."""
    company = [g for c in verb.subtree if c.lower_ in ("with", "to") and c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    return any(map(_is_several, company))
