"""Who asked for a call, told by a verb: "Paris had requested the call", "Warsaw wanted to speak to him"."""

from __future__ import annotations

from services.extractor.calls.initiators.conveners import REMOTE
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import find_acting, find_named, is_cleft, is_left_open, is_suffered
from services.extractor.calls.told.in_person import IN_ONE_ROOM
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.tokens import Token
from services.extractor.types import Entity

VERBS = {"initiate", "request", "place", "instigate", "seek", "organise", "organize", "originate", "solicit", "propose", "suggest"}
OFFERING = {"propose", "suggest"}  # what brought about the call that is told, and may as well be one to come
WISHING = {"want", "wish", "ask", "request", "seek", "insist", "demand"}
TALKING = {"speak", "talk", "connect", "put", "hear", "confer", "converse"}
DENYING = {"deny", "dispute", "refute", "reject"}  # that one asked for the call
PRESSING = {"ask", "press", "push"}  # for a call
URGING = {"advise", "ask", "convince", "encourage", "get", "nudge", "persuade", "press", "prod", "push", "urge"}
COUNTERPARTS = {"colleague", "counterpart", "neighbour", "neighbor", "other"}
SETTING_UP = {"arrange", "have", "hold", "make", "organise", "organize", "place", "put", "schedule", "set"}
OBJECTS = {"touch", "call", "conversation", "talk", "it", "discussion", "exchange", "contact", "that", "one", "telephone", "phone"}
BESIDE = {"npadvmod", "advmod", "advcl", "auxpass", "prt"}
DESCRIBING = {
    "describe",
    "portray",
    "present",
    "characterise",
    "characterize",
    "report",
    "bill",
    "regard",
}  # "as requested by Rome"
FURTHER = {"other", "another", "further"}  # calls than the one that is told
ANSWER = 15  # words behind a sentence in which it is answered
BARE = {"it", "one", "that"}  # of `OBJECTS`
TELLING = VERBS | WISHING | PRESSING | {"make", "put"}


def _read_asker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    lemma = token.lemma_.lower()
    if lemma not in VERBS | PRESSING | {"want", "make", "put"} or token.pos_ not in VERBAL:
        return []
    people = _asker(token, lemma, finder, parties)
    return people + _told_otherwise(token, finder, parties) if people or _is_asked_who(token, lemma) else []


def _is_asked_who(verb: Token, lemma: str) -> bool:
    """ "Would not say which side had sought the contact", "Who proposed it?": answered behind, where "the Russians had" says so."""
    calls = {c.lemma_.lower() for c in _asked(verb, lemma)}
    acting = [t for c in verb.children if c.dep_ == "nsubj" for t in (c, *c.children)]
    asked = verb.sent[-1].text == "?" and any(t.lower_ in ("who", "which") for t in acting)
    told = asked or (is_left_open(verb) and not any(c.lower_ in ("if", "whether") for c in verb.children))
    return told and bool(calls & OBJECTS)


