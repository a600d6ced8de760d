"""Who placed a call, where the text tells it apart from the call: "at Zelensky's request", "it was London that asked"."""

from __future__ import annotations

from spacy.tokens import Token

from services.extractor.calls.arguments import ArgumentFinder
from services.extractor.calls.listing import members
from services.extractor.calls.sighting import VERBAL
from services.extractor.types import Entity

NOUNS = {"request", "initiative", "instigation", "behest", "suggestion", "insistence", "invitation"}
VERBS = {"initiate", "request", "place", "instigate", "seek", "organise", "originate"}
OBJECTS = {"touch", "call", "conversation", "talk", "it", "discussion", "exchange", "contact", "that", "one", "telephone", "phone"}
RINGING = {
    "ring",
    "rang",
    "rung",
    "call",
    "phone",
    "telephone",
    "place",
    "dial",
    "initiate",
    "make",
    "contact",
    "ask",
    "seek",
    "request",
}


def find_initiative(sent_tokens: list[Token], finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Those of `parties` (or sides of theirs) whom the sentence names as the side that brought the call about."""
    for token in sent_tokens:
        lemma = token.lemma_.lower()
        found: list[Entity] = []
        if lemma in NOUNS and token.pos_ == "NOUN":
            found = _owner(token, finder, parties)
        elif lemma in VERBS | {"ask", "want", "make"} and token.pos_ in VERBAL:
            found = _asker(token, lemma, finder)
        if not found and token.lower_ in ("who", "that") and token.head.lemma_.lower() in RINGING and _cleft(token):
            found = _cleft_person(token, finder)
        chosen = [p for f in found for p in parties if p.id == f.id or (f.kind in ("state", "role") and p.country == f.country)]
        if chosen:
            return list({p.id: p for p in chosen}.values())
    return []


def _owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "at the request of Poland", "on the British side's initiative", "at the latter's request"."""
    led = token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "upon", "by", "following", "after")
    if not led and not (token.dep_ in ("nsubj", "attr") and token.head.lemma_ == "be"):
        return []
    owners = [c for c in token.children if c.dep_ == "poss"]
    for owner in owners:
        if owner.lower_ == "latter" and parties:
            return _nth_before(token, finder, parties, -1)
        if owner.lower_ == "former" and parties:
            return _nth_before(token, finder, parties, 0)
        if owner.i in finder.covering:
            return members([finder.covering[owner.i]])
    for child in token.children:
        if child.lower_ == "of" and any(g.lower_ == "latter" for g in child.subtree):
            return _nth_before(token, finder, parties, -1)
        if child.lower_ in ("of", "from") and child.dep_ == "prep":
            for below in child.subtree:
                if below.i in finder.covering:
                    return members([finder.covering[below.i]])
    adjectives = [finder.covering[c.i] for c in token.children if c.dep_ in ("amod", "compound") and c.i in finder.covering]
    return members(adjectives)


def _nth_before(token: Token, finder: ArgumentFinder, parties: list[Entity], n: int) -> list[Entity]:
    ids = {p.id for p in parties}
    begin = token.sent.start
    seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    if len({e.id for e in seen}) < 2 and begin > 0:
        begin = token.doc[begin - 1].sent.start
        seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    order = list({e.id: e for e in seen}.values())
    return [order[n]] if order else []


def _asker(verb: Token, lemma: str, finder: ArgumentFinder) -> list[Entity]:
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma == "ask":
        objects = [g for c in verb.children if c.lower_ == "for" for g in c.children]
        if any(t.lower_ in ("touch", "through") and t.head.lemma_ in ("put", "in") for t in verb.subtree):
            objects += [c for c in verb.subtree if c.lower_ == "touch"]
    wanted = OBJECTS if lemma not in ("want", "make", "seek") else {"call", "it", "conversation", "touch"}
    if not any(o.lemma_.lower() in wanted for o in objects):
        modified = verb.dep_ == "acl" and verb.head.lemma_.lower() in OBJECTS
        if not modified:
            return []
    if any(c.dep_ == "neg" for v in (verb, *verb.ancestors) for c in v.children) or is_left_open(verb):
        return []
    agents = [g for c in verb.children if c.dep_ == "agent" or c.lower_ == "by" for g in c.subtree]
    for token in agents:
        if token.i in finder.covering:
            return members([finder.covering[token.i]])
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    for child in verb.children:
        if child.dep_ == "nsubj" and not passive and child.i in finder.covering:
            return members([finder.covering[child.i]])
        if child.dep_ == "nsubj" and child.lower_ in ("who", "that") and _cleft(child):
            return _cleft_person(child, finder)
        if child.dep_ == "nsubj" and child.lower_ == "who" and verb.dep_ == "relcl":
            return members(finder.antecedents(verb)[:1])
    return []


def is_left_open(verb: Token) -> bool:
    """ "unclear who had asked for the call", "whether he had": told as a question."""
    asks = any(c.lower_ in ("who", "which", "whether", "if") and c.dep_ in ("nsubj", "mark", "det") for c in verb.children)
    return asks and verb.dep_ == "ccomp" and not any(c.lower_ in ("who", "which") and _cleft(c) for c in verb.children)


def _cleft(token: Token) -> bool:
    """ "it was X who …"."""
    before = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 12) : token.i]]
    return "it" in before and bool({"was", "is", "been"} & set(before))


def _cleft_person(token: Token, finder: ArgumentFinder) -> list[Entity]:
    left = [m for m in finder.mentions if token.sent.start <= m.start and m.end <= token.i]
    return members(left[-1:])
