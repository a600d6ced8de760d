"""Sentences that ask or suppose, and so tell of no call as held."""

from __future__ import annotations

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

ASKING = load_words("calls.yml")["asking"]
OPENING = {"and", "but", "so", "or", "well", "now", "then"}
INVERTED = {"is", "was", "were", "did", "does", "do", "has", "had", "have"}
VOCATIVE = 8  # words of a question within which the one is named whom it is about


def is_question(token: Token) -> bool:
    """Whether the sentence asks."""
    last = [t for t in token.sent if not t.is_space]
    colon = next((k for k, t in enumerate(last[:8]) if t.text == ":" and t.i < token.i), -1)
    last = last[colon + 1 :]
    while len(last) > 1 and (last[0].like_num or last[0].is_punct or last[0].text.endswith(":")):
        last = last[1:]
    if not last or last[-1].text not in ("?", '?"', "?”"):
        return False
    while len(last) > 1 and last[0].lower_ in OPENING:
        last = last[1:]
    return last[0].lower_ in ASKING or any(_asks_of(comma) for comma in last[:VOCATIVE] if comma.text == ",")


def _asks_of(comma: Token) -> bool:
    """ "And President Trump, was he on the call?": turned round behind somebody named first."""
    words = [t.lower_ for t in comma.doc[comma.i + 1 : comma.i + 3]]
    return len(words) == 2 and words[0] in INVERTED and words[1] in ("he", "she", "they", "you", "it", "there")


def is_supposed(token: Token) -> bool:
    """ "Suppose X rang Y", "What if he had phoned?"."""
    opening = [t.lower_ for t in token.sent if not t.is_space and not t.is_punct][:2]
    return opening[:1] in (["suppose"], ["supposing"], ["imagine"], ["assuming"]) or opening == ["what", "if"]
