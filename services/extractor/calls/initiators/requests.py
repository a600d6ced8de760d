"""Who asked for a call, told by a noun: "at the request of Poland", "the initiative came from Warsaw"; verbs reads `asking.py`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from services.extractor.calls.initiators.asking import BARE, OBJECTS, SETTING_UP, TALKING
from services.extractor.calls.initiators.conveners import CONVENING, REMOTE, SITTINGS
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import find_acting, find_by_adjective, find_named, find_nth_before, is_left_open
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
NOUNS = {"request", "initiative", "instigation", "behest", "suggestion", "insistence", "invitation", "urging", "instance", "wish"}
NOUNS |= {"prompting", "bidding", "proposal", "idea", "origin", "outreach"}
PASSING = {"discuss", "exchange", "review", "consult", "phone", "ring", "telephone", "dial", "reach"}
HAPPENING = {"be", "come", "take", "occur"}
LODGING = {"convey", "lodge", "make", "pass", "present", "put", "send", "submit", "transmit"}
GRANTING = {"agree", "accede", "accept", "grant", "meet", "respond", "consent", "yield", "bow", "approve"}  # a request
VISITS = {"visit", "go", "come", "arrive", "fly", "attend", "stay", "meet"}
MEETING = {"meet", "gather", "assemble", "sit", "vote", "debate"}
OWN = {"his", "her"}
TOLD = (OBJECTS | REMOTE | {"consultation", "dialogue", "telcon", "line", "link", "contact"}) - BARE
CLAUSES = {"relcl", "acl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "pcomp"}
TELLING = NOUNS


def _read_owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    told = token.lemma_.lower() in NOUNS and (token.lemma_ != "idea" or token.dep_ == "attr")  # "the call was his idea"
    if told and any(c.lower_ == "whose" for c in token.children):
        return _find_whose(token, finder)
    return _owner(token, finder, parties) if told and token.pos_ == "NOUN" else []


def _owner(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "at the request of Poland", "on the British side's initiative", "at the latter's request"."""
    if token.dep_ == "nsubj" and token.head.lemma_ in ("come", "stem", "originate", "emanate"):
        if _is_for_other_thing(token):
            return []
        sources = [g for c in token.head.children if c.lower_ == "from" for g in c.subtree if g.i in finder.covering]
        return members([finder.covering[g.i] for g in sources[:1]])
    if token.dep_ == "nsubj" and token.head.lemma_ == "belong" and (not (wanted := _wanted(token)) or wanted & TOLD):
        return [e for c in token.head.children if c.lower_ == "to" for g in c.children for e in find_named(g, finder, parties)]
    if token.lemma_ == "origin":  # "Paris was at the origin of the call"
        told = any(g.lemma_.lower() in TOLD for c in token.children if c.lower_ == "of" for g in c.children)
        return find_acting(token.head.head, finder, parties) if told and token.head.lower_ == "at" else []
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("in", "to") else token.head
    if token.dep_ in ("dobj", "nsubjpass", "pobj") and verb.lemma_ in LODGING:
        return _lodger(token, verb, finder, parties)
    granted = token.dep_ in ("dobj", "pobj", "nsubjpass") and verb.lemma_ in GRANTING and _wanted(token) & TOLD
    led = granted or (token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "upon", "by", "following", "after"))
    if led and not granted and _is_of_other_deed(token, finder, parties):
        return []  # "the council meets today at Turkey's request"
    if not led and not (token.dep_ in ("nsubj", "attr") and token.head.lemma_ == "be"):
        return []
    if token.dep_ == "attr" and not _is_said_of_call(token):
        return []
    if token.lemma_ == "invitation" and _is_to_come(token):
        return []
    owners = [c for c in token.children if c.dep_ == "poss"]
    for owner in owners:
        if owner.lower_ == "latter" and parties:
            return find_nth_before(token, finder, parties, -1)
        if owner.lower_ == "former" and parties:
            return find_nth_before(token, finder, parties, 0)
        itself = any(c.lower_ == "own" for c in token.children)
        if owner.lower_ == "its" and itself:
            above = [a for a in token.ancestors if a.pos_ == "VERB" and a != token.head.head]
            return next((people for a in above if (people := find_acting(a, finder, parties))), [])
        if owner.i in finder.covering:
            meant = members([finder.covering[owner.i]])
            return (owner.lower_ in OWN and not itself and _other_than_subject(token, finder, parties, meant)) or meant
    for child in token.children:
        if child.lower_ == "of" and any(g.lower_ == "latter" for g in child.subtree):
            return find_nth_before(token, finder, parties, -1)
        if child.lower_ in ("of", "from", "by") and child.dep_ == "prep":
            for below in (*child.children, *child.subtree):
                if people := find_named(below, finder, parties):
                    return people
    before = [finder.covering[c.i] for c in token.children if c.dep_ in ("amod", "compound", "nmod") and c.i in finder.covering]
    return members(before[:1]) or find_by_adjective(token, parties)


