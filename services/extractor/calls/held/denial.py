"""Calls that somebody denies, and cues that stand in what somebody says."""

from __future__ import annotations

from services.extractor.calls.words.sighting import Sighting


def is_denial(sighting: Sighting) -> bool:
    """ "The call never took place", "there was no conversation": said of the call itself."""
    verb, head = sighting.verb, sighting.head
    if sighting.kind not in ("noun", "reference") or verb is None:
        return False
    if verb.lemma_ in ("deny", "dismiss"):
        return head.head == verb
    if verb.lemma_ not in ("take", "be", "happen", "occur", "exist") or verb.tag_ not in ("VBD", "VBN", "VBZ", "VB"):
        return False
    own = head.dep_ in ("nsubj", "attr") and head.head == verb
    none = any(c.lower_ == "no" for c in head.children) or any(c.lower_ == "never" or c.dep_ == "neg" for c in verb.children)
    future = any(c.lower_ in ("will", "would", "yet") for c in verb.children)
    return own and none and not future and (verb.lemma_ != "take" or any(c.lower_ == "place" for c in verb.children))


def is_reported(sighting: Sighting) -> bool:
    """Whether a cue stands in what somebody says or writes."""
    verb = sighting.verb
    return verb is not None and (verb.dep_ == "ccomp" or any(a.dep_ == "ccomp" for a in verb.ancestors))
