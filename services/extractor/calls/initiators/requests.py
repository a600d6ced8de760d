"""Who asked for a call: "at the request of Poland", "Warsaw wanted to speak to him"."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.initiators.conveners import CONVENING, REMOTE, SITTINGS
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import (
    find_acting,
    find_by_adjective,
    find_named,
    find_nth_before,
    is_cleft,
    is_left_open,
    is_suffered,
)
from services.extractor.calls.told.in_person import IN_ONE_ROOM
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
NOUNS = {"request", "initiative", "instigation", "behest", "suggestion", "insistence", "invitation", "urging", "instance", "wish"}
NOUNS |= {"prompting", "bidding", "proposal"}
VERBS = {"initiate", "request", "place", "instigate", "seek", "organise", "organize", "originate", "solicit", "propose", "suggest"}
OFFERING = {"propose", "suggest"}  # what brought about the call that is told, and may as well be one to come
WISHING = {"want", "wish", "ask", "request", "seek", "insist", "demand"}
TALKING = {"speak", "talk", "connect", "put", "hear", "confer", "converse"}
PASSING = {"discuss", "exchange", "review", "consult", "phone", "ring", "telephone", "dial", "reach"}
HAPPENING = {"be", "come", "take", "occur"}
PRESSING = {"ask", "press", "push"}  # for a call
COUNTERPARTS = {"colleague", "counterpart", "neighbour", "neighbor", "other"}
SETTING_UP = {"arrange", "have", "hold", "make", "organise", "organize", "place", "put", "schedule", "set"}
LODGING = {"convey", "lodge", "make", "pass", "present", "put", "send", "submit", "transmit"}
VISITS = {"visit", "go", "come", "arrive", "fly", "attend", "stay", "meet"}
MEETING = {"meet", "gather", "assemble", "sit", "vote", "debate"}
OBJECTS = {"touch", "call", "conversation", "talk", "it", "discussion", "exchange", "contact", "that", "one", "telephone", "phone"}
OWN = {"his", "her"}
BARE = {"it", "one", "that"}  # of `OBJECTS`
TOLD = (OBJECTS | REMOTE | {"consultation", "dialogue", "telcon", "line", "link", "contact"}) - BARE
CLAUSES = {"relcl", "acl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "pcomp"}
TELLING = NOUNS | VERBS | WISHING | PRESSING | {"make", "put"}


def _read_owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    return _owner(token, finder, parties) if token.lemma_.lower() in NOUNS and token.pos_ == "NOUN" else []


def _read_asker(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    lemma = token.lemma_.lower()
    if lemma not in VERBS | PRESSING | {"want", "make", "put"} or token.pos_ not in VERBAL:
        return []
    people = _asker(token, lemma, finder, parties)
    return people + _told_otherwise(token, finder, parties) if people else []


def _told_otherwise(asking: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "The White House said the Iranians had asked for it; Tehran said the Americans had"."""
    elliptic = [
        t for t in asking.sent if t.i > asking.i and t.lower_ in ("had", "did") and t.dep_ in ("ccomp", "conj", "parataxis")
    ]
    return [e for t in elliptic if all(c.dep_ in ("nsubj", "punct") for c in t.children) for e in find_acting(t, finder, parties)]


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
    told = counterpart or others & {p.id for p in parties} or cleft
    return [e for e in people if e.id not in others] if told else []


def _owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "at the request of Poland", "on the British side's initiative", "at the latter's request"."""
    if token.dep_ == "nsubj" and token.head.lemma_ in ("come", "stem", "originate", "emanate"):
        sources = [g for c in token.head.children if c.lower_ == "from" for g in c.subtree if g.i in finder.covering]
        return members([finder.covering[g.i] for g in sources[:1]])
    if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in LODGING:
        return _lodger(token, finder, parties)
    led = token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "upon", "by", "following", "after")
    if led and _is_of_other_deed(token, finder, parties):
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
        if owner.lower_ == "its" and any(c.lower_ == "own" for c in token.children):
            above = [a for a in token.ancestors if a.pos_ == "VERB" and a != token.head.head]
            return next((people for a in above if (people := find_acting(a, finder, parties))), [])
        if owner.i in finder.covering:
            meant = members([finder.covering[owner.i]])
            return (owner.lower_ in OWN and _other_than_subject(token, finder, parties, meant)) or meant
    for child in token.children:
        if child.lower_ == "of" and any(g.lower_ == "latter" for g in child.subtree):
            return find_nth_before(token, finder, parties, -1)
        if child.lower_ in ("of", "from") and child.dep_ == "prep":
            for below in child.subtree:
                if people := find_named(below, finder, parties):
                    return people
    before = [finder.covering[c.i] for c in token.children if c.dep_ in ("amod", "compound", "nmod") and c.i in finder.covering]
    return members(before[:1]) or find_by_adjective(token, parties)


def _lodger(request: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Kyiv put in a request for the call", "the request was made by Kyiv"."""
    verb, passive = request.head, request.dep_ == "nsubjpass"
    wanted = [g.lemma_.lower() for c in request.children if c.lower_ == "for" for g in c.subtree]
    told = passive or bool(set(wanted) & (OBJECTS | REMOTE) - BARE)
    if not told or any(c.dep_ == "neg" for c in verb.children) or is_left_open(verb):
        return []
    acting = [g for c in verb.children if c.dep_ == "agent" for g in c.children] if passive else []
    return [e for c in acting for e in find_named(c, finder, parties)] or find_acting(verb, finder, parties)