def _find_whose(request: Token, finder: ArgumentFinder) -> list[Entity]:
    """ "King Abdullah, at whose request the call was made": who is named last before it, where a call is what was brought about."""
    whose = next(c for c in request.children if c.lower_ == "whose")
    led = whose.i > request.sent.start and request.doc[whose.i - 1].lower_ in ("at", "on", "upon")
    clause = takewhile(lambda t: t.pos_ != "PUNCT", request.doc[request.i + 1 : request.sent.end])
    deed = [t.lemma_.lower() for t in clause if t.pos_ in ("NOUN", "PRON", *VERBAL)]
    if not led or (deed and not set(deed) & (TOLD | TALKING | BARE)):
        return []  # "at whose request troops were sent"
    before = [m for m in finder.mentions if request.sent.start <= m.start and m.end <= whose.i and m.kind in ("name", "role")]
    return members(before[-1:])


def _is_said_of_call(initiative: Token) -> bool:
    """ "The call was Macron's idea", "it was his request", not "the corridor was his initiative" nor "it was his wish that …"."""
    be = initiative.head
    told = {c.lemma_.lower() for c in be.children if c.dep_ == "nsubj"}
    if be.dep_ == "relcl" and told & {"which", "that"}:
        told = {be.head.lemma_.lower()}
    bare = told & {"it", "this", "that"} and initiative.lemma_ != "idea"
    return bool(told & TOLD) or bool(
        bare and not any(c.dep_ in ("ccomp", "acl", "xcomp") for t in (be, initiative) for c in t.children)
    )


def _wanted(request: Token) -> set[str]:
    """The words for what a request is for."""
    return {g.lemma_.lower() for c in request.children if c.lower_ == "for" for g in c.subtree if g != c}


def _is_for_other_thing(request: Token) -> bool:
    """ "The proposal for the swap came from Tokyo"; "for it", where the sentence before tells of "a meeting"."""
    wanted = _wanted(request)
    if wanted != {"it"} or request.sent.start == 0:
        return bool(wanted) and not wanted & (TOLD | BARE)
    before = request.doc[request.sent.start - 1].sent
    new = (c.head for c in before if c.lower_ in ("a", "an") and c.dep_ == "det" and c.head.pos_ == "NOUN")
    last = next(reversed([*new]), None)
    return last is not None and last.lemma_.lower() not in TOLD | {"hour", "minute", "day", "time", "week", "month", "year"}


def _lodger(request: Token, verb: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Kyiv put in a request for the call", "Kyiv had put in the request", "the request was made by Kyiv"."""
    passive, wanted = request.dep_ == "nsubjpass", _wanted(request)
    filed = verb.lemma_ == "put" and not wanted and any(c.lower_ == "the" for c in request.children)
    told = (passive and not wanted) or filed or bool(wanted & (OBJECTS | REMOTE) - BARE)
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
    if verb.dep_ == "xcomp" and verb.head.lemma_ in WORDS["agreeing"]:
        return True  # "agreed to talk again at his request"
    if verb.pos_ not in VERBAL or any(t.lemma_.lower() in TOLD for t in _own_words(verb)):
        return verb.lemma_ in MEETING
    if verb.dep_ in ("acl", "relcl") and verb.head.lemma_.lower() in SITTINGS:
        return False  # "in the meeting, which took place upon the request of Ankara"
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if verb.lemma_ in HAPPENING | SETTING_UP | CONVENING:
        return verb.dep_ in ("acl", "relcl") or not all(_stands_for_call(c) for c in subjects)
    acting = {e.country for c in subjects for m in finder.mentions_of(c) for e in m.members}
    talks = verb.lemma_ in TALKING | PASSING | WORDS["discussing"] and acting <= {p.country for p in parties}
    return not talks or any(c.pos_ != "PRON" and c.i not in finder.covering for c in subjects)


def _stands_for_call(subject: Token) -> bool:
    """ "It", "this", "yesterday's", "that of Friday": what a subject without a noun of its own tells of is the call spoken of."""
    owned = subject.ent_type_ == "DATE" and any(c.dep_ == "case" for c in subject.children)
    return owned or subject.lower_ in ("it", "this", "that")


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
    if any(c.dep_ == "nsubj" and c.lemma_.lower() in TOLD for c in above[-1].children if above[-1].lemma_ == "come"):
        return False  # "the call came at the invitation of Moscow"
    return any(t.lemma_.lower() in WORDS["journeys"] | VISITS for t in near)


READERS = {"owner": _read_owner}
