"""Who placed a call, told by the other end: who "took the call", who was announced to be on the line."""

from __future__ import annotations

from services.extractor.calls.initiators.callers import GRATEFUL, find_thanked
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import find_acting, find_named, is_left_open
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.tokens import Token
from services.extractor.types import Entity

TAKING = {
    "take": {"call", "phonecall"},
    "accept": {"call", "phonecall"},
    "receive": {"call", "phonecall"},
    "answer": {"call", "phone", "telephone", "phonecall"},
}
LINES = {"line", "phone", "telephone"}
ANNOUNCING = {"tell", "inform", "notify", "whisper"}
FETCHING = {"wake", "awaken", "rouse", "fetch", "summon", "pull", "drag", "interrupt", "call"}  # whoever is wanted on the telephone
OPERATORS = {"operator", "switchboard", "telephonist", "exchange"}
TELLING = LINES | set(TAKING)


def _read_taker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Macri took the call at his residence", "Lula, who answered the phone himself": the other of two placed it."""
    if token.lemma_.lower() not in TAKING or token.pos_ not in VERBAL or len(parties) != 2 or is_left_open(token):
        return []
    if any(c.dep_ in ("neg", "nsubjpass") for c in token.children):
        return []
    taken = [c for c in token.children if c.dep_ == "dobj" and c.lower_ in TAKING[token.lemma_.lower()]]
    if not any(c.lower_ in ("the", "his", "her", "their") for o in taken for c in o.children):
        return []
    takers = {e.id for e in _taking(token, finder, parties)} & {p.id for p in parties}
    return [p for p in parties if p.id not in takers] if len(takers) == 1 else []


def _taking(verb: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Who takes a call: who acts, or who is thanked for having taken it."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "for":
        return find_acting(verb, finder, parties)
    above = verb.head.head
    thanks = [t for t in (above, *above.children) if t.lemma_ in GRATEFUL]
    return [e for t in thanks for c in find_thanked(t) for e in find_named(c, finder, parties)]


def _read_announced(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Her staff told her that Kerry was on the line", "Cameron was holding on the line": who waits to be answered has rung."""
    verb = token.head.head
    if (
        token.lemma_ not in LINES
        or token.head.lower_ != "on"
        or any(c.lower_ in ("with", "to") or c.dep_ == "neg" for c in verb.children)
    ):
        return []
    waits = verb.lemma_ in ("hold", "wait")
    people = [e for c in verb.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)]
    announced = verb.dep_ == "ccomp" and _is_announced(verb, finder, parties)
    if not waits and not (verb.lemma_ == "be" and (announced or _is_fetched_for(verb, people, finder, parties))):
        return []
    return people if len(people) == 1 else []


def _is_announced(clause: Token, finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """Whether somebody of `parties` is told what `clause` tells, or whoever puts people through says so."""
    told = [c for c in clause.head.children if c.dep_ in ("dobj", "dative", "nsubjpass")]
    heard = clause.head.lemma_ in ANNOUNCING and any(e in parties for c in told for e in find_named(c, finder, parties))
    return heard or any(c.dep_ == "nsubj" and c.lemma_.lower() in OPERATORS for c in clause.head.children)


def _is_fetched_for(clause: Token, people: list[Entity], finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """ "Hawke was woken: Bush was on the line": whether the other party is woken or fetched in the words before."""
    before = [t for t in clause.sent if t.i < clause.i and t.tag_ == "VBN" and t.lemma_ in FETCHING]
    fetched = [e for t in before for c in t.children if c.dep_ == "nsubjpass" for m in finder.mentions_of(c) for e in m.members]
    return any(e in parties and e not in people for e in fetched)


READERS = {"taker": _read_taker, "announced": _read_announced}
