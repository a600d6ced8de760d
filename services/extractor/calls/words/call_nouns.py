"""What the readers of call nouns share: the noun that stands for the calls, and the word that says there was none."""

from __future__ import annotations

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

MEASURES = load_words("calls.yml")["measures"]
POINTS = {"point", "sense", "use", "merit", "benefit", "interest", "reason", "intention"}


def whole_noun(noun: Token) -> Token:
    """The noun that stands for the calls: "round" in "a planned round of talks", "summit" in "a summit by video link"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in MEASURES:
        return above.head
    way = noun.dep_ == "pobj" and noun.lower_ == "link" and above.lower_ in ("by", "via")
    return above.head if way and above.head.pos_ == "NOUN" else noun


def is_no(token: Token) -> bool:
    """ "no", but not "No 10"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.lower_ == "no" and not (following is not None and (following.like_num or following.text == "."))


def is_pointless(noun: Token) -> bool:
    """ "Saw no point in telephoning him", "had little interest in a call"."""
    return noun.lower_ in POINTS and any(is_no(c) or c.lower_ == "little" for c in noun.children)
