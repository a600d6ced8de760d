"""Who is on the line because it was theirs: who called the others together, or presided."""

from __future__ import annotations

from services.extractor.calls.cues.noun_syntax import find_convened
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.words.accounts import Parties
from services.extractor.calls.words.listing import members
from services.extractor.tokens import Token

CONVENING = {"organise", "organize", "host", "convene", "chair", "lead", "moderate", "initiate", "arrange", "call"}
CHAIRS = {"chairmanship", "chairpersonship", "presidency", "chair", "leadership"}


def find_hosts(call: Token, finder: ArgumentFinder) -> Parties:
    """ "A conference call organised by Biden", "the videoconference to which Biden had invited", "held a video summit, chaired by
    Modi", "under the chairmanship of King Salman": he was on it."""
    above = [*call.head.children] if call.dep_ == "dobj" else []
    told = [c for c in call.subtree if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in CONVENING]
    hosted = [c for c in told if c.head == call or find_convened(c) == call]
    hosted += [c for c in above if c.dep_ == "advcl" and c.tag_ == "VBN" and c.lemma_ in CONVENING]
    hosts = [g for c in hosted for by in c.children if by.lower_ == "by" for g in by.children]
    under = [g for c in (*call.children, *above) if c.lower_ == "under" for g in c.children if g.lower_ in CHAIRS]
    hosts += [g for chair in under for c in chair.children for g in (c, *c.children) if g.dep_ in ("poss", "pobj")]
    near = [*call.children, *(r for of in call.children if of.lower_ == "of" for g in of.children for r in g.children)]
    asked = [c for c in near if c.dep_ == "relcl" and c.lemma_ in CONVENING | {"invite"} and c.tag_ in ("VBD", "VBN")]
    hosts += [g for c in asked for g in c.children if g.dep_ == "nsubj"]
    return members([m for g in hosts for m in finder.mentions_of(g)[:1] if m.kind in ("name", "role")])
