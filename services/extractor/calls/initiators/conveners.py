"""Who brought several together on one line: "Michel convened a video conference", "invited the two to a call"."""

from __future__ import annotations

from services.extractor.calls.cues.noun_syntax import find_convened
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import find_acting, find_named, is_left_open, is_suffered
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
INVITING = {"invite", "summon", "call", "gather", "bring", "convoke"}
CONVENING = {"arrange", "convene", "convoke", "organise", "organize", "summon", "call", "set"}
SITTINGS = {"meeting", "session", "summit", "talk", "consultation", "council", "bureau", "assembly", "group", "troika", "leader"}
NO_SITTINGS = {"call", "conversation"}  # what is named, not convened, by who calls it something
REMOTE = {"teleconference", "call", "videoconference", "conference", "videocall", "conversation"}
PAIR = 2
QUOTES = set("\"“‘'«„") | {"``", "''"}
SUGGESTING = {"propose", "suggest"}
TALKING = {"speak", "talk", "confer", "converse"}
TOGETHER = {"two", "three", "four", "five", "they", "both", "leaders", "ministers", "presidents"}
TELLING = INVITING | CONVENING | SUGGESTING


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
    passive = any(c.dep_ == "auxpass" for c in token.children)
    passive = passive or (token.tag_ == "VBN" and not any(c.lemma_ == "have" for c in token.children))
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")] + ([_what(token)] if token.dep_ == "acl" else [])
    if not objects and is_suffered(token):
        objects = [c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")]
    judged = any(c.dep_ in ("oprd", "acomp", "attr") for c in token.children)
    if token.lemma_ == "call" and (judged or any(map(_is_judged, objects))):
        return []  # "his office calls the phone call warm"
    if token.lemma_ == "set" and not any(c.lower_ == "up" for c in token.children):
        return []
    remote = [o for o in objects if o.lemma_.lower() in REMOTE or _is_sitting(o, token, known=len(parties) > PAIR)]
    if not remote or any(_is_of_others(o, finder, parties) for o in remote):
        return []
    acting = [g for c in token.children if c.dep_ == "agent" for g in c.children] if passive else []
    return [e for c in acting for e in find_named(c, finder, parties)] or find_acting(token, finder, parties)


def _read_suggesting(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "It was the Canadian who had suggested that the three talk"."""
    if token.lemma_.lower() not in SUGGESTING or token.pos_ not in VERBAL or any(c.dep_ == "neg" for c in token.children):
        return []
    talks = [c for c in token.children if c.dep_ == "ccomp" and c.lemma_.lower() in TALKING]
    together = any(g.dep_ in ("nsubj", "nummod") and g.lower_ in TOGETHER for c in talks for g in c.children)
    return find_acting(token, finder, parties) if together and not is_left_open(token) else []


def _is_sitting(noun: Token, verb: Token, known: bool) -> bool:
    """Whether a meeting is one by video: its words say so, or it is the one that a conference is `known` to have been."""
    if noun.lemma_.lower() == "it":
        return known
    definite = any(c.lower_ in ("the", "this") for c in noun.children)
    return noun.lemma_.lower() in SITTINGS and (_is_remote(verb) or (known and definite))


def _what(verb: Token) -> Token:
    """What a participle behind a noun tells of: that noun, or the one whose company it is."""
    return verb.head if verb.head.lemma_.lower() in REMOTE else find_convened(verb)


def _is_judged(call: Token) -> bool:
    """ "Called the conversation 'remarkable'": an adjective or quoted words behind it; and nobody calls a call but a conference."""
    if call.lemma_.lower() in NO_SITTINGS and not any(c.lower_ == "conference" for c in call.children):
        return True
    behind = call.nbor(1).text if call.i + 1 < len(call.doc) else ""
    return behind in QUOTES or any(c.dep_ == "amod" and c.i > call.i for c in call.children)


def _is_of_others(call: Token, finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """ "Convened a videoconference of the Group of Seven leaders": a call of other people than `parties`."""
    company = [g for c in call.children if c.lower_ in ("of", "with", "between", "among") for g in c.subtree if g != c]
    named = {e.id for g in company if g.i in finder.covering for e in finder.covering[g.i].members}
    return any(g.tag_ == "NNS" for g in company) and not named & {p.id for p in parties}


def _is_remote(verb: Token) -> bool:
    return any(t.lemma_.lower() in WORDS["video"] | WORDS["phones"] for t in verb.subtree)


READERS = {"inviter": _read_inviter, "convener": _read_convener, "suggesting": _read_suggesting}
