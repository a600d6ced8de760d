"""Nouns for people of whom nothing tells that they speak for a state: "the striker Özil", "its head, Bernard Looney", "a voice"."""

from __future__ import annotations

from collections.abc import Mapping

from services.extractor.calls.words.apposition import named_behind
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

WORDS = load_words("calls.yml")
UNNAMED = {"man", "woman", "person", "caller", "voice", "stranger", "somebody", "someone"}
WHEREABOUTS = WORDS["whereabouts"]
TIMES = WORDS["times"] | WORDS["hours"]
PRIVATE = WORDS["private_persons"]
REACHES = {"number", "line", "mobile", "cell", "extension", "desk"}  # by which somebody is reached
MEANS = WORDS["phones"] | WORDS["video"] | WORDS["wires"]  # "were connected by telephone"
SIDES = {"side", "government", "team", "people", "counterpart", "colleague", "successor", "predecessor", "leader"}
NO_PEOPLE = ("DATE", "TIME", "CARDINAL", "GPE", "LOC", "FAC")


Covering = Mapping[int, Mention]  # the mention that each token stands in, where it stands in one


def is_stranger(token: Token, covering: Covering) -> bool:
    """A noun for people of whom nothing says that they speak for a state."""
    near = [token, *(c for c in token.children if c.dep_ in ("appos", "conj", "compound", "nmod", "poss"))]
    if token.pos_ == "PROPN" and token.i not in covering and any(c.text in PRIVATE for c in near if c.dep_ in ("compound", "nmod")):
        return True  # "with the striker Mesut Ozil"
    told = [m for m in (named_behind(token, covering), *(covering.get(t.i) for t in near)) if m is not None]
    if token.dep_ == "pobj" and token.lemma_.lower() in UNNAMED:
        return not any(e.official for m in told for e in m.members)  # "with the man in charge, Canseco"
    if token.dep_ == "dobj" and token.tag_ == "NN" and len(told) == 1 and _is_one_of_his(token, covering):
        return True
    if token.pos_ not in ("NOUN", "PROPN") or told:
        return token.i not in covering and bool(told) and all(map(_is_nobodys, told))  # "with its head, Bernard Looney"
    if token.dep_ == "pobj" and token.head.dep_ != "agent":
        return token.ent_type_ in ("PERSON", "ORG") or token.lemma_.lower() in UNNAMED or _heads_a_firm(token, covering)
    if token.pos_ == "PROPN" and token.ent_type_ != "PERSON":
        named = any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts)
        office = token.ent_type_ and (token.ent_type_ in NO_PEOPLE or any(c.dep_ == "det" for c in token.lefts))
        return token.dep_ == "dobj" and named and not office  # "phoned Imam Fouda"
    return token.ent_type_ not in NO_PEOPLE and token.lemma_.lower() not in TIMES


def _is_one_of_his(noun: Token, covering: Covering) -> bool:
    """ "Phoned Kurz's party secretary": somebody around an official, not his telephone or his house."""
    owned = noun.i not in covering and any(c.dep_ == "poss" and c.pos_ != "PRON" and c.i in covering for c in noun.children)
    return owned and noun.lemma_.lower() not in WHEREABOUTS | MEANS | REACHES | SIDES


def _is_nobodys(mention: Mention) -> bool:
    """Whether somebody is named of whom nothing tells that he speaks for a state."""
    people = [e for e in mention.members if e.kind == "person"]
    return bool(people) and all(not e.official and e.country is None for e in people)


def _heads_a_firm(token: Token, covering: Covering) -> bool:
    """ "The heads of Roche and Novartis": people of an organisation that is nobody's state."""
    owners = [g for c in token.children if c.lower_ in ("of", "from", "at") for g in c.children if g.dep_ == "pobj"]
    return any(g.ent_type_ == "ORG" and g.pos_ == "PROPN" and g.i not in covering for g in owners)
