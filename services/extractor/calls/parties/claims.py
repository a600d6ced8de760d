"""What the readers of initiative share: for whom a noun stands, "it was X who …", and what a sentence leaves open."""

from __future__ import annotations

from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.words.listing import members
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

COUNTERPARTS = {"colleague", "counterpart", "homologue", "neighbour", "neighbor"}
OWNING = ("poss", "compound", "amod")
STAFF = load_words("calls.yml")["staff"] | load_words("calls.yml")["initiative_staff"]


def find_named(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Those for whom a noun stands: its own mention, the one whose staff it is, or the party that holds the office it names."""
    if token.i in finder.covering:
        mention = finder.covering[token.i]
        if mention.kind == "role" and not {e.id for e in mention.members} & {p.id for p in parties}:
            holders = [p for p in parties if token.lemma_.lower() in (p.role or "").lower().split()]
            return holders if len(holders) == 1 else members([mention])
        return members([mention])
    if token.lower_ == "side" and any(c.lower_ == "european" for c in token.children):
        return [p for p in parties if p.country == "EU"]
    if token.lemma_.lower() in STAFF:
        owners = [c for c in token.subtree if c.i in finder.covering and (c.dep_ in OWNING or _is_led(c))]
        owner = members([finder.covering[c.i] for c in owners[:1]])
        several = token.tag_ == "NNS" and any(c.conjuncts for c in token.children)  # "the French and German sides"
        return owner + find_by_adjective(token, parties) if several or not owner else owner
    if token.lemma_.lower() in COUNTERPARTS:
        return _find_other(token, finder, parties)
    return []


def _is_led(owner: Token) -> bool:
    """ "The office of X", "a spokesman for X", but not "the embassy in Pretoria"."""
    return owner.dep_ == "pobj" and owner.head.lower_ != "in"


def find_by_adjective(noun: Token, parties: list[Entity]) -> list[Entity]:
    """Those of `parties` whose state an adjective of the noun names: "at American request", "by the French embassy"."""
    adjectives = [t for c in noun.children if c.dep_ in ("amod", "compound", "nmod") for t in (c, *c.conjuncts)]
    words = [t.lower_ for t in adjectives if t.text[:1].isupper()]
    phrases = load_gazetteer().phrases if words else {}
    states = {entry.code for word in words for entry in phrases.get(word, ()) if entry.kind == "demonym"}
    return [p for p in parties if p.country in states]


def find_acting(verb: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Who acts in an active clause: its subject, whom "who" stands for, or the side that says "we"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if not subjects and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.tag_ == verb.tag_:
        return find_acting(verb.head, finder, parties)  # "got up from the table and took the call"
    for child in subjects:
        if people := find_named(child, finder, parties):
            return people
        if child.lower_ in ("who", "that") and is_cleft(child):
            return find_cleft(child, finder)
        if child.lower_ == "who" and verb.dep_ == "relcl":
            return members(finder.antecedents(verb)[:1])
        if child.lower_ == "we" and verb.dep_ in ("ccomp", "parataxis"):
            return [e for c in verb.head.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)]
    return []


def _find_other(counterpart: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "His colleague", "Obama's counterpart": the other one of two on the line."""
    owners = {e.id for c in counterpart.children if c.dep_ == "poss" for m in finder.mentions_of(c) for e in m.members}
    others = [p for p in parties if p.id not in owners]
    return others if len(parties) == 2 and len(others) == 1 else []


def is_left_open(verb: Token) -> bool:
    """ "unclear who had asked for the call", "which of them was rung first is a question": told as a question."""
    if verb.dep_ == "relcl" and verb.head.dep_ == "attr":
        return is_left_open(verb.head.head)  # "whether he was the one who dialled"
    acting = [g for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for g in c.children]  # "which side had asked"
    asks = any(
        c.lower_ in ("who", "which", "whether", "if") and c.dep_ in ("nsubj", "nsubjpass", "mark", "det")
        for c in (*verb.children, *acting)
    )
    if verb.dep_ in ("csubj", "csubjpass"):
        return any(c.lower_ == "which" for c in verb.children)  # but "who rang was Lula"
    if asks and verb.dep_ == "advcl":
        return any(c.lower_ == "if" for c in verb.children)  # "would come only if Bolivia asked for it"
    return asks and verb.dep_ in ("ccomp", "pcomp") and not any(c.lower_ in ("who", "which") and is_cleft(c) for c in verb.children)


def is_suffered(verb: Token) -> bool:
    """Whether what a passive tells was done to the subject of the verb above: "the call took place at noon and had been requested
    by Paris", "took place today, initiated by Tokyo", "the conversation, said the Elysee, was sought by Paris"."""
    if verb.dep_ == "xcomp":
        return any(c.dep_ == "auxpass" for c in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in ("conj", "advcl", "ccomp") and any(c.dep_ == "agent" for c in verb.children)


def is_cleft(token: Token) -> bool:
    """ "it was X who …"."""
    before = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 12) : token.i]]
    return "it" in before and bool({"was", "is", "been"} & set(before))


def find_cleft(token: Token, finder: ArgumentFinder) -> list[Entity]:
    """Who is told by "it was X who", not by "whether it was X who"."""
    asks = [t for t in token.doc[max(token.sent.start, token.i - 12) : token.i] if t.lower_ in ("whether", "if")]
    if any(t.dep_ == "mark" for t in asks):
        return []
    left = [m for m in finder.mentions if token.sent.start <= m.start and m.end <= token.i]
    left = [m for m in left if m.start == token.sent.start or token.doc[m.start - 1].lower_ != "not"]  # "X, not Y, who rang"
    return members(left[-1:])


def find_nth_before(token: Token, finder: ArgumentFinder, parties: list[Entity], n: int) -> list[Entity]:
    ids = {p.id for p in parties}
    begin = token.sent.start
    seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    if len({e.id for e in seen}) < 2 and begin > 0:
        begin = token.doc[begin - 1].sent.start
        seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    order = list({e.id: e for e in seen}.values())
    return [order[n]] if order else []
