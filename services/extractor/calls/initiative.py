"""Who placed a call, where the text tells it apart from the call: "at Zelensky's request", "it was London that asked"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.extractor.calls.arguments import ArgumentFinder
from services.extractor.calls.listing import members
from services.extractor.calls.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
NOUNS = {"request", "initiative", "instigation", "behest", "suggestion", "insistence", "invitation"}
VERBS = {"initiate", "request", "place", "instigate", "seek", "organise", "organize", "originate", "solicit"}
WISHING = {"want", "wish", "ask", "request", "seek", "insist", "demand"}
TALKING = {"speak", "talk", "connect", "put", "hear", "confer", "converse"}
COUNTERPARTS = {"colleague", "counterpart", "neighbour", "neighbor", "other"}
INVITING = {"invite", "summon", "call", "gather", "bring", "convoke"}
CONVENING = {"arrange", "convene", "convoke", "organise", "organize", "summon", "call"}
THANKED = {"call", "phonecall", "calling", "phoning", "telephoning", "ringing", "phone", "telephone", "ring"}
FIRST_STEPS = {"initiative", "step", "move"}
SITTINGS = {"meeting", "session", "summit", "talk", "consultation", "council"}
REMOTE = {"teleconference", "call", "videoconference", "conference", "videocall", "conversation"}
STAFF = WORDS["staff"] | {"office", "palace", "side", "ministry", "embassy", "secretary", "secretariat", "people", "presidency"}
OBJECTS = {"touch", "call", "conversation", "talk", "it", "discussion", "exchange", "contact", "that", "one", "telephone", "phone"}
TAKING = {
    "take": {"call", "phonecall"},
    "accept": {"call", "phonecall"},
    "receive": {"call", "phonecall"},
    "answer": {"call", "phone", "telephone", "phonecall"},
}
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


CLEFT = {"who", "that"}
# The words that one of the readers begins at: all others are passed by.
TELLING = NOUNS | VERBS | {"ask", "want", "make", "put", "thank"} | WISHING | INVITING | CONVENING | set(TAKING)


@dataclass(frozen=True)
class Claim:
    """Whom a sentence names as the side that brought a call about, and the rule that found them; `people` may be empty."""

    people: tuple[Entity, ...] = ()
    rule: str = ""


def find_initiative(sent_tokens: list[Token], finder: ArgumentFinder, parties: list[Entity]) -> Claim:
    """Returns those of `parties` (or sides of theirs) whom the first telling words of the sentence name."""
    for token in sent_tokens:
        if token.lemma_.lower() not in TELLING and token.lower_ not in CLEFT:
            continue
        for rule, read in READERS.items():
            if (found := read(token, finder, parties)) and (chosen := _among(found, parties)):
                return Claim(chosen, f"initiator.{rule}")
    return Claim()


def _among(found: list[Entity], parties: list[Entity]) -> tuple[Entity, ...]:
    """Those of `parties` who are meant: the same, or the one of a state or of an unnamed office."""
    chosen = [p for f in found for p in parties if p.id == f.id or (f.kind in ("state", "role") and p.country == f.country)]
    return tuple({p.id: p for p in chosen}.values())


def _read_owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    return _owner(token, finder, parties) if token.lemma_.lower() in NOUNS and token.pos_ == "NOUN" else []


def _read_asker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    lemma = token.lemma_.lower()
    return _asker(token, lemma, finder, parties) if lemma in VERBS | {"ask", "want", "make", "put"} and token.pos_ in VERBAL else []


def _read_cleft(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    ringing = token.lower_ in CLEFT and token.head.lemma_.lower() in RINGING
    return _cleft_person(token, finder) if ringing and _cleft(token) else []


def _read_wish(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Wanted to speak to Merkel", "asked to be put through to the chancellor"."""
    if token.lemma_.lower() not in WISHING or token.pos_ not in VERBAL or is_left_open(token):
        return []
    wishes = [c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in TALKING]
    if any(c.dep_ == "neg" for c in token.children) or {"person", "face"} & {t.lower_ for t in token.sent}:
        return []
    others = {e.id for w in wishes for t in w.subtree if t.i in finder.covering for e in finder.covering[t.i].members}
    people = [e for c in token.children if c.dep_ == "nsubj" for e in _named_by(c, finder, parties)]
    counterpart = any(t.lemma_.lower() in COUNTERPARTS for w in wishes for t in w.subtree)
    return [e for e in people if e.id not in others] if counterpart or others & {p.id for p in parties} else []