def _is_of_other_deed(request: Token, finder: ArgumentFinder, parties: list[Entity]) -> bool:
    """ "At his request Egypt has announced …", "an item put on the agenda at Kenya's request": the clause on which the words hang
    tells of something that was done or stands somewhere, not of a call."""
    verb = request.head.head
    while verb.pos_ not in VERBAL and verb.lemma_.lower() not in TOLD and verb.head != verb:
        verb = verb.head
    if verb.pos_ not in VERBAL or any(t.lemma_.lower() in TOLD for t in _own_words(verb)):
        return verb.lemma_ in MEETING
    if verb.dep_ in ("acl", "relcl") and verb.head.lemma_.lower() in SITTINGS:
        return False  # "in the meeting, which took place upon the request of Ankara"
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if verb.lemma_ in HAPPENING | SETTING_UP | CONVENING:
        return verb.dep_ in ("acl", "relcl") or any(c.lower_ not in ("it", "this") for c in subjects)
    acting = {e.country for c in subjects for m in finder.mentions_of(c) for e in m.members}
    talks = verb.lemma_ in TALKING | PASSING | WORDS["discussing"] and acting <= {p.country for p in parties}
    return not talks or any(c.pos_ != "PRON" and c.i not in finder.covering for c in subjects)


def _own_words(verb: Token) -> Iterator[Token]:
    """The words of the clause of a verb, without the clauses in it, with what a relative clause tells of."""
    yield verb
    if verb.dep_ in ("acl", "relcl"):
        yield verb.head
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        yield from (c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass"))
    below = [c for c in verb.children if c.dep_ not in CLAUSES]
    while below:
        token = below.pop()
        yield token
        below += [c for c in token.children if c.dep_ not in CLAUSES]


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
    objects = [o for o in _asked(verb, lemma) if o.tag_ != "NNS" or any(c.lower_ in ("the", "these", "both") for c in o.children)]
    wanted = OBJECTS if lemma not in ("want", "make", "put", "seek") else {"call", "it", "conversation", "touch"}
    wanted = wanted | {"talk"} if lemma == "seek" and any(c.lower_ == "the" for o in objects for c in o.children) else wanted
    if lemma in OFFERING and not any(c.lower_ in ("the", "this") for o in objects for c in o.children):
        return []
    if lemma in ("make", "put") and _is_otherwise_put(verb, objects):
        return []
    objects = [o for o in objects if o.lower_ != "it" or not _is_of_other_thing(o)]
    if not any(o.lemma_.lower() in wanted for o in objects) and not _tells_of_call(verb, objects):
        return []
    if any(c.dep_ == "neg" for v in (verb, *verb.ancestors) for c in v.children) or is_left_open(verb):
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
    return [] if passive else find_acting(verb, finder, parties)


def _asked(verb: Token, lemma: str) -> list[Token]:
    """What somebody asks for: an object, what is said to have been asked for, what is to be set up ("that the call be held")."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma in PRESSING:
        objects = [g for c in verb.children if c.lower_ == "for" for g in c.children] + [o for o in objects if o.lower_ == "which"]
        if any(t.lower_ in ("touch", "through") and t.head.lemma_ in ("put", "in") for t in verb.subtree):
            objects += [c for c in verb.subtree if c.lower_ == "touch"]
    if not objects and is_suffered(verb):
        objects += [c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")]
    if lemma in WISHING:
        clauses = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and c.lemma_ in SETTING_UP]
        set_up = [g for c in clauses for g in c.children if g.dep_ in ("dobj", "nsubjpass")]
        past = verb.tag_ in ("VBD", "VBN") and lemma != "want"  # "requested to have a talk", which was had
        words = [(g, {c.lower_ for c in g.children}) for g in set_up]
        objects += [g for g, own in words if own & {"the", "this"} or (past and "with" not in own)]
    return objects


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
    noun = clause.head
    if clause.dep_ == "acl":
        return noun.lemma_.lower() in OBJECTS
    if clause.dep_ != "relcl" or not asked:
        return False
    timed = noun.ent_type_ == "DATE" and any(o.lower_ == "which" for o in objects)
    return timed or (noun.lemma_.lower() in OBJECTS and (noun.tag_ == "NN" or noun.lemma_ == "talk"))


READERS = {"owner": _read_owner, "asker": _read_asker, "wish": _read_wish}
