"""Calls that nobody took: rang nobody, were never called back, found the other asleep or too busy."""

from __future__ import annotations

from services.extractor.calls.words.call_nouns import is_no
from services.extractor.calls.words.sighting import VERBAL, next_words
from services.extractor.tokens import Token

REFUSED = (["nobody"], ["none"], ["no", "one"])  # "rang nobody", whatever the parse makes of it
UNREACHED = {"asleep", "out", "away", "unreachable", "unavailable", "engaged", "indisposed", "absent"}


def is_refused(word: Token) -> bool:
    """ "Rang nobody", "was on the phone to nobody", "spoke with no one"."""
    behind = next_words(word, 3)
    behind = behind[1:] if behind[:1] in (["to"], ["with"], ["by"], ["from"]) else behind
    return any(behind[: len(words)] == words for words in REFUSED)


def is_never_returned(verb: Token) -> bool:
    """ "He had called Putin, and Putin had not called back", "his call was not returned"."""
    back = [t for t in verb.sent if t.i > verb.i and t.lemma_ in ("call", "ring", "phone") and t.pos_ in VERBAL]
    return any(
        any(c.lower_ == "back" for c in t.children) and any(c.dep_ == "neg" or c.lower_ == "never" for c in t.children)
        for t in back
    )


def goes_unanswered(verb: Token) -> bool:
    """ "Nobody answered when X rang", "would not come to the telephone when", "was asleep when"."""
    children = list(verb.children)
    if any(c.tag_ == "TO" for c in children) and is_too_much(verb.head):
        return True
    if verb.lemma_ == "be":
        return any(c.lower_ in UNREACHED or is_too_much(c) for c in children)
    denied = any(
        c.dep_ == "neg" or c.lower_ == "never" or (c.dep_ == "nsubj" and c.lower_ in ("nobody", "none")) or is_no(c)
        for c in children
    ) or any(is_no(g) for c in children if c.dep_ == "nsubj" for g in (c, *c.children))
    return denied and verb.lemma_ in ("answer", "pick", "come", "respond", "take", "reply", "lift", "go", "react")


def is_too_much(quality: Token) -> bool:
    """ "Was too ill to take the call": what keeps somebody from it."""
    return quality.pos_ in ("ADJ", "ADV", "VERB") and any(c.lower_ == "too" and c.dep_ == "advmod" for c in quality.children)
