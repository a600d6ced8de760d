"""Clauses that tell of somebody's calls without telling any: "whom the president called", "the calls that Siniora received", "his
calls went to friends"; and who placed those that are told behind."""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.words.infinitives import is_told_of
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.tokens import Token

CALLS = {"call", "phonecall"}
OUTGOING = {"go", "reach"}  # what calls do that somebody made


def are_placed(calls: Token, lexicon: Lexicon) -> bool:
    """ "Made calls to allies", "placed a series of calls", "Saturday's calls went to friends": whoever has them rang."""
    verb = governor(calls)
    if calls.lemma_.lower() not in CALLS or verb is None:
        return False
    return verb.lemma_ in (OUTGOING if calls.dep_ == "nsubj" else lexicon.caller_verbs)


def asks_whom(verb: Token, lexicon: Lexicon) -> bool:
    """ "Gave out whom the president called", "who has Ban been talking to?": a clause that asks for those who were called."""
    if verb.dep_ not in ("ccomp", "pcomp", "ROOT", "advcl") or verb.tag_ not in ("VBD", "VBN", "VBG") or is_open(verb, lexicon):
        return False
    ways = [c for c in verb.children if c.lower_ in ("to", "with")]
    led = [g for c in ways for g in c.children] + [c for c in verb.children if c.dep_ == "dobj"]
    words = (t for t in verb.doc[verb.sent.start : verb.i] if t.lower_ in ("who", "whom"))
    asking = any(t.head in (verb, *ways, verb.head) or t.head.dep_ == "aux" for t in words)
    called = any(c.lower_ in ("who", "whom") and c.dep_ != "nsubj" for c in verb.children)
    return asking and not any(g.i > verb.i for g in led) and (called or (bool(ways) and verb.dep_ != "advcl"))


def told_by_clause(calls: Token, lexicon: Lexicon) -> Token | None:
    """The verb of "the calls that Siniora received", "the calls Bush placed"."""
    if calls.lemma_.lower() not in CALLS | {"conversation"} or calls.tag_ != "NNS":
        return None
    clauses = [c for c in calls.children if c.dep_ == "relcl" and c.tag_ in ("VBD", "VBN") and not is_open(c, lexicon)]
    return next((c for c in clauses if c.lemma_ in (lexicon.caller_verbs | lexicon.callee_verbs) - {"have"}), None)


def is_open(verb: Token, lexicon: Lexicon) -> bool:
    """Whether the clause is denied, or lies in the future."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg")}
    return not is_told_of(verb, verb.head) and bool(helpers & (lexicon.not_held_auxiliaries | {"not", "n't", "never", "to"}))
