"""Whether several whom a cue tells of were on one line or on one each: "with A and B", "each by himself", "both spoke with C"."""

from __future__ import annotations

from itertools import pairwise

from services.extractor.calls.parties.arguments import Arguments
from services.extractor.calls.words.accounts import Parties, sides
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.tokens import Span

APART = {"each", "individually", "respectively", "separate", "separately"}
IN_TURN = {("one", "after"), ("one", "by"), ("in", "turn"), ("in", "succession")}  # "one after the other", "one by one"
IN_TURN |= {("of", "whom")}  # "A, B and C, all of whom spoke with D"
COMPANIES = {"leaders", "presidents", "ministers", "chiefs", "heads", "premiers", "participants", "three", "four", "five", "six"}
OPENING = 12  # words of the next sentence in which its verb stands


def is_of_several(sighting: Sighting) -> bool:
    """ "Calls came from A and B", "condolences came by telephone from A and B": one of each."""
    brought = sighting.kind == "instrument" and sighting.frame == "callee"
    return brought or (sighting.kind == "noun" and sighting.head.tag_ == "NNS")


def are_with_each(sighting: Sighting, args: Arguments, callees: Parties) -> bool:
    """ "Calls to A and B", "calls with A and B followed": one with each, of somebody else."""
    if sighting.head.tag_ != "NNS":
        return False
    acting = sighting.kind == "noun" and sighting.head.dep_ in ("nsubj", "nsubjpass")
    return len(callees) > 1 or (acting and bool(args.role("with")) and not args.role("between", "from"))


def act_both(sighting: Sighting, args: Arguments) -> bool:
    """ "X and Y both spoke with Z", "X and Y also spoke with him", "X and Y are among those who have spoken with Z", "were in touch
    with Z": each of them."""
    verb, words = sighting.verb, sighting.head.doc
    near = words[max(0, args.subjects[0].start - 1) : verb.i] if verb is not None and args.subjects else ()
    known = any(words[m.head].tag_ == "PRP" for m in args.role("with", "to"))
    return any(t.lower_ in ("both", "those") or (known and t.lower_ == "also") for t in near) or (
        verb is not None and any(g.lower_ in ("contact", "touch") for c in verb.children if c.lower_ == "in" for g in c.children)
    )


def tells_apart(sent: Span) -> bool:
    """ "Each by himself", "one after the other", "in turn": several calls, not one that all share."""
    words = [t.lower_ for t in sent]
    return bool(APART & {*words}) or any(pair in IN_TURN for pair in pairwise(words))


def is_one_call(sighting: Sighting, args: Arguments) -> bool:
    """ "Held a call with Macron and Scholz", "had Biden, Sunak and Scholz on screen": one call, and both on it."""
    head = sighting.head
    if head.lemma_ == "screen":
        return True
    starts, doc = [m.start for m in args.role("with")], head.doc
    if any(start > 0 and doc[start - 1].lower_ == "with" for start in starts[1:]):
        return False  # "had a conversation with Macron and with Scholz"
    if starts and any(t.lower_ == "then" for t in doc[starts[0] : starts[-1]]):
        return False  # "had a telephone conversation with A, then B"
    single = head.tag_ == "NN" and any(c.lower_ in ("a", "an", "one", "joint", "the") or c.dep_ == "poss" for c in head.children)
    return sighting.kind == "noun" and single and len(sides(members(args.role("with")))) > 1


def is_followed_by_all(sighting: Sighting) -> bool:
    """ "Biden spoke with Macron and Scholz. The leaders agreed …": the sentence behind tells of all as of one company."""
    sent = sighting.head.sent
    verb = next((t for t in sent.doc[sent.end : sent.end + OPENING] if t.pos_ == "VERB" and t.tag_ in ("VBD", "VBP")), None)
    if sighting.head.tag_ == "NNS" or verb is None or verb.sent.start != sent.end or tells_apart(verb.sent):
        return False
    company = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ in COMPANIES), None)
    return company is not None and not any(c.lower_ in ("two", "both", "other") for c in company.children)