def _told_otherwise(asking: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "The White House said the Iranians had asked for it; Tehran said the Americans had", also in the next sentences."""
    behind = asking.doc[asking.i + 1 : min(asking.sent.end + ANSWER, len(asking.doc))]
    elliptic = [t for t in behind if t.lower_ in ("had", "did") and t.dep_ in ("ccomp", "conj", "parataxis", "ROOT")]
    return [
        e
        for t in elliptic
        if all(c.dep_ in ("nsubj", "punct", "mark") for c in t.children)
        for e in find_acting(t, finder, parties)
    ]


def _read_wish(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Wanted to speak to Merkel", "asked to be put through to the chancellor"."""
    if token.lemma_.lower() not in WISHING or token.pos_ not in VERBAL or is_left_open(token):
        return []
    wishes = [c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in TALKING]
    if any(c.dep_ == "neg" for c in token.children) or IN_ONE_ROOM.search(token.sent.text.lower()):
        return []
    others = {e.id for w in wishes for t in w.subtree if t.i in finder.covering for e in finder.covering[t.i].members}
    people = find_acting(token, finder, parties)
    word = [c for c in token.children if c.dep_ == "dobj" and c.lemma_ == "word"]
    if word and token.lemma_ in ("want", "request", "ask"):
        return people
    counterpart = any(t.lemma_.lower() in COUNTERPARTS for w in wishes for t in w.subtree)
    cleft = bool(wishes) and any(c.lower_ == "who" and is_cleft(c) for c in token.children)
    had = any(c.lower_ == "had" for c in token.children)
    bare = had and any(all(c.tag_ == "TO" or c.dep_ in BESIDE for c in w.children) for w in wishes)  # "they had asked to talk"
    told = counterpart or others & {p.id for p in parties} or cleft or bare
    return [e for e in people if e.id not in others] if told else []


def _asker(verb: Token, lemma: str, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    objects = [o for o in _asked(verb, lemma) if o.tag_ != "NNS" or any(c.lower_ in ("the", "these", "both") for c in o.children)]
    wanted = OBJECTS if lemma not in ("want", "make", "put", "seek") else {"call", "it", "conversation", "touch"}
    definite = any(c.lower_ in ("the", "this") for o in objects for c in o.children)
    wanted = wanted | {"talk", "contact"} if lemma in ("seek", "want") and definite else wanted
    told = verb.dep_ == "relcl" and all(o.lower_ in ("which", "that") for o in objects)
    known = [_what_is_meant(verb)] if told else objects
    if lemma in OFFERING and not any(c.lower_ in ("the", "this") or _is_call_it(o) for o in known for c in (o, *o.children)):
        return []
    if lemma in ("make", "put") and _is_otherwise_put(verb, objects):
        return []
    objects = [o for o in objects if (o.lower_ != "it" or not _is_of_other_thing(o)) and not _is_further(o)]
    named = [] if told else objects  # not "the explanations that Quito is asking for"
    if not any(o.lemma_.lower() in wanted for o in named) and not _tells_of_call(verb, objects):
        return []
    above = (verb, *verb.ancestors)
    if any(v.lemma_ in DENYING for v in above[1:]) or any(c.dep_ == "neg" for v in above for c in v.children) or is_left_open(verb):
        return []
    asked = [e for c in verb.children if lemma in PRESSING and c.dep_ == "dobj" for e in find_named(c, finder, parties)]
    if asked and not {e.country for e in asked} & {p.country for p in parties}:
        return []  # "had asked the Uzbek president for a call": of others
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or is_suffered(verb)
    agents = [g for c in verb.children if c.dep_ == "agent" or c.lower_ == "by" for g in c.subtree]
    placed = passive or (verb.dep_ == "acl" and verb.tag_ == "VBN" and lemma in ("place", "make", "put"))
    agents += [g for c in verb.children if placed and c.lower_ == "from" for g in c.subtree]  # "made from the Japanese side"
    for token in agents:
        if people := find_named(token, finder, parties):
            return people
    if verb.dep_ == "xcomp" and verb.head.lemma_ in URGING:  # "had urged Netanyahu to place the call"
        return [e for c in verb.head.children if c.dep_ == "dobj" for e in find_named(c, finder, parties)]
    return [] if passive else find_acting(verb, finder, parties)


def _asked(verb: Token, lemma: str) -> list[Token]:
    """What somebody asks for: an object, what is said to have been asked for, what is to be set up ("that the call be held")."""
    if (described := _find_described(verb)) is not None:
        return [described]
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma in PRESSING:
        ways = [c for c in verb.children if c.lower_ == "for"]
        asked_for = any(not [*c.children] for c in ways)  # "the call had been asked for by Moscow"
        objects = [g for c in ways for g in c.children] + [o for o in objects if asked_for or o.lower_ == "which"]
        if any(t.lower_ in ("touch", "through") and t.head.lemma_ in ("put", "in") for t in verb.subtree):
            objects += [c for c in verb.subtree if c.lower_ == "touch"]
    if not objects and is_suffered(verb):  # "it had been requested by Paris", "held a call with him, initiated by Paris"
        objects += [c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
        led = [c for c in verb.head.children if c.lower_ in ("during", "in") and c.i < verb.i]
        objects += [g for c in led for g in c.children]  # "during the talk, initiated by Tokyo, they discussed"
    if not objects and lemma in VERBS:
        held = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == verb.tag_ and c.lemma_ in SETTING_UP]
        objects += [g for c in held for g in c.children if g.dep_ == "dobj"]  # "requested and held a call"
    if lemma in WISHING | OFFERING:
        clauses = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and c.lemma_ in SETTING_UP]
        set_up = [g for c in clauses for g in c.children if g.dep_ in ("dobj", "nsubjpass")]
        past = verb.tag_ in ("VBD", "VBN") and lemma != "want"  # "requested to have a talk", which was had
        words = [(g, {c.lower_ for c in g.children}) for g in set_up]
        objects += [g for g, own in words if own & {"the", "this"} or (past and "with" not in own)]
    return objects


def _find_described(verb: Token) -> Token | None:
    """ "A talk which the Kremlin described as requested by Rome", "in a call, described by Paris as sought by Athens": the call."""
    says = verb.head
    if says.lemma_ not in DESCRIBING or not any(c.lower_ == "as" for c in verb.children):
        return None
    if says.dep_ in ("relcl", "acl"):
        return says.head
    told = [c for c in says.children if c.dep_ in ("dobj", "nsubjpass")]
    before = [t for t in says.sent[: says.i - says.sent.start] if t.pos_ == "NOUN" and t.lemma_.lower() in OBJECTS | REMOTE]
    return next(iter(told or before[-1:]), None)


def _is_further(noun: Token) -> bool:
    """ "Made one other call to the continent": not the one that was told."""
    return any(c.lower_ in FURTHER for c in noun.children)


def _is_call_it(it: Token) -> bool:
    """ "The talk lasted 20 minutes; it had been proposed by Tokyo"."""
    before = it.doc[it.sent.start : it.i] if it.lower_ == "it" and it.dep_ == "nsubjpass" else ()
    return any(t.pos_ == "NOUN" and t.lemma_.lower() in OBJECTS | REMOTE for t in before)


def _is_of_other_thing(it: Token) -> bool:
    """ "Would send its engineers as soon as Rabat asked for it": something of its own sentence, no call."""
    things = [t for t in it.sent if t.i < it.i and t.dep_ == "dobj" and t.pos_ == "NOUN"]
    return bool(things) and not any(t.lemma_.lower() in OBJECTS | REMOTE for t in it.sent if t.i < it.i)


def _is_otherwise_put(verb: Token, objects: list[Token]) -> bool:
    """ "As the president put it", "put it in a letter", "made the conversations known": no call was made or put through."""
    if verb.dep_ == "acl" or any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return False  # "a call made by Paris"
    told = any(c.dep_ in ("oprd", "acomp", "ccomp") for c in verb.children)
    through = any(c.lower_ == "through" for c in verb.children)
    return told or (not through and all(o.tag_ == "NNS" or o.lower_ in BARE for o in objects))


def _tells_of_call(verb: Token, objects: list[Token]) -> bool:
    """ "A call requested by Paris", "the conversation which Paris had asked for", "the call Paris had sought", "held a call on
    Friday, which was initiated by Paris"."""
    asked = any(o.lower_ in ("which", "that") for o in objects) or not objects
    clause = verb.head if verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" else verb  # "which, he said, Paris had requested"
    noun = _what_is_meant(clause)
    if clause.dep_ == "acl":
        return noun.lemma_.lower() in OBJECTS
    if clause.dep_ != "relcl" or not asked:
        return False
    timed = noun.ent_type_ == "DATE" and any(o.lower_ == "which" for o in objects)
    return timed or (noun.lemma_.lower() in OBJECTS and (noun.tag_ == "NN" or noun.lemma_ == "talk"))


def _what_is_meant(clause: Token) -> Token:
    """The noun of which a clause tells; "which" is no person: "in the talk with Kan, which Tokyo had proposed"."""
    noun = clause.head
    call = noun.head.head
    led = noun.dep_ == "pobj" and call.pos_ == "NOUN" and call.lemma_.lower() in OBJECTS and clause.dep_ == "relcl"
    return call if led and any(c.lower_ == "which" for c in clause.children) else noun


READERS = {"asker": _read_asker, "wish": _read_wish}
