"""Who is on the line because it was theirs: who called the others together, presided, or brought it about."""

from __future__ import annotations

from services.extractor.calls.cues.noun_syntax import find_convened
from services.extractor.calls.parties.arguments import ArgumentFinder
from services.extractor.calls.words.accounts import Parties
from services.extractor.calls.words.listing import members
from services.extractor.tokens import Token

CONVENING = {"organise", "organize", "host", "convene", "chair", "lead", "moderate", "initiate", "arrange", "call"}
INITIATIVE = {"initiative", "request", "invitation", "suggestion", "instigation"}
CHAIRS = {"chairmanship", "chairpersonship", "presidency", "chair", "leadership"}


def find_hosts(call: Token, finder: ArgumentFinder) -> Parties:
    """ "A conference call organised by Biden", "the videoconference to which Biden had invited", "held a video summit, chaired by
    Modi", "under the chairmanship of King Salman": he was on it."""
    above = [*call.head.children] if call.dep_ == "dobj" else []
    told = [c for c in call.subtree if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in CONVENING]
    hosted = [c for c in told if c.head == call or find_convened(c) == call]
    hosted += [c for c in above if c.dep_ == "advcl" and c.tag_ == "VBN" and c.lemma_ in CONVENING]
    hosts = [g for c in hosted for by in c.children if by.lower_ == "by" for g in by.children]
    above += [*call.head.head.children] if call.dep_ == "pobj" and call.head.lower_ in ("by", "via", "in") else []
    under = [g for c in (*call.children, *above) if c.lower_ == "under" for g in c.children if g.lower_ in CHAIRS]
    hosts += [g for chair in under for c in chair.children for g in (c, *c.children) if g.dep_ in ("poss", "pobj")]
    near = [*call.children, *(r for of in call.children if of.lower_ == "of" for g in of.children for r in g.children)]
    asked = [c for c in near if c.dep_ == "relcl" and c.lemma_ in CONVENING | {"invite"} and c.tag_ in ("VBD", "VBN")]
    hosts += [g for c in asked for g in c.children if g.dep_ == "nsubj"]
    return members([m for g in hosts for m in finder.mentions_of(g)[:1] if m.kind in ("name", "role")])


def find_owners(call: Token, finder: ArgumentFinder) -> Parties:
    """ "A second conversation took place at the initiative of X": he was on it, where the sentence names nobody's company."""
    clause = [*call.children, *(call.head.children if call.dep_ in ("nsubj", "nsubjpass", "dobj") else ())]
    led = [g for c in clause if c.lower_ in ("at", "on") for g in c.children if g.lower_ in INITIATIVE]
    owners = [c for g in led for c in g.children if c.dep_ == "poss"]
    owners += [h for g in led for c in g.children if c.lower_ == "of" for h in c.children]
    return members([finder.covering[c.i] for c in owners if c.i in finder.covering])
