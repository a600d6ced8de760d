"""Clues in the clause around a phrase: which verb or noun it hangs on and how, who is the subject, whether the clause is what
somebody said."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.actors import Actors
from services.extractor.account.parse import auxiliaries, children, governor, is_verb, subject_of
from services.extractor.account.roles import DEEPEST, find_chain, role_of
from services.extractor.account.verbs import PLAIN, noun_group, verb_group
from services.extractor.tokens import Token
from services.extractor.types import Call

NAMES = {"NOUN", "PROPN"}
INNER = {"of", "in", "on", "for", "to", "with", "between", "against", "from", "by", "about", "over"}
TENSES = {"would": {"would", "must", "should"}, "will": {"will", "shall"}, "had": {"had"}, "has": {"has", "have"}, "to": {"to"}}


def clause_clues(noun: Token, call: Call, actors: Actors) -> Iterator[str]:
    """Yields the clues around `noun`; "issues of X", "X and Y" and "concern about X" are taken at the place of their first noun."""
    top, passed = _climb(noun)
    for step in sorted(set(passed)):
        yield f"via:{step}"
    verb, way, direct = _governor(top)
    yield from _attachment(top)
    if verb is None:
        yield "verb:none"
        return
    chain, reporter, root = find_chain(verb)
    role = role_of(subject_of(verb), call, actors, top)
    yield from _verb_clues(verb, way, direct, role)
    yield f"chain:{'>'.join(chain[:3])}"
    yield f"under:{chain[0] if chain else 'ROOT'}:{way}{':' + chain[1] if len(chain) > 1 else ''}"
    if reporter is None:
        yield "told:no"
        yield f"told:no:{verb_group(verb)}:{role}"
    else:
        teller = role_of(subject_of(reporter), call, actors)
        yield from ("told", f"told:{verb_group(reporter)}:{teller}", f"told-by:{teller}", f"told:{way}")
    if root.dep_ != "ROOT":
        yield f"root:{root.dep_}"


def _climb(noun: Token) -> tuple[Token, list[str]]:
    """Returns the noun at whose place a phrase stands, and the steps up to it."""
    top, passed = noun, []
    for _ in range(DEEPEST):
        above = top.head
        if top.dep_ in {"conj", "appos"} and above.pos_ in NAMES:
            passed.append(top.dep_)
            top = above
        elif (
            top.dep_ in {"pobj", "pcomp"} and above.dep_ == "prep" and above.head.pos_ in NAMES and noun_group(above.head) != PLAIN
        ):
            passed += [noun_group(above.head), f"{noun_group(above.head)}:{above.lower_}"]
            top = above.head
        else:
            break
    return top, passed


def _governor(top: Token) -> tuple[Token | None, str, bool]:
    """Returns the verb over a phrase, the way it hangs there ("P": by a preposition), and whether it does so directly."""
    if top.dep_ in {"pobj", "pcomp"}:
        prep = top.head
        up = prep.head.head if prep.dep_ == "prep" and prep.head.dep_ == "prep" else prep.head
        return (up, "P", True) if is_verb(up) else (governor(top), "P", False)
    verb = top.head if is_verb(top.head) and top.head != top else governor(top)
    return verb, top.dep_, top.head == verb


def _attachment(top: Token) -> Iterator[str]:
    """Yields the preposition before a phrase with what it hangs on, or its place in the clause."""
    if top.dep_ not in {"pobj", "pcomp"}:
        yield f"place:{top.dep_}"
        return
    prep, up = top.head, top.head.head
    name = prep.lower_
    if prep.dep_ == "prep" and up.dep_ == "prep":
        up, name = up.head, f"{up.lower_}_{name}"
    if up.pos_ in NAMES:
        yield from ("inner", f"inner:{name if name in INNER else 'x'}", f"inside:{noun_group(up)}")
    elif is_verb(up):
        yield from (f"prep:{name}", f"prep:{name}:{verb_group(up)}")
    else:
        yield f"prep-other:{name}"


def _verb_clues(verb: Token, way: str, direct: bool, role: str) -> Iterator[str]:
    """Yields the group, subject, tense and form of the verb."""
    group = verb_group(verb)
    if direct:
        yield from (f"verb:{group}:{way}", f"verb-by:{group}:{role}")
    else:
        yield f"verb-over:{group}"
    yield from (f"by:{role}", f"by:{role}:{way}", f"form:{verb.tag_}")
    own = auxiliaries(verb)
    for name, words in TENSES.items():
        if own & words:
            yield f"tense:{name}"
    if children(verb, "neg"):
        yield "denied"
