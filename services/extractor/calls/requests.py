"""Who asked for a call: "at the request of Poland", "Warsaw wanted to speak to him", "convened by the chair"."""

from __future__ import annotations

from services.extractor.calls.arguments import ArgumentFinder
from services.extractor.calls.claims import find_cleft, find_named, find_nth_before, is_cleft, is_left_open
from services.extractor.calls.listing import members
from services.extractor.calls.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
NOUNS = {"request", "initiative", "instigation", "behest", "suggestion", "insistence", "invitation", "urging", "instance", "wish"}
VERBS = {"initiate", "request", "place", "instigate", "seek", "organise", "organize", "originate", "solicit", "propose", "suggest"}
OFFERING = {"propose", "suggest"}  # what brought about the call that is told, and may as well be one to come
WISHING = {"want", "wish", "ask", "request", "seek", "insist", "demand"}
TALKING = {"speak", "talk", "connect", "put", "hear", "confer", "converse"}
COUNTERPARTS = {"colleague", "counterpart", "neighbour", "neighbor", "other"}
INVITING = {"invite", "summon", "call", "gather", "bring", "convoke"}
CONVENING = {"arrange", "convene", "convoke", "organise", "organize", "summon", "call"}
SITTINGS = {"meeting", "session", "summit", "talk", "consultation", "council"}
REMOTE = {"teleconference", "call", "videoconference", "conference", "videocall", "conversation"}
VISITS = {"visit", "go", "come", "arrive", "fly", "attend", "stay", "meet"}
MEETING = {"meet", "gather", "assemble", "sit", "vote", "debate"}
OBJECTS = {"touch", "call", "conversation", "talk", "it", "discussion", "exchange", "contact", "that", "one", "telephone", "phone"}
OWN = {"his", "her"}
TELLING = NOUNS | VERBS | WISHING | INVITING | CONVENING | {"make", "put"}


def _read_owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    return _owner(token, finder, parties) if token.lemma_.lower() in NOUNS and token.pos_ == "NOUN" else []


def _read_asker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    lemma = token.lemma_.lower()
    return _asker(token, lemma, finder, parties) if lemma in VERBS | {"ask", "want", "make", "put"} and token.pos_ in VERBAL else []


def _read_wish(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Wanted to speak to Merkel", "asked to be put through to the chancellor"."""
    if token.lemma_.lower() not in WISHING or token.pos_ not in VERBAL or is_left_open(token):
        return []
    wishes = [c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in TALKING]
    if any(c.dep_ == "neg" for c in token.children) or {"person", "face"} & {t.lower_ for t in token.sent}:
        return []
    others = {e.id for w in wishes for t in w.subtree if t.i in finder.covering for e in finder.covering[t.i].members}
    people = [e for c in token.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)]
    word = [c for c in token.children if c.dep_ == "dobj" and c.lemma_ == "word"]
    if word and token.lemma_ in ("want", "request", "ask"):
        return people
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
        return [e for c in token.children if c.dep_ == "agent" for g in c.children for e in find_named(g, finder, parties)]
    return [e for c in token.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)]