def _read_inviter(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Michel invited the two to a video conference"."""
    if token.lemma_.lower() not in INVITING or token.pos_ not in VERBAL or any(c.dep_ in ("neg", "aux") for c in token.children):
        return []
    targets = [g for c in token.children if c.lower_ in ("to", "for", "into") and c.dep_ in ("prep", "dative") for g in c.children]
    if not any(t.lemma_.lower() in REMOTE for t in targets):
        return []
    if any(c.dep_ == "nsubjpass" for c in token.children):
        return [e for c in token.children if c.dep_ == "agent" for g in c.children for e in _named_by(g, finder, parties)]
    return [e for c in token.children if c.dep_ == "nsubj" for e in _named_by(c, finder, parties)]


def _read_convener(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Michel convened a video conference", "a call organised by the Quai d'Orsay"."""
    if token.lemma_.lower() not in CONVENING or token.pos_ not in VERBAL or any(c.dep_ == "neg" for c in token.children):
        return []
    passive = token.tag_ == "VBN" and not any(c.lemma_ == "have" for c in token.children)
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")] + ([token.head] if token.dep_ == "acl" else [])
    remote = [o for o in objects if o.lemma_.lower() in REMOTE or (o.lemma_.lower() in SITTINGS and _is_remote(token))]
    if not remote:
        return []
    acting = [g for c in token.children if c.dep_ == "agent" for g in c.children] if passive else []
    acting = acting or [c for c in token.children if c.dep_ == "nsubj"]
    return [e for c in acting for e in _named_by(c, finder, parties)]


def _read_thanks(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Thanked Trudeau for his telephone call", "thanked him for calling"."""
    if token.lemma_ != "thank" or token.pos_ not in VERBAL or any(c.dep_ == "neg" for c in token.children):
        return []
    reasons = [g for c in token.children if c.lower_ == "for" for g in c.children if g.dep_ in ("pobj", "pcomp")]
    called = [r for r in reasons if r.lemma_.lower() in THANKED and r.tag_ != "NNS"]
    thanked = [c for c in token.children if c.dep_ == "dobj"]
    return [e for c in thanked for e in _named_by(c, finder, parties)] if called else []


def _read_first_step(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "It was the Chilean who took the initiative", "Ankara made the first move"."""
    steps = [c for c in token.children if c.dep_ == "dobj" and c.lemma_.lower() in FIRST_STEPS]
    if token.lemma_ not in ("take", "make") or not steps or any(c.dep_ in ("neg", "nsubjpass") for c in token.children):
        return []
    first = any(s.lemma_.lower() == "initiative" or any(c.lower_ == "first" for c in s.children) for s in steps)
    if not first or is_left_open(token):
        return []
    for child in (c for c in token.children if c.dep_ == "nsubj"):
        if child.lower_ in ("who", "that"):
            return _cleft_person(child, finder) if _cleft(child) else members(finder.antecedents(token)[:1])
        return _named_by(child, finder, parties)
    return []


def _read_taker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Macri took the call at his residence", "Lula, who answered the phone himself": the other of two placed it."""
    if token.lemma_.lower() not in TAKING or token.pos_ not in VERBAL or len(parties) != 2 or is_left_open(token):
        return []
    if any(c.dep_ in ("neg", "nsubjpass") for c in token.children):
        return []
    taken = [c for c in token.children if c.dep_ == "dobj" and c.lower_ in TAKING[token.lemma_.lower()]]
    if not any(c.lower_ in ("the", "his", "her", "their") for o in taken for c in o.children):
        return []
    subjects = [c for c in token.children if c.dep_ == "nsubj"]
    if token.dep_ == "relcl" and any(c.lower_ == "who" for c in subjects):
        subjects = [token.head]
    takers = {e.id for c in subjects for e in _named_by(c, finder, parties)} & {p.id for p in parties}
    return [p for p in parties if p.id not in takers] if len(takers) == 1 else []


def _is_remote(verb: Token) -> bool:
    return any(t.lemma_.lower() in WORDS["video"] | WORDS["phones"] for t in verb.subtree)


def _named_by(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Those for whom a noun stands: its own mention, the one whose staff it is, or the party that holds the office it names."""
    if token.i in finder.covering:
        mention = finder.covering[token.i]
        if mention.kind == "role" and not {e.id for e in mention.members} & {p.id for p in parties}:
            holders = [p for p in parties if token.lemma_.lower() in (p.role or "").lower().split()]
            return holders if len(holders) == 1 else members([mention])
        return members([mention])
    if token.lemma_.lower() in STAFF:
        owners = [c for c in token.subtree if c.dep_ in ("poss", "compound", "amod", "pobj") and c.i in finder.covering]
        return members([finder.covering[c.i] for c in owners[:1]])
    return []


READERS: dict[str, Callable[[Token, ArgumentFinder, list[Entity]], list[Entity]]] = {
    "owner": _read_owner,
    "asker": _read_asker,
    "cleft": _read_cleft,
    "wish": _read_wish,
    "inviter": _read_inviter,
    "convener": _read_convener,
    "thanks": _read_thanks,
    "taker": _read_taker,
    "first_step": _read_first_step,
}


def _owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "at the request of Poland", "on the British side's initiative", "at the latter's request"."""
    if token.dep_ == "nsubj" and token.head.lemma_ in ("come", "stem", "originate", "emanate"):
        sources = [g for c in token.head.children if c.lower_ == "from" for g in c.subtree if g.i in finder.covering]
        return members([finder.covering[g.i] for g in sources[:1]])
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
    before = [finder.covering[c.i] for c in token.children if c.dep_ in ("amod", "compound", "nmod") and c.i in finder.covering]
    return members(before[:1])


def _nth_before(token: Token, finder: ArgumentFinder, parties: list[Entity], n: int) -> list[Entity]:
    ids = {p.id for p in parties}
    begin = token.sent.start
    seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    if len({e.id for e in seen}) < 2 and begin > 0:
        begin = token.doc[begin - 1].sent.start
        seen = [e for m in finder.mentions if begin <= m.start < token.i for e in m.members if e.id in ids]
    order = list({e.id: e for e in seen}.values())
    return [order[n]] if order else []


def _asker(verb: Token, lemma: str, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma == "ask":
        objects = [g for c in verb.children if c.lower_ == "for" for g in c.children]
        if any(t.lower_ in ("touch", "through") and t.head.lemma_ in ("put", "in") for t in verb.subtree):
            objects += [c for c in verb.subtree if c.lower_ == "touch"]
    wanted = OBJECTS if lemma not in ("want", "make", "put", "seek") else {"call", "it", "conversation", "touch"}
    if not any(o.lemma_.lower() in wanted for o in objects):
        modified = verb.dep_ == "acl" and verb.head.lemma_.lower() in OBJECTS
        if not modified:
            return []
    if any(c.dep_ == "neg" for v in (verb, *verb.ancestors) for c in v.children) or is_left_open(verb):
        return []
    agents = [g for c in verb.children if c.dep_ == "agent" or c.lower_ == "by" for g in c.subtree]
    for token in agents:
        if people := _named_by(token, finder, parties):
            return people
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    for child in verb.children:
        if child.dep_ == "nsubj" and not passive and (people := _named_by(child, finder, parties)):
            return people
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
