"""Sentences that say of somebody that they made several calls: "worked the phones", "made calls to allies", "a round of calls"."""

from __future__ import annotations

from services.extractor.account.parse import governor, subject_of
from services.extractor.calls.held.planned import is_in_diary
from services.extractor.calls.rounds.round_clauses import are_placed, asks_whom, is_open, told_by_clause
from services.extractor.calls.rounds.round_many import PARTNERS, holds_several, is_with_several, rings_around, talks_with_many
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity

PHONES = {"phone", "telephone", "line", "receiver", "hotline"}
DAYS = load_words("calls.yml")["days"]
SPANS = {"day", "night", "evening", "afternoon", "morning", "weekend", "hour", "week"}
LOGS = {"list", "log", "diary", "roster", "schedule", "marathon", "round", "tour", "sheet", "diplomacy", "offensive"}
MOSTLY = {"mainly", "mostly", "chiefly", "largely", "primarily", "principally", "exclusively"}
CALLS = {"call", "conversation", "phonecall"}
TALKS = {"talk", "discussion", "consultation", "contact", "negotiation", "exchange"}
MEASURES = load_words("calls.yml")["measures"]
RESTING = {"stop", "cease", "rest", "pause", "silent", "quiet", "still", "idle"}  # what a telephone in a round does not do
BARELY = {"hardly", "barely", "scarcely", "rarely", "seldom", "never"}
RINGING_ON = {"all", "whole", "throughout", "without", "hook", "constantly", "incessantly", "non-stop", "nonstop", "day"}
INCOMING = {"come", "pour", "flood", "stream"}  # what calls do that somebody gets
TELLING = PHONES | LOGS | CALLS | {"caller"}
SEVERAL_TOLD = TELLING | TALKS  # nouns that may stand for several calls
OPENING = SEVERAL_TOLD | {"speak", "talk", "confer", "touch"}  # words beside those for calling that may announce a round


def announces(sent: Span, material: Material) -> tuple[Entity, bool, bool] | None:
    """Whose round of calls the sentence tells of, whether others called, and whether the words say that the owner placed them; None
    where it tells of none."""
    verbs = material.lexicon.verbs
    for token in sent:
        if token.lemma_ not in verbs and token.lemma_.lower() not in OPENING:
            continue
        if token.lemma_ in verbs and token.pos_ in VERBAL:
            if token.dep_ == "relcl" and (called := _called_by_many(token, material)):
                return called, True, False
            if rings_around(token, material.lexicon) and (owner := _owner(token, material)):
                return owner, False, True
        if token.pos_ in VERBAL and asks_whom(token, material.lexicon) and (owner := _owner(token, material)):
            return owner, False, token.lemma_ in verbs
        if clause := told_by_clause(token, material.lexicon):
            if (owner := _owner(clause, material)) is not None:
                return owner, clause.lemma_ in material.lexicon.callee_verbs, clause.lemma_ in material.lexicon.caller_verbs
        elif tells_several(token, material.lexicon) or (
            material.remote and (talks_with_many(token, material.lexicon) or _is_read_off(token, material.lexicon))
        ):
            owner = _owner(token, material)
            if owner is not None:
                received = _are_received(token, material.lexicon)
                return owner, received, not received and are_placed(token, material.lexicon)
    return None


def _called_by_many(verb: Token, material: Material) -> Entity | None:
    """ "Thanked the ministers who had rung him": the one whom several are said to have called."""
    called = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.head.tag_ != "NNS" or verb.head.lower_ not in PARTNERS or not called or is_open(verb, material.lexicon):
        return None
    mention = material.finder.covering.get(called[0].i)
    members = mention.members if mention is not None and mention.kind != "group" else []
    return members[0] if len(members) == 1 and members[0].official else None


def _are_received(token: Token, lexicon: Lexicon) -> bool:
    """ "Took calls all day", "calls have been coming in", "the telephone did not stop ringing"."""
    verb = governor(token)
    if verb is None:
        return False
    if token.lemma_.lower() in PHONES:
        return token.dep_ == "nsubj" and any(t.lemma_ == "ring" for t in verb.subtree)
    counted = token.head.head if token.head.lower_ == "of" and token.head.head.lemma_ in MEASURES else token
    came = counted.dep_ == "nsubj" and verb.lemma_ in INCOMING
    return came or (counted.dep_ == "dobj" and verb.lemma_ in lexicon.callee_verbs - {"have"})


