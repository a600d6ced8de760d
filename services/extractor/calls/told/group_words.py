"""What the words of a group tell of whom they can stand for: "the leaders of the two countries", "opposition leaders", "they"."""

from __future__ import annotations

from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

GROUP_NOUNS = load_words("people.yml")["group_nouns"]
INLAND = load_words("calls.yml")["inland"]  # kinds of leaders who speak for no state
PRIVATE = load_words("calls.yml")["private_persons"]
PORTFOLIOS = load_words("calls.yml")["portfolios"]  # what ministers of two states may have in common
NUMBERS = {
    **{"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12},
}
MORE = {"more", "further", "additional"}  # others than those spoken of
FOREIGN = {"foreign", "prime", "both"}
STATES = {"countries", "nations", "states", "neighbours", "neighbors", "sides", "republics", "capitals", "lands", "powers"}
WHAT_HEADS_HEAD = {"state", "government", "diplomacy", "mission"}
CLUBS = {"g7", "g8", "g20", "g-7", "g-8", "g-20", "group", "brics", "quad", "visegrad", "e3", "e5", "asean", "csto", "opec"}
TRADES = ("ers", "ors", "ists", "ians", "women", "people")  # the ends of words for people of a trade


def stands_for_others(pronoun: Token) -> bool:
    """ "The controllers raised the alarm when they rang", "relatives say they were called": people of a trade, or private ones,
    in the same sentence, who stand for no state."""
    before = list(pronoun.doc[pronoun.sent.start : pronoun.i]) if pronoun.lower_ in ("they", "them") else []
    subjects = (t for t in before if t.tag_ in ("NNS", "NNPS") and t.dep_ in (*SUBJECTS, "attr"))
    trades = (t for t in subjects if t.lower_ not in GROUP_NOUNS)
    return any(t.lower_.endswith(TRADES) or t.lower_.removesuffix("s") in PRIVATE for t in trades)


def is_of_more(noun: Token) -> bool:
    """ "Two more leaders", "all sides": others than those spoken of, or more of them."""
    led = {c.lower_ for c in noun.lefts}
    return bool(led & MORE) or ("all" in led and noun.lower_ in ("sides", "parties") and not led & {*NUMBERS, "the"})


def is_any(noun: Token) -> bool:
    """ "Begged ambassadors over the phone", "were called by presidents and prime ministers": some, whoever they are."""
    first = noun
    while first.dep_ == "conj" and first.head.tag_ == "NNS":
        first = first.head
    led = any(c.dep_ in ("det", "poss", "nummod", "predet") for n in (noun, first) for c in n.lefts)
    taken = first.dep_ in ("dobj", "dative") or (first.dep_ == "pobj" and first.head.lower_ in ("by", "from"))
    return noun.tag_ == "NNS" and taken and not led


def is_misgendered(noun: Token, people: list[Entity]) -> bool:
    """ "Both men", of whom one would be a woman."""
    gender = {"men": "m", "women": "f"}.get(noun.lower_)
    return gender is not None and any(e.gender not in (gender, None) for e in people)


def is_of_two_states(noun: Token) -> bool:
    """ "The leaders of the two countries": of two that the text has named."""
    below = [g for c in noun.children if c.lower_ == "of" for g in c.children if g.lower_ in STATES]
    return any({c.lower_ for c in g.children} & {"two", "both"} for g in below)


def is_one_of(noun: Token) -> bool:
    """ "Called one of the two mediators, X": the one, whoever the others are."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in ("one", "either")


def is_described(noun: Token) -> bool:
    """ "The presidents of the Visegrad countries", "the leaders whom he called", "the opposition leaders": a group that its own
    words pick out."""
    if is_of_two_states(noun):
        return False
    bare = not any(c.dep_ in ("det", "poss", "nummod", "predet") for c in noun.lefts)
    if bare and any(c.dep_ == "prep" and c.lower_ in ("in", "from", "across", "around") for c in noun.children):
        return True  # "calls from colleagues in the Arab world"
    if bare and any(c.dep_ == "amod" and c.text.istitle() and c.lower_ not in FOREIGN for c in noun.lefts):
        return True  # "Caribbean leaders"
    return noun.pos_ == "NOUN" and any(
        c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep" and not _names_office(c)) or c.lower_ in INLAND
        for c in noun.children
    )


def _names_office(of: Token) -> bool:
    """ "Both heads of government", "the two chiefs of diplomacy": what they are, not whose."""
    return any(c.lower_ in ("both", "two") for c in of.head.lefts) and any(
        c.dep_ == "pobj" and c.lower_ in WHAT_HEADS_HEAD and not c.children for c in of.children
    )


def is_of_club(noun: Token) -> bool:
    """ "G7 leaders condemned it", "EU ministers": those of a club, whoever else is spoken of."""
    named = any(c.dep_ in ("compound", "nmod") and (c.text.isupper() or c.lower_ in CLUBS) for c in noun.lefts)
    return named and not any(c.dep_ in ("det", "poss", "nummod", "predet") for c in noun.lefts)


def is_of_a_kind(noun: Token) -> bool:
    """ "Opposition leaders", "party officials": people of a kind of their own, not those spoken of, as "the two defence chiefs"."""
    kinds = (c for c in noun.lefts if c.dep_ == "compound" and c.pos_ == "NOUN" and c.text.islower())
    return any(c.lower_ not in PORTFOLIOS for c in kinds)
