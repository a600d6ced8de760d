"""What a present tense tells of no one call: what somebody does at times, and what is still to come."""

from __future__ import annotations

from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

HABITS = load_words("calls.yml")["habits"]
DAILY = {"daily", "constantly", "continually", "hourly", "weekly", "incessantly"}
AHEAD = {"tomorrow", "soon", "shortly", "today", "tonight", "later", "will", "’ll", "'ll"}

QUOTES = set('"“”«»„') | {"``", "''"}
USED = {"used", "accustomed", "wont"}
OFTEN = {"often", "frequently", "regularly"}


def is_habit(sighting: Sighting) -> bool:
    """ "Often pick up the phone", "is mostly the one who gets a call", "most leaders pick up the phone": what is done at times."""
    verb = sighting.verb
    if verb is None:
        return False
    if verb.tag_ == "VBG" and any(t.lower_ in DAILY | HABITS for c in verb.children for t in (c, *c.children)):
        return any(c.lower_ == "been" for c in verb.children)  # "had been calling Berlin almost daily"
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lower_ in USED:
        return True  # "was used to reaching him by WhatsApp at any hour"
    if any(c.lower_ in OFTEN and any(g.lower_ in ("most", "more", "how") for g in c.children) for c in verb.children):
        return True  # "has talked most often with Berlin"
    if any(c.dep_ in ("aux", "auxpass") for c in verb.children):
        return False
    plural = verb.tag_ == "VBP" or (verb.tag_ == "VB" and any(c.dep_ == "nsubj" for c in verb.children))
    if verb.tag_ != "VBZ" and not plural:
        return False
    if plural and verb.lemma_ == "use" and sighting.kind == "instrument":
        return True  # "the two use an ordinary line"
    above = [verb, verb.head, verb.head.head] if verb.dep_ == "relcl" else [verb]
    if (
        plural
        and (sighting.kind == "verb" or (sighting.kind == "instrument" and _is_quoted(verb)))
        and any(c.dep_ == "nsubj" and c.lower_ in ("they", "we", "people", "two", "both") for c in verb.children)
    ):
        return True  # "They call me and ask for a stop", "'They speak by telephone,' said the fisherman"
    usual = any(c.lower_ in HABITS for v in above for c in v.children)
    again = verb.dep_ == "relcl" and any(
        t.lower_ == "so" and t.nbor(-1).lemma_ == "do" for t in verb.sent if t.i
    )  # "… who did so again"
    usual |= (
        not again
        and sighting.kind in ("noun", "verb", "instrument")
        and any(g.lower_ in ("every", "each") for c in verb.children if c.ent_type_ in ("DATE", "TIME") for g in c.children)
    )
    return usual or any(c.lower_ in ("most", "many", "all") for s in verb.children if s.dep_ == "nsubj" for c in s.children)


def _is_quoted(verb: Token) -> bool:
    """Whether quotation marks stand on both sides of a verb, or its sentence is quoted whole."""
    marks = [t.i for t in verb.sent if t.text in QUOTES]
    return bool(marks) and marks[0] < verb.i


def is_meant(sighting: Sighting) -> bool:
    """ "They are calling and I will talk to him", "is calling the emir today": what is still to come."""
    verb = sighting.head
    helped = any(c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    rung = any(c.dep_ in ("dobj", "dative") for c in verb.children)
    ahead = {t.lower_ for t in verb.sent} & AHEAD
    return sighting.kind == "verb" and verb.tag_ == "VBG" and helped and (bool(ahead) or not rung)
