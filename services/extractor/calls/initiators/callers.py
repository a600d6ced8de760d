"""Who rang, where a sentence says it apart from the call: "it was X who rang", "the caller was X", "thanked X for calling"."""

from __future__ import annotations

from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.parties.claims import find_acting, find_cleft, find_named, is_cleft, is_left_open
from services.extractor.calls.told.in_person import IN_ONE_ROOM
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import VERBAL, next_words
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
THANKED = {"call", "phonecall", "calling", "phoning", "telephoning", "ringing", "phone", "telephone", "ring"}
ASKED_FOR = THANKED | {"chat", "contact", "conversation", "discussion", "it", "one", "talk"}
FIRST_STEPS = {"initiative", "step", "move"}
CLEFT = {"who", "that"}
RINGING = WORDS["ringing_up"]
PLACERS = {"caller", "initiator"}
PEOPLE = {"one", "man", "woman", "person", "side", "leader", "president", "minister", "voice"}
CONTACTS = {("get", "touch"), ("make", "contact"), ("make", "approach"), ("put", "call"), ("reach", "out"), ("pick", "phone")}
GRATEFUL = {"thank", "grateful", "thankful", "gratitude", "appreciation"}
KIND = {"congratulatory", "first", "generous", "gracious", "kind", "personal", "phone", "telephone", "thoughtful", "warm"}
TOUCHING = {"contact", "reach"}
CONTACT = {"touch", "contact"}
CALLING = {"call", "phone", "ring", "telephone"}
TELLING = CLEFT | PLACERS | TOUCHING | CONTACT | GRATEFUL | {"appreciate", "take", "make", "first", "one", "i"}


