"""What puts those who talked in one room: a place, a gathering, a meal, a meeting told in the sentence before."""

from __future__ import annotations

import re
from collections.abc import Collection

from services.extractor.calls.held.ahead import is_still_to_come
from services.extractor.calls.held.asides import VISITS
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

GATHERINGS = load_words("calls.yml")["gatherings"]
IN_ONE_ROOM = re.compile(
    r"\bface[- ]to[- ]face\b|\bin person\b|\beach other['’]s company\b"
    r"|\b(?:over|through|at) (?:dinner|lunch|breakfast|coffee|tea|supper)\b"
)

STAYING = {"be", "stop", "stay"}
GOING = {"fly", "go", "travel", "drive", "come", "arrive", "hurry", "rush", "head", "sail", "return", "hasten"}
OF_SOMEBODY = {"see", "welcome", "receive"}  # what puts people in one room only where somebody is seen or welcomed
COMPANY = {"other", "another", "guest", "guests", "visitor", "visitors", "delegation", "delegations"}


def is_meeting(word: Token, material: Material) -> bool:
    """ "Met", "hosted", "welcomed her to Rome"; not "welcomed the agreement", "received a letter", "what I want to see"."""
    words = {word.lemma_.lower(), word.lower_} & material.lexicon.in_person
    if not words or is_still_to_come(word, material.lexicon):
        return False
    if words - OF_SOMEBODY:
        return True
    seen = [c for c in word.children if c.dep_ in ("dobj", "nsubjpass")]
    return any(c.i in material.finder.covering or c.lower_ in COMPANY for c in seen)


def is_visit_elsewhere(word: Token, theirs: Collection[str | None], material: Material) -> bool:
    """ "On a visit to Cairo", "who is visiting Baku": with a state of none of those who talked."""
    if word.lemma_ not in VISITS or word.tag_ == "VBD":
        return False
    goals = [c for c in word.children if c.dep_ == "dobj"] if word.pos_ == "VERB" else []
    goals += [g for c in word.children if c.lower_ in ("to", "of", "in") for g in c.children if g.dep_ == "pobj"]
    states = [m for g in goals if (m := material.finder.covering.get(g.i)) is not None and m.kind in ("place", "state")]
    return bool(states) and not any(e.country in theirs for m in states for e in m.members)


def is_in_one_place(sighting: Sighting, material: Material, beside: Collection[int] = ()) -> bool:
    """ "spoke in Berlin", "at the summit", "over dinner", "face to face". `beside`: the tokens of clauses that tell of other times
    or people."""
    sent = sighting.head.sent
    room = IN_ONE_ROOM.search(sent.text.lower())
    if room and not any(t.i in beside for t in sent if t.idx - sent[0].idx == room.start()):
        return True
    verb = sighting.verb or sighting.head
    joined = verb.dep_ == "conj" or (
        verb.dep_ == "advcl" and verb.tag_ == "VBD" and not any(c.dep_ == "mark" for c in verb.children)
    )
    if joined and verb.head.i < verb.i and _is_there(verb.head):
        return True
    company = [g for c in verb.children if c.lower_ in ("with", "to", "for") for g in c.children]
    for prep in (c for anchor in (verb, *company) for c in anchor.children if c.lower_ in ("in", "at")):
        for noun in prep.children:
            mention = material.finder.covering.get(noun.i)
            theirs = {e.country for m in material.arguments(sighting).role("with", "to") for e in m.members}
            place = mention is not None and mention.kind in ("place", "state") and mention.members[0].country not in theirs
            if mention is not None and not place:
                continue
            if place or noun.ent_type_ in ("GPE", "FAC") or noun.lemma_.lower() in GATHERINGS:
                return True
    return False


def _is_there(verb: Token) -> bool:
    """ "Had been in Manama and talked with the king", "flew to Caracas (to meet Chávez and) talked with him": where somebody was or
    went before they talked."""
    verb = verb.head if verb.dep_ == "advcl" and verb.tag_ == "VB" and verb.head.i < verb.i else verb
    ways = ("in", "at") if verb.lemma_ in STAYING else ("to", "in", "into", "for") if verb.lemma_ in GOING else ()
    places = [g for c in verb.children if c.lower_ in ways for g in c.children if g.dep_ == "pobj"]
    named = any(g.pos_ == "PROPN" and g.ent_type_ not in ("PERSON", "DATE") for g in places) and verb.lemma_ in GOING
    return named or any(g.ent_type_ in ("GPE", "FAC") for g in places)


def shook_hands(n: int, material: Material) -> bool:
    """ "The two finally spoke on Monday. Their handshake was a frosty one.": told in sentence `n` or the next."""
    words = [t for s in material.sents[n : n + 2] for t in s if t.i + 1 < len(t.doc)]
    shaken = any(t.lemma_ == "handshake" or (t.lemma_ == "shake" and t.nbor(1).lower_ == "hands") for t in words)
    return shaken and not any(t.lower_ in ("since", "last") for t in words)


def met_before(n: int, material: Material) -> bool:
    """ "Kim received him in Seoul. The two talked for an hour": in person, as the sentence before tells."""
    before = material.sents[n - 1] if n else None
    return before is not None and any(t.tag_ == "VBD" and is_meeting(t, material) for t in before)
