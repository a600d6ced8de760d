"""Who a subject is, seen from one call, and by which clauses a verb hangs under the one that reports it."""

from __future__ import annotations

from services.extractor.account.actors import Actors
from services.extractor.account.parse import governor, is_verb
from services.extractor.account.verbs import verb_group
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.tokens import Token
from services.extractor.types import Call

SOURCES = load_scope_rules().words["sources"]
UNDER = {"ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis"}
DEEPEST = 8
CALL_NOUNS = {
    "call",
    "conversation",
    "talk",
    "talks",
    "discussion",
    "exchange",
    "dialogue",
    "chat",
    "half",
    "phone",
    "much",
    "most",
    "part",
    "contact",
    "teleconference",
    "videoconference",
    "session",
    "rest",
    "attention",
    "consultation",
    "it",
    "conference",
    "negotiation",
    "agenda",
    "topic",
    "subject",
    "communication",
    "message",
}


def role_of(subject: Token | None, call: Call, actors: Actors, phrase: Token | None = None) -> str:
    """Returns who a subject is: the phrase itself, the call, a source, or its role in the call."""
    if subject is None:
        return "none"
    if subject == phrase:
        return "self"
    if subject.lemma_.lower() in CALL_NOUNS:
        return "call"
    return actors.role_in(subject, call) + (":source" if subject.lemma_.lower() in SOURCES else "")


def find_chain(verb: Token) -> tuple[list[str], Token | None, Token]:
    """Returns how a clause hangs under others up to the root, the verb that reports it if there is one, and where it ended."""
    chain: list[str] = []
    reporter, x = None, verb
    for _ in range(DEEPEST):
        if x.dep_ == "conj" and is_verb(x.head):
            x = x.head
        elif x.dep_ in UNDER:
            chain.append(x.dep_)
            above = x.head if is_verb(x.head) else x.head.head if x.dep_ == "pcomp" and is_verb(x.head.head) else None
            if above is None:
                chain.append("noun")
                above = governor(x.head)
                if above is None:
                    break
            else:
                chain.append(verb_group(above))
                if reporter is None and x.dep_ in {"ccomp", "xcomp"}:
                    reporter = above
            x = above
        else:
            break
    if reporter is None:
        behind = [c for c in x.children if c.dep_ in {"parataxis", "ccomp"} and c.i > x.i and is_verb(c)]
        reporter = next((c for c in behind if verb_group(c) in {"say", "raise"}), None)
        chain += ["behind"] if reporter is not None else []
    return chain, reporter, x
