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
NO_PEOPLE = ("DATE", "TIME", "CARDINAL", "GPE", "LOC", "FAC")


Covering = Mapping[int, Mention]  # the mention that each token stands in, where it stands in one


def is_stranger(token: Token, covering: Covering) -> bool:
    """A noun for people of whom nothing says that they speak for a state."""
    near = [token, *(c for c in token.children if c.dep_ in ("appos", "conj", "compound", "nmod", "poss"))]
    if token.dep_ == "pobj" and token.lemma_.lower() in UNNAMED:
        named = [m for m in (named_behind(token, covering), *(covering.get(t.i) for t in near)) if m is not None]
        return not any(e.official for m in named for e in m.members)  # "with the man in charge, Canseco"
    if token.pos_ not in ("NOUN", "PROPN") or any(t.i in covering for t in near) or named_behind(token, covering):
        return False
    if token.dep_ == "pobj" and token.head.dep_ != "agent":
        return token.ent_type_ in ("PERSON", "ORG") or token.lemma_.lower() in UNNAMED or _heads_a_firm(token, covering)
    if token.pos_ == "PROPN" and token.ent_type_ != "PERSON":
        return token.dep_ == "dobj" and not token.ent_type_ and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts)
    return token.ent_type_ not in NO_PEOPLE and token.lemma_.lower() not in TIMES


def _heads_a_firm(token: Token, covering: Covering) -> bool:
    """ "The heads of Roche and Novartis": people of an organisation that is nobody's state."""
    owners = [g for c in token.children if c.lower_ in ("of", "from", "at") for g in c.children if g.dep_ == "pobj"]
    return any(g.ent_type_ == "ORG" and g.pos_ == "PROPN" and g.i not in covering for g in owners)
