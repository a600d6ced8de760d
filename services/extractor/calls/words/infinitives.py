"""What the word above an infinitive tells of it: "was able to reach" says that it happened, "wanted to phone" does not."""

from __future__ import annotations

from services.extractor.calls.words.call_nouns import is_no
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.tokens import Token

PAUSING = {"pick", "use", "take", "interrupt", "break", "pause", "find", "make"}
BREAKING_OFF = {"leave", "stop", "halt", "suspend", "adjourn", "skip"}  # "left the dinner to take a call"
LEAVING = {"slip", "step", "go", "walk", "duck", "come", "sneak", "rush"}
WAYS_OUT = {"out", "outside", "away", "aside", "into", "off"}
MOMENTS = {"time", "moment", "minute", "opportunity", "occasion", "chance", "courage", "leisure"}
TAKING = {"find", "take", "use", "seize", "have", "get"}
TIMES = {"minute", "hour", "day", "night", "week", "month", "weekend"}
TOLD = {"say", "report", "know", "understand"}  # "is said to have phoned"


def is_achieved(word: Token) -> bool:
    """ "Was able to reach him", "had been able to": what somebody was able to do once, they did."""
    verb = word.head
    past = verb.tag_ in ("VBD", "VBN") and not any(c.tag_ == "MD" for c in verb.children)
    return word.lower_ == "able" and verb.lemma_ == "be" and past and not any(c.dep_ == "neg" for c in verb.children)


def is_told_of(verb: Token, above: Token) -> bool:
    """ "Is said to have made four calls"."""
    told = above.tag_ == "VBN" and above.lemma_ in TOLD and any(c.dep_ == "auxpass" for c in above.children)
    nobody = any(c.dep_ == "neg" or (c.dep_ == "nsubjpass" and any(is_no(g) for g in (c, *c.children))) for c in above.children)
    return told and not nobody and any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)


def implies(verb: Token, lexicon: Lexicon) -> bool:
    """Whether "VERB to phone" tells that the phoning happened."""
    lemma = verb.lemma_.lower()
    if lemma == "be":
        return False
    if lemma == "go" and verb.tag_ == "VBG":
        return False  # "is going to call"
    if lemma == "have" and verb.tag_ in ("VBZ", "VBP", "VB"):
        return False  # "only has to call"
    return lemma in lexicon.implicative_verbs and not any(c.dep_ == "neg" for c in verb.children)


def purpose_holds(above: Token) -> bool:
    """ "picked up the phone to call her" happened; "travelled home to telephone" is not told."""
    broken_off = above.lemma_ in BREAKING_OFF and above.tag_ == "VBD"
    return above.lemma_ in PAUSING or _goes_out(above) or broken_off or _waits_until(above)


def _waits_until(verb: Token) -> bool:
    """ "Waited until the evening to ring him", "waited three days to ring": not "was still waiting to speak to him"."""
    ended = any(c.lower_ in ("until", "till") or (c.dep_ in ("npadvmod", "dobj") and c.lemma_ in TIMES) for c in verb.children)
    return verb.lemma_ == "wait" and verb.tag_ == "VBD" and ended and not any(c.dep_ == "neg" for c in verb.children)


def _goes_out(verb: Token) -> bool:
    """ "Slipped out of the dinner to take a call", "stepped into the corridor"."""
    goes_on = verb.lemma_ == "go" and any(c.lower_ == "on" and c.dep_ == "prt" for c in verb.children)  # "went on to call"
    return verb.lemma_ in LEAVING and verb.tag_ == "VBD" and (goes_on or any(c.lower_ in WAYS_OUT for c in verb.children))


def is_found_time(noun: Token) -> bool:
    """ "Found time to ring", "took the opportunity to telephone", "had the chance to speak": what there was time for was done."""
    if noun.lower_ not in MOMENTS or noun.dep_ != "dobj" or noun.head.lemma_ not in TAKING or any(is_no(c) for c in noun.children):
        return False
    past = noun.head.tag_ in ("VBD", "VBN") or any(c.lower_ == "did" for c in noun.head.children)
    return past and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in noun.head.children)