def tells_several(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun stands for several calls that took place."""
    lemma = token.lemma_.lower()
    if lemma not in SEVERAL_TOLD or token.pos_ not in ("NOUN", "PROPN"):
        return False
    verb = governor(token)
    if verb is not None and is_open(verb, lexicon) and not (lemma in PHONES and token.dep_ == "nsubj"):
        return False
    if lemma in PHONES and is_the_usual_way(token):
        return True
    if lemma in TALKS:
        return verb is not None and _is_by_phone(token) and (is_with_several(verb) or is_with_several(token))
    if lemma in PHONES:
        if verb is None:
            return False
        if token.dep_ == "nsubj" and token.head == verb:
            return _rings_on(verb)
        busy = verb.lemma_ in ("work", "man", "hit") and token.dep_ == "dobj" and token.tag_ == "NNS"
        if token.head.lower_ in ("on", "at") and token.head.head.lemma_.lower() in SPANS:
            return True  # "his night on the telephone"
        spent = token.head.lower_ in ("on", "at", "to") and verb.lemma_ in ("spend", "pass", "cling", "glue", "sit", "stay")
        if verb.dep_ == "relcl" and verb.head.tag_ == "NNS" and verb.head.lower_ in PARTNERS and token.head.lower_ in ("on", "by"):
            return True  # "the leaders with whom he talked on the telephone"
        long = token.head.lower_ in ("on", "at") and verb.lemma_ == "be" and _lasts(verb)
        several = token.head.lower_ in ("on", "by", "over") and (holds_several(verb, token) or is_with_several(verb))
        return busy or spent or long or several
    if lemma in LOGS and any(c.lemma_.lower() in PHONES | CALLS for c in _kinds(token)):
        return True
    if lemma == "caller" and token.tag_ == "NNS":
        named = verb is not None and verb.lemma_ == "be" and token.dep_ in ("pobj", "nsubj", "attr")  # "among his callers were"
        return named or (
            verb is not None and verb.lemma_ in ("have", "get", "receive", "include") and token.dep_ in ("dobj", "nsubj")
        )
    if lemma not in CALLS or token.tag_ not in ("NNS", "NNPS") or any(c.lower_ == "courtesy" for c in token.children):
        return False
    if (token.dep_ == "pobj" and token.head.lower_ in ("for", "about", "on", "like")) or is_in_diary(token):
        return False  # "has a memory for telephone calls"
    if token.head.lower_ == "of" and token.head.head.lemma_.lower() in SPANS:
        return True  # "it was a day of telephone calls for X"
    if any(c.lower_ in ("for", "on") and c.i > token.i and c.dep_ == "prep" and not _dates(c) for c in token.children):
        return False
    if verb is None or _is_counted_way(token) or (verb.lemma_ in INCOMING and token.dep_ == "nsubj"):
        return True
    return verb.lemma_.lower() in lexicon.caller_verbs | lexicon.callee_verbs | lexicon.mutual_verbs


def _is_by_phone(talks: Token) -> bool:
    return any(c.lower_ in ("telephone", "phone", "telephonic", "video") for c in talks.children)


def _rings_on(verb: Token) -> bool:
    """ "His telephone did not stop ringing", "has hardly been silent", "rang all day", "kept ringing"."""
    if verb.lemma_ in RESTING or any(c.lower_ in RESTING for c in verb.children):
        return any(c.dep_ == "neg" or c.lower_ in BARELY for c in verb.children)
    words = {t.lower_ for t in verb.subtree}
    return (verb.lemma_ == "ring" and bool(words & RINGING_ON)) or (verb.lemma_ == "keep" and "ringing" in words)


def _dates(on: Token) -> bool:
    """ "Calls on Friday", beside "calls on both to stop"."""
    return any(g.lower_ in DAYS or g.ent_type_ == "DATE" for g in on.children)


def _kinds(log: Token) -> list[Token]:
    """The words of what a log or list is: "his telephone log", "the list of his calls"."""
    behind = [g for c in log.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    return behind + [c for c in log.children if c.dep_ == "compound"]


def is_the_usual_way(phone: Token) -> bool:
    """ "Worked on it all week, mainly by phone", "by telephone, chiefly": not one call, but most of many."""
    near = phone.doc[max(phone.sent.start, phone.i - 3) : min(phone.i + 3, phone.sent.end)]
    return phone.head.lower_ in ("on", "by", "over") and any(t.lower_ in MOSTLY for t in near)


def _is_read_off(log: Token, lexicon: Lexicon) -> bool:
    """ "First on the minister's list was Paris": a list of somebody's, by the order in which it was gone through."""
    if log.dep_ != "pobj" or log.head.lower_ != "on" or log.lemma_.lower() not in LOGS or log.sent.root.tag_ != "VBD":
        return False
    ranked = (log.head.head, *log.head.head.children)
    aside = log.head.head.dep_ == "appos"  # "to Juncker, the last on his list, he …"
    return not aside and any(t.lower_ in lexicon.round_order for t in ranked) and any(c.dep_ == "poss" for c in log.children)


def _lasts(verb: Token) -> bool:
    """ "Was on the telephone all day", "for most of Monday", "for hours"."""
    if any(t.lower_ in ("with", "to") and t.dep_ == "prep" for t in verb.subtree):
        return False  # "was on the telephone with Putin all evening": one call
    words = {t.lower_ for t in verb.subtree if t.lower_ != "half" or t.nbor(1).lower_ not in ("an", "hour")}
    return bool(words & {"all", "most", "much", "half", "whole", "entire"} and words & (SPANS | DAYS))


def _is_counted_way(calls: Token) -> bool:
    """ "Set out the objections in three telephone conversations", "in a series of calls"."""
    measure = calls.head.head
    if calls.head.lower_ == "of" and measure.lemma_ in MEASURES:
        calls, counted = measure, True
    else:
        counted = any(c.like_num or c.lower_ in ("several", "separate") for c in calls.children)
    return counted and calls.dep_ == "pobj" and calls.head.lower_ in ("in", "during", "by", "through", "over")


def _owner(token: Token, material: Material) -> Entity | None:
    """The official who made the calls: the owner, the agent, else the subject."""
    near = [token]
    if token.dep_ == "pobj" and (token.head.lower_ == "of" or token.head.head.lemma_.lower() in SPANS):
        near.append(token.head.head)
    caller, verb = token.lemma_.lower() == "caller", token if token.pos_ in VERBAL else governor(token)
    ways = {"by", "of"} | ({"to"} if caller else set()) | ({"for"} if len(near) > 1 else set())
    places = [c for noun in near for c in noun.children if c.dep_ == "poss"]
    places += [
        g
        for noun in (*near, *(n.head for n in near if "to" in ways))
        for c in noun.children
        if c.lower_ in ways
        for g in c.children
    ]
    if verb is not None and verb.lemma_ in INCOMING and token.dep_ == "nsubj":
        places += [g for c in verb.children if c.lower_ in ("to", "for") for g in c.children]
    elif verb is not None and verb.pos_ in VERBAL and not (caller and verb.lemma_ in ("be", "include")):
        subject = subject_of(verb)
        places += [g for c in verb.children if c.dep_ == "agent" for g in c.children]  # "was set out by X in three calls"
        places += [subject] if subject is not None else []
    if token.dep_ == "nsubj" and token.lemma_.lower() in PHONES:
        named = (material.finder.covering.get(t.i) for t in token.sent if t.dep_ in ("pobj", "poss"))
        places = [material.doc[m.head] for m in named if m is not None and m.kind in ("name", "role")]  # "at the residence of X"
    for place in places:
        mention = material.finder.covering.get(place.i)
        if mention is not None and mention.kind != "group" and len(mention.members) == 1 and mention.members[0].official:
            return material.context.person_for(mention.members[0])
    return None