def _read_cleft(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    placing = token.lower_ in CLEFT and token.dep_ != "mark" and not _is_rung(token)  # not "it was good news that"
    ringing = placing and (token.head.lemma_.lower() in RINGING or _makes_contact(token.head))
    wanted = {g.lemma_.lower() for c in token.head.children if c.lower_ == "for" for g in c.children} if ringing else set()
    if token.head.lemma_ in ("ask", "call") and wanted and not wanted & ASKED_FOR:
        return []  # "it was she who asked for a pause", "who called for restraint"
    return find_cleft(token, finder) if ringing and is_cleft(token) else []


def _makes_contact(verb: Token) -> bool:
    """ "Got in touch", "made contact", "put in the call", "reached out"."""
    words = {t.lower_ for t in verb.subtree if t.i > verb.i}
    return any(verb.lemma_ == lemma and word in words for lemma, word in CONTACTS)


def _is_rung(pronoun: Token) -> bool:
    """ "The first that Biden called": somebody else acts, and the pronoun stands for who was called."""
    return any(c.dep_ == "nsubj" and c != pronoun for c in pronoun.head.children)


def _read_identified(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "The American president was the caller", "who called was Lula", "the one who had rung was the king"."""
    noun = token if token.lemma_.lower() in PLACERS else _whoever_rang(token)
    if noun is None or noun.head.lemma_ != "be" or noun.dep_ not in ("nsubj", "attr", "csubj"):
        return []
    verb = noun.head
    if any(c.dep_ == "neg" for c in verb.children) or is_left_open(verb):
        return []
    others = [c for c in verb.children if c.dep_ in ("nsubj", "attr") and c != noun]
    if verb.dep_ == "relcl" and any(c.lower_ in CLEFT for c in others):
        return find_acting(verb, finder, parties)  # "Lukashenko, who was the one to ring"
    return [e for c in others for e in find_named(c, finder, parties)]


def _read_answer(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Asked who had initiated the call, Peskov said it was the American side", "said who had rung: the American side"."""
    verb = token.head
    if token.lower_ != "who" or verb.lemma_.lower() not in RINGING or verb.dep_ not in ("ccomp", "pcomp", "acl"):
        return []
    answers = [t for t in token.doc[verb.i + 1 : verb.sent.end] if t.lemma_ == "be" and any(c.lower_ == "it" for c in t.children)]
    told = [c for t in answers for c in t.children if c.dep_ == "attr" and not any(g.dep_ == "neg" for g in t.children)]
    told += [c for t in token.doc[verb.i + 1 : verb.i + 2] if t.text == ":" for c in token.doc[t.i + 1 : min(t.i + 4, t.sent.end)]]
    return [e for c in told for e in find_named(c, finder, parties)]


def _whoever_rang(token: Token) -> Token | None:
    """The verb of "who called …" as a subject, or the noun of "the one who called", "the one to call"."""
    verb = token.head
    if token.lower_ == "one" and token.dep_ == "attr":
        ringing = [c for c in token.children if c.dep_ == "relcl" and any(g.tag_ == "TO" for g in c.children)]
        return token if any(c.lemma_.lower() in RINGING for c in ringing) else None
    if (
        token.lower_ not in CLEFT
        or _is_rung(token)
        or verb.lemma_.lower() not in RINGING
        or next_words(verb, 1)[:1] in (["for"], ["on"], ["off"])
    ):
        return None
    if verb.dep_ == "csubj":
        return verb
    return verb.head if verb.dep_ == "relcl" and verb.head.lower_ in PEOPLE else None


def _read_first_of_many(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Among the first to ring Downing Street was the President of France", "the first to call was Lula"."""
    doc, behind = token.doc, next_words(token, 3)
    if token.lemma_ != "first" or behind[:1] != ["to"] or behind[1:2] == [] or behind[1] not in RINGING or behind[2:] == ["for"]:
        return []
    verb = next((t for t in doc[token.i + 3 : token.sent.end] if t.lower_ in ("was", "were")), None)
    if verb is None or any(t.text in (",", ";") for t in doc[token.i : verb.i]):
        return []
    named = next((t for t in doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)] if t.i in finder.covering), None)
    return members(finder.expand(finder.covering[named.i])) if named is not None else []


def _read_thanks(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Thanked Trudeau for his telephone call", "thanked him for calling", "thanks to my friend Modi for the call", "expressed
    gratitude to him for the call", "appreciated the call"."""
    if token.lemma_ not in GRATEFUL | {"appreciate"} or any(c.dep_ == "neg" for c in token.children):
        return []
    reasons = [g for c in (*token.children, *token.head.children) if c.lower_ == "for" for g in c.children if c.i > token.i]
    if token.lemma_ == "appreciate":
        reasons = [c for c in token.children if c.dep_ == "dobj"]
    reasons += [
        t for r in reasons if r.dep_ == "pcomp" and r.lemma_ == "be" for t in r.subtree if t.dep_ == "relcl" and _is_first(t)
    ]
    called = [r for r in reasons if r.dep_ in ("pobj", "pcomp", "dobj", "relcl") and r.lemma_.lower() in THANKED]
    called = [r for r in called if r.tag_ != "NNS" and (r.dep_ != "pcomp" or r.tag_ != "VBD")]
    if any((c.dep_ == "amod" and c.lower_ not in KIND) or c.lower_ == "for" for r in called for c in r.children):
        return []  # "for an excellent call", "for his call for restraint"
    if called and any(c.dep_ == "dobj" and c.lower_ == "you" for c in token.children):
        said = {e.id for e in _speakers(token, finder, parties)}
        others = [p for p in parties if p.id not in said]
        return others if len(others) == 1 == len(said) else []  # "'Thank you for calling,' Putin said"
    if not called:
        return []
    thanked = [] if token.lemma_ == "appreciate" else find_thanked(token)
    if not thanked and len(parties) == 2:  # "appreciated the call": that of the other
        acting = {e.id for e in find_acting(token if token.pos_ in VERBAL else token.head, finder, parties)}
        return [p for p in parties if p.id not in acting] if acting & {p.id for p in parties} else []
    return [e for c in thanked for e in find_named(c, finder, parties)]


def _is_first(verb: Token) -> bool:
    """ "Being the first foreign leader to call", "being among the first to ring"."""
    return any(t.lower_ == "first" for t in (verb.head, *verb.head.children))


def _read_spoken(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "'I am calling to congratulate you,' Bush began", "I wanted to call": who says to the other that they call."""
    verb = token.head
    if token.dep_ != "nsubj" or token.lower_ != "i" or any(c.dep_ == "neg" for c in verb.children):
        return []
    meant = [c for c in verb.children if c.dep_ == "xcomp"] if verb.lemma_ == "want" and verb.tag_ == "VBD" else [verb]
    calling = [v for v in meant if v.lemma_ in CALLING and (v.tag_ == "VBG" or v != verb or _has_purpose(v))]
    if not calling or any(c.dep_ in ("dobj", "prep", "prt") and c.lower_ != "you" for v in calling for c in v.children):
        return []
    return find_named(token, finder, parties) or _speakers(verb, finder, parties)


def _has_purpose(verb: Token) -> bool:
    """ "I called to say"."""
    return any(c.dep_ in ("xcomp", "advcl") and any(g.tag_ == "TO" for g in c.children) for c in verb.children)


def _speakers(verb: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """Who says the words in which a verb leads."""
    above = verb.head if verb.dep_ in ("ccomp", "advcl", "xcomp", "parataxis") else verb
    return [e for c in above.children if c.dep_ == "nsubj" for e in find_named(c, finder, parties)] if above != verb else []


def find_thanked(token: Token) -> list[Token]:
    """Who is thanked: the object of "thank", or who stands behind "to" ("conveyed his thanks to X", "grateful to X")."""
    ways = (*token.children, *(token.head.children if token.dep_ == "dobj" else ()))
    to = [g for c in ways if c.lower_ == "to" for g in (*c.children, *(h for g in c.children for h in g.children))]
    return [c for c in token.children if c.dep_ == "dobj"] + [g for g in to if g.dep_ != "poss"]


def _read_first_step(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "It was the Chilean who took the initiative", "Ankara made the first move"."""
    steps = [c for c in token.children if c.dep_ == "dobj" and c.lemma_.lower() in FIRST_STEPS]
    if token.lemma_ not in ("take", "make") or not steps or any(c.dep_ in ("neg", "nsubjpass") for c in token.children):
        return []
    matters = {g.lemma_.lower() for s in steps for c in s.children if c.lower_ in ("on", "in", "for", "of") for g in c.children}
    if matters and not matters & (ASKED_FOR | TOUCHING | CALLING):
        return []  # "took the initiative on climate"
    first = any(s.lemma_.lower() == "initiative" or any(c.lower_ == "first" for c in s.children) for s in steps)
    if not first or is_left_open(token):
        return []
    return find_acting(token, finder, parties)


def _read_touch(token: Token, finder: ArgumentFinder, parties: list[Entity]) -> list[Entity]:
    """ "Had been contacted by his colleague", "reached out to congratulate her", "got in touch with her": who made the first step
    towards the other."""
    verb, touching = token, TOUCHING
    if token.pos_ not in VERBAL:
        verb, touching = token.head.head if token.dep_ == "pobj" else token.head, {"get", "make"}
    told = token.lemma_.lower() in CONTACT | TOUCHING and verb.lemma_.lower() in touching and verb.tag_ in ("VBD", "VBN")
    if not told or is_left_open(verb):
        return []
    if any(c.dep_ == "neg" for v in (verb, *verb.ancestors) for c in v.children):
        return []
    if IN_ONE_ROOM.search(verb.sent.text.lower()):
        return []
    passive = (verb.dep_, verb.lemma_) == ("acl", "contact") or any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if verb.lemma_ == "reach" and not (passive or any(c.lower_ == "out" for c in verb.children)):
        return []
    reached = _reached(verb, token)
    if any(g.lower_ in ("all", "many", "several") for c in reached for g in c.children):
        return []  # "had reached out to all sides"
    agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children] if passive else []
    callers = [e for c in agents for e in find_named(c, finder, parties)] if passive else find_acting(verb, finder, parties)
    called = {e.country for c in reached for e in find_named(c, finder, parties)} & {p.country for p in parties}
    alone = not reached and (verb == token or token.lemma_ == "touch")  # "who got in touch from Bali"
    return callers if alone or called - {e.country for e in callers} else []


def _reached(verb: Token, contact: Token) -> list[Token]:
    """Towards whom somebody made the first step: "contacted X", "reached out to X", "made `contact` with X"."""
    out = [g for c in verb.children if c.lower_ == "out" for g in c.children]
    ways = [*verb.children, *out, *(contact.children if contact != verb else ())]
    led = [g for c in ways if c.lower_ in ("to", "with") and c.dep_ in ("prep", "dative") for g in c.children]
    return [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c != contact] + led


READERS = {
    "cleft": _read_cleft,
    "identified": _read_identified,
    "answer": _read_answer,
    "first_of_many": _read_first_of_many,
    "thanks": _read_thanks,
    "spoken": _read_spoken,
    "touch": _read_touch,
    "first_step": _read_first_step,
}
