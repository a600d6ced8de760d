"""Clauses in the sentence of a cue that tell of other times and other people than its call."""

from __future__ import annotations

from services.extractor.calls.held.ahead import is_still_to_come
from services.extractor.calls.held.perfect import past_perfect
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import Sighting
from services.extractor.tokens import Token

VISITS = {"tour", "trip", "visit"}
DURING = {"amid", "at", "during", "for", "in", "on", "throughout", "while", "with"}
PAYING = {"begin", "conclude", "end", "finish", "have", "make", "pay", "start"}
BRIEFING = {"agree", "brief", "inform", "update"}  # on a visit


def find_set_before(sighting: Sighting) -> set[int]:
    """The tokens of clauses that tell of an earlier time than the cue: "Roh, whom he had met in Seoul, spoke with Bush", "for the
    first time since the visit"."""
    earlier = [t for t in sighting.head.sent if t.dep_ == "relcl" and past_perfect(t) and not t.is_ancestor(sighting.head)]
    earlier = [verb for verb in earlier if verb != sighting.head]
    earlier += [t for t in sighting.head.sent if t.lower_ == "since" and t.dep_ == "prep"]
    earlier += [t.head for t in sighting.head.sent if t.lower_ == "since" and t.dep_ == "mark" and t.head.tag_ in ("VBD", "VBN")]
    return {t.i for verb in earlier if not verb.is_ancestor(sighting.head) for t in verb.subtree}


def find_set_later(sighting: Sighting, lexicon: Lexicon) -> set[int]:
    """The tokens of clauses that tell where people are to meet ("agreed to meet in Rome", "will see him", "looks forward to seeing
    her"), and visits that are only spoken of or of another time."""
    meeting = [t for t in sighting.head.sent if t.lemma_ in lexicon.in_person]
    later = [t for t in meeting if _is_ahead(t) or is_still_to_come(t, lexicon)]
    visits = {t.i for t in meeting if t.pos_ == "NOUN" and t.lemma_ in VISITS and not _is_setting(t)}
    return visits | {t.i for verb in later for t in verb.subtree if t is verb or not _is_around(verb, t, sighting.head)}


def _is_ahead(verb: Token) -> bool:
    """ "Before he meets her"."""
    return verb.tag_ == "VBZ" and any(c.dep_ == "mark" and c.lower_ in ("before", "until") for c in verb.children)


def _is_setting(visit: Token) -> bool:
    """ "Spoke during his visit", "was on a visit", "paid a visit": not "ahead of the visit", "discussed the visit"."""
    above = visit.head
    if visit.dep_ == "pobj":
        of_it = above.lower_ == "of" and above.head.lower_ != "ahead"
        return of_it or (above.lower_ in DURING and above.head.lemma_ not in BRIEFING)
    return visit.dep_ not in ("dobj", "compound", "poss") or above.lemma_ in PAYING


def _is_around(verb: Token, token: Token, head: Token) -> bool:
    """Whether the part of the clause of `verb` in which `token` stands has the cue in it."""
    while token.head is not verb:
        token = token.head
    return token is head or token.is_ancestor(head)


def without_asides(sighting: Sighting) -> str:
    """The sentence without clauses behind the cue that hang on other verbs: "…, remembering how she hosted him last June"."""
    head, verb = sighting.head, sighting.verb
    own = {head.i, verb.i if verb is not None else head.i}
    asides = {
        t.i for c in head.sent
        if c.dep_ in ("advcl", "relcl", "acl", "pcomp") and c.i > head.i and c.head.i not in own and not c.head.is_ancestor(head)
        for t in c.subtree
    }  # fmt: skip
    return " ".join(t.text for t in head.sent if t.i not in asides) if asides else head.sent.text


def find_aside(sighting: Sighting, others: set[int]) -> set[int]:
    """The tokens of clauses that tell what somebody on the line did with somebody else: "spoke with Meade, who met with Clinton".
    `others`: where the people stand who are not on the line."""
    beside = [t for t in sighting.head.sent if t.dep_ == "relcl" and t.head.pos_ == "PROPN" and not t.is_ancestor(sighting.head)]
    return {t.i for verb in beside for t in verb.subtree if any(o.i in others for o in verb.subtree)}
