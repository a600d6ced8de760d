"""Who comes into a call that is being told: "was patched in", "handed the receiver to X", "X took the phone", "X hopped on
the call", "the call included X".

Reads one sentence; gives the officials who join. Whether a call is being told there, the reader of the sentence knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.account.parse import is_negated
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
BRINGING = WORDS["bringing_in"]
HANDING = WORDS["handing"]
RECEIVERS = WORDS["receivers"]
CALL_WORDS = {"call", "conversation", "line", "conference", "phone", "telephone", "videoconference"}
INCLUDING = {"include", "involve", "comprise", "feature", "gather", "unite"}
MEMBERS = {"participant", "attendee"}
FINITE = {"VBD", "VBN", "VBZ"}
ENTERING = {"hop", "jump", "pop"}
TOGETHER = {"they", "two", "pair"}
LATE = {"later", "late", "afterwards", "midway", "halfway"}
WAYS_IN = {"to", "in", "into", "on", "onto", "through", "over"}


def find_joiners(sent: Span, material: Material) -> list[Entity]:
    """The officials of whom the sentence says that they came on the line."""
    joined = [t for verb in sent if verb.tag_ in FINITE for t in _joining(verb) if not is_negated(verb)]
    mentions = [m for t in joined for m in material.finder.mentions_of(t)]
    mentions += [m for first in mentions[:1] for m in material.finder.expand_left(first) if m not in mentions]
    return [m.members[0] for m in mentions if len(m.members) == 1 and m.members[0].official]


def find_members(verb: Token, material: Material) -> list[Entity]:
    """The officials whom a sentence about a call names as all who were on the line."""
    mentions = [m for t in told_members(verb) for m in material.finder.mentions_of(t)]
    return [e for m in mentions for e in m.members if material.context.speaks(e)]


def _joining(verb: Token) -> list[Token]:
    """The words for those whom a verb brings on the line."""
    children = verb.children
    if any(c.dep_ == "aux" and c.lower_ in ("will", "would", "could", "might", "to") for c in children):
        return []
    led = verb.dep_ == "relcl"  # "King Abdullah, who was brought into the conversation"
    subjects = [verb.head if led and c.lower_ == "who" else c for c in children if c.dep_ in SUBJECTS]
    if not subjects and verb.dep_ == "conj":
        subjects = [c for c in verb.head.children if c.dep_ in SUBJECTS]  # "was there, and hopped on the call"
    objects = [c for c in children if c.dep_ in ("dobj", "dative")]
    passive = any(c.dep_ == "auxpass" for c in children)
    if verb.lemma_ in BRINGING and any(c.lower_ in WAYS_IN and c.dep_ in ("prt", "prep", "advmod") and _is_in(c) for c in children):
        return objects if objects and not passive else subjects
    if enters(verb):
        return subjects
    if verb.lemma_ == "join":
        return _joined(verb, subjects, objects, passive)
    if tells_members(verb, subjects):
        return told_members(verb)
    receivers = [c for c in (*subjects, *objects) if c.lemma_.lower() in RECEIVERS]
    if not receivers:
        return []
    if verb.lemma_ in HANDING:
        to = [g for c in children if c.lower_ == "to" for g in c.children]
        return to + [c for c in (*objects, *(subjects if passive else [])) if c not in receivers]
    return subjects if verb.lemma_ in ("take", "grab", "seize") and receivers[0] in objects else []


def enters(verb: Token) -> bool:
    """ "Hopped on the call", "jumped on the phone"."""
    return verb.lemma_ in ENTERING and any(c.lower_ in WAYS_IN and any(map(_is_known_call, c.children)) for c in verb.children)


def tells_members(verb: Token, subjects: Sequence[Token]) -> bool:
    """ "The call included A, B and C", "the conference brought together A and B", "participants in the call were A and B": one call
    that is known."""
    known = [s for s in subjects if _is_known_call(s)]
    together = verb.lemma_ == "bring" and any(c.lower_ == "together" for c in verb.children)
    members = any(s.lemma_.lower() in MEMBERS and any(map(_is_known_call, s.subtree)) for s in subjects if s.tag_ == "NNS")
    return (bool(known) and (together or verb.lemma_ in INCLUDING)) or (members and verb.lemma_ in {"be", *INCLUDING})


def told_members(verb: Token) -> list[Token]:
    """The words for those whom a call is said to have included."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative", "attr")]
    return [t for o in objects for t in (o, *o.conjuncts)]


def _is_known_call(noun: Token) -> bool:
    return noun.tag_ == "NN" and noun.lemma_.lower() in CALL_WORDS and any(c.lower_ == "the" for c in noun.children)


def _joined(verb: Token, subjects: list[Token], objects: list[Token], passive: bool) -> list[Token]:
    """ "X joined in", "X joined late", "X joined the call", "they were joined by X", "were joined on the line by X"."""
    if any(t.ent_type_ in ("GPE", "FAC") and t.dep_ == "pobj" and t.head.lower_ in ("in", "at") for t in verb.subtree):
        return []
    if any(t.dep_ == "pcomp" and t.head.lower_ == "in" for t in verb.subtree):
        return []  # "joined them in calling for sanctions"
    told = bool({t.lemma_.lower() for t in verb.subtree} & CALL_WORDS)
    bare = not any(c.dep_ == "prep" and c.lower_ in ("in", "at", "for") for c in verb.children)
    if passive:
        told = told or (bare and any(s.lemma_.lower() in TOGETHER for s in subjects))
        return [g for c in verb.children if c.dep_ == "agent" for g in c.children] if told else []
    if objects:
        return subjects if objects[0].lemma_.lower() in CALL_WORDS | TOGETHER else []
    late = bare and any(c.lower_ in LATE and c.i > verb.i for c in verb.children)
    return subjects if told or late or any(c.lower_ == "in" and c.dep_ in ("prt", "advmod", "prep") for c in verb.children) else []


def _is_in(way: Token) -> bool:
    """ "patched in", "put on", "brought into the call": on to the line, not into a building."""
    nouns = [g for g in way.children if g.dep_ == "pobj"]
    return (not nouns and way.lower_ != "to") or all(
        g.lemma_.lower() in RECEIVERS | {"call", "conversation", "talk", "conference"} for g in nouns
    )
