"""Whom somebody rang, where that is no object of the verb: who is at the place rung, whom the next verb tells or asks for.

Reads syntax; returns words, of which the listing knows the mentions.
"""

from __future__ import annotations

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
TELLING, BOOKING, WHEREABOUTS = WORDS["telling"], WORDS["booking"], WORDS["whereabouts"]
LIFTING = {"pick", "lift", "grab"}


def people_rung_at(verb: Token) -> list[Token]:
    """ "The aircraft of Primakov was rung", "dialled the president's residence": who is there."""
    places = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in WHEREABOUTS]
    near = [c for place in places for c in place.children]
    return [c for c in near if c.dep_ == "poss"] + [g for c in near if c.lower_ == "of" for g in c.children]


def people_told_then(verb: Token) -> list[Token]:
    """ "Picked up the receiver and told A, then B, that …", "… and asked for A": those whom the next verb tells something, or asks
    for."""
    if verb.lemma_ not in LIFTING:
        return []
    for telling in (c for c in verb.children if c.dep_ == "conj" and c.tag_ == verb.tag_):
        asked = [g for c in telling.children if c.lower_ == "for" for g in c.children] if telling.lemma_ in BOOKING else []
        told = [g for g in telling.children if g.dep_ in ("dobj", "dative")] if telling.lemma_ in TELLING else []
        return asked or told[:1]
    return []