def _read_convener(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Michel convened a video conference", "a call organised by the Quai d'Orsay"."""
    if token.lemma_.lower() not in CONVENING or token.pos_ not in VERBAL or any(c.dep_ == "neg" for c in token.children):
        return []
    passive = token.tag_ == "VBN" and not any(c.lemma_ == "have" for c in token.children)
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")] + ([token.head] if token.dep_ == "acl" else [])
    if token.lemma_ == "call" and any(c.dep_ in ("oprd", "acomp", "attr") for c in token.children):
        return []  # "his office calls the phone call warm"
    remote = [o for o in objects if o.lemma_.lower() in REMOTE or (o.lemma_.lower() in SITTINGS and _is_remote(token))]
    if not remote or any(_is_of_others(o, finder, parties) for o in remote):
        return []
    acting = [g for c in token.children if c.dep_ == "agent" for g in c.children] if passive else []
    acting = acting or [c for c in token.children if c.dep_ == "nsubj"]
    return [e for c in acting for e in find_named(c, finder, parties)]


def _is_of_others(call: Token, finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """ "Convened a videoconference of the Group of Seven leaders": a call of other people than `parties`."""
    company = [g for c in call.children if c.lower_ in ("of", "with", "between", "among") for g in c.subtree if g != c]
    named = {e.id for g in company if g.i in finder.covering for e in finder.covering[g.i].members}
    return any(g.tag_ == "NNS" for g in company) and not named & {p.id for p in parties}


def _is_remote(verb: Token) -> bool:
    return any(t.lemma_.lower() in WORDS["video"] | WORDS["phones"] for t in verb.subtree)


def _owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "at the request of Poland", "on the British side's initiative", "at the latter's request"."""
    if token.dep_ == "nsubj" and token.head.lemma_ in ("come", "stem", "originate", "emanate"):
        sources = [g for c in token.head.children if c.lower_ == "from" for g in c.subtree if g.i in finder.covering]
        return members([finder.covering[g.i] for g in sources[:1]])
    led = token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "upon", "by", "following", "after")
    if led and (token.head.head.lemma_ in MEETING or _is_of_other_deed(token.head.head, token, finder, parties)):
        return []  # "the council meets today at Turkey's request"
    if not led and not (token.dep_ in ("nsubj", "attr") and token.head.lemma_ == "be"):
        return []
    if token.lemma_ == "invitation" and _is_to_come(token):
        return []
    owners = [c for c in token.children if c.dep_ == "poss"]
    for owner in owners:
        if owner.lower_ == "latter" and parties:
            return find_nth_before(token, finder, parties, -1)
        if owner.lower_ == "former" and parties:
            return find_nth_before(token, finder, parties, 0)
        if owner.i in finder.covering:
            meant = members([finder.covering[owner.i]])
            return (owner.lower_ in OWN and _other_than_subject(token, finder, parties, meant)) or meant
    for child in token.children:
        if child.lower_ == "of" and any(g.lower_ == "latter" for g in child.subtree):
            return find_nth_before(token, finder, parties, -1)
        if child.lower_ in ("of", "from") and child.dep_ == "prep":
            for below in child.subtree:
                if below.i in finder.covering:
                    return members([finder.covering[below.i]])
    before = [finder.covering[c.i] for c in token.children if c.dep_ in ("amod", "compound", "nmod") and c.i in finder.covering]
    return members(before[:1])


def _is_of_other_deed(verb: Token, request: Token, finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """ "At his request Egypt and Jordan have announced …": what others do, in a sentence that has no call."""
    calls = {t.lemma_.lower() for t in request.sent} & (OBJECTS | REMOTE | TALKING) - {"it", "one", "that"}
    acting = {e.country for c in verb.children if c.dep_ == "nsubj" for m in finder.mentions_of(c) for e in m.members}
    return bool(acting) and not calls and not acting <= {p.country for p in parties}


def _other_than_subject(token: Token, finder: ArgumentFinder, parties: list[Entity], meant: list[Entity]) -> list[Entity]:
    """The other of two on the line, where the one `meant` is who acts: nobody speaks "with X at his request" at his own."""
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    if verb is None or token.lemma_ != "request" or verb.lemma_ not in TALKING | {"have", "hold"}:
        return []
    acting = {e.id for c in verb.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)}
    others = [p for p in parties if p.id not in acting]
    return others if acting and {e.id for e in meant} <= acting and len(others) == 1 else []


def _is_to_come(invitation: Token) -> bool:
    """ "Will travel to Bangkok at her invitation", "makes a visit at the invitation of": to be a guest, not to talk."""
    above = [*invitation.ancestors][:3]
    near = [*above, *(c for a in above for c in a.children if c.dep_ in ("dobj", "pobj"))]
    return any(t.lemma_.lower() in WORDS["journeys"] | VISITS for t in near)


def _asker(verb: Token, lemma: str, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma == "ask":
        objects = [g for c in verb.children if c.lower_ == "for" for g in c.children]
        if any(t.lower_ in ("touch", "through") and t.head.lemma_ in ("put", "in") for t in verb.subtree):
            objects += [c for c in verb.subtree if c.lower_ == "touch"]
    wanted = OBJECTS if lemma not in ("want", "make", "put", "seek") else {"call", "it", "conversation", "touch"}
    if lemma in OFFERING and not any(c.lower_ in ("the", "this") for o in objects for c in o.children):
        return []
    if not any(o.lemma_.lower() in wanted for o in objects):
        relative = verb.dep_ == "relcl" and verb.head.tag_ == "NN" and any(o.lower_ in ("which", "that") for o in objects)
        modified = (verb.dep_ == "acl" or relative) and verb.head.lemma_.lower() in OBJECTS
        if not modified:
            return []
    if lemma == "put" and any(c.lower_ == "as" for c in verb.children):
        return []  # "as the president put it"
    if any(c.dep_ == "neg" for v in (verb, *verb.ancestors) for c in v.children) or is_left_open(verb):
        return []
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    agents = [g for c in verb.children if c.dep_ == "agent" or c.lower_ == "by" for g in c.subtree]
    placed = passive or (verb.dep_ == "acl" and verb.tag_ == "VBN" and lemma in ("place", "make"))
    agents += [g for c in verb.children if placed and c.lower_ == "from" for g in c.subtree]  # "made from the Japanese side"
    for token in agents:
        if people := find_named(token, finder, parties):
            return people
    for child in verb.children:
        if child.dep_ == "nsubj" and not passive and (people := find_named(child, finder, parties)):
            return people
        if child.dep_ == "nsubj" and child.lower_ in ("who", "that") and is_cleft(child):
            return find_cleft(child, finder)
        if child.dep_ == "nsubj" and child.lower_ == "who" and verb.dep_ == "relcl":
            return members(finder.antecedents(verb)[:1])
    return []


READERS = {"owner": _read_owner, "asker": _read_asker, "wish": _read_wish, "inviter": _read_inviter, "convener": _read_convener}
