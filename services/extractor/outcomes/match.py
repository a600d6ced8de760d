"""Finds the words in a sentence that tell an outcome: a rule of `patterns/outcomes.yml` and the verb of its clause.

Which words a rule asks for around its head is read in `fits.py`, plans in `plans.py`, what else is to come in `prospects.py`. Knows
nothing of calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.account.parse import (
    SUBJECTS,
    auxiliaries,
    children,
    conjuncts,
    governor,
    is_denied,
    is_negated,
    is_verb,
)
from services.extractor.outcomes.fits import fits, is_inserted
from services.extractor.outcomes.plans import FUTURE, is_asked, is_plan, planned_by
from services.extractor.outcomes.prospects import may_be_plan, may_be_refusal, may_be_state
from services.extractor.rules.outcome_rules import OutcomeRule, OutcomeTable
from services.extractor.tokens import Span, Token

PERFECT = {"has", "have", "had"}
EARLIER = {
    "earlier",
    "previously",
    "long",
    "always",
    "already",
    "repeatedly",
    "often",
    "originally",
    "initially",
    "once",
    "ever",
    "lately",
    "recently",
}
BESIDE = {"under", "despite", "since", "before", "after", "without", "against", "following", "until", "amid", "besides", "beyond"}
MATTERS = {"about", "in", "of", "at", "from"}
SUCCESS = {"succeed", "agree", "concur", "coincide"}
SETTLING = {"agree", "decide", "manage", "promise", "pledge", "undertake", "settle", "resolve", "help"}
TO_COME = {"future": is_plan, "possible": may_be_plan, "refused": may_be_refusal, "being": may_be_state}  # by frame


@dataclass(frozen=True)
class Match:
    """`verb` heads the clause that is the outcome, `rule` says why. `under`: the verb of agreeing or promising of which the clause
    is a further one ("agreed that A and that B"); whoever does that does this."""

    rule: OutcomeRule
    verb: Token
    under: Token | None = None

    @property
    def deed(self) -> Token:
        """The verb whose subject does it."""
        return self.under or self.verb


def find_matches(sent: Span, table: OutcomeTable) -> list[Match]:
    """Returns the outcomes told in a sentence, one per verb, in order."""
    found: dict[int, Match] = {}
    for token in sent:
        if token.is_punct or token.is_space:
            continue
        rules = table.find_rules(token.lemma_.lower(), token.lower_)
        for match in _match_token(token, rules, table) if rules is not table.plans or is_verb(token) else ():
            for each in (match, *_further(match)):
                if each.verb.i not in found or (found[each.verb.i].rule.unsure and not each.rule.unsure):
                    found[each.verb.i] = each
    return [found[i] for i in sorted(found) if not _is_within(found[i], found)]


def _further(match: Match) -> Iterator[Match]:
    """Yields the further clauses of what is agreed or promised, each with a subject of its own."""
    if match.rule.frame != "verb" or match.rule.kind not in {"agreement", "commitment"}:
        return
    told = [clause for clause in children(match.verb, "ccomp") if clause.i > match.verb.i]
    for clause in [joined for first in told for joined in conjuncts(first) if joined != first]:
        if is_verb(clause) and children(clause, *SUBJECTS):
            yield Match(match.rule, clause, match.verb)
    for clause in children(match.verb, "conj"):
        if told and is_verb(clause) and any(mark.lower_ == "that" for mark in children(clause, "mark")):
            yield Match(match.rule, clause, match.verb)


def _is_within(match: Match, found: dict[int, Match]) -> bool:
    """Whether the verb is only the infinitive of another that tells it in full: "plans to stay in touch"."""
    outer = found.get(match.verb.head.i) if match.verb.dep_ == "xcomp" else None
    return outer is not None and outer.verb != match.verb and (match.rule.unsure or not outer.rule.unsure)


def _match_token(token: Token, rules: list[OutcomeRule], table: OutcomeTable) -> Iterator[Match]:
    for rule in rules:
        if rule.frame in TO_COME:
            if TO_COME[rule.frame](token, table):
                yield Match(rule, token.head if planned_by(token) else token)
        else:
            verb = _clause_verb(token, rule)
            if verb is None or not fits(token, verb, rule) or _is_aside(verb, rule) or _is_before(verb) or is_asked(verb):
                continue
            if rule.negative:
                told = is_negated(token) or is_negated(verb)
            else:
                told = not (is_denied(token, rule.can) or is_denied(verb, rule.can))
            if told:
                yield Match(rule, _told_before(verb, rule) or verb)


def _is_before(verb: Token) -> bool:
    """Whether the clause says itself that it was so before: "had earlier promised", "have long been ready"."""
    return bool(auxiliaries(verb) & PERFECT) and any(child.lower_ in EARLIER for child in verb.children)


def _is_aside(verb: Token, rule: OutcomeRule) -> bool:
    """Whether the verb only describes a noun ("the first to sign a treaty"), tells what something is about ("spoke about securing a
    truce", "without offering a date"), or an agreement still to come."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in BESIDE | MATTERS and verb.head.head.lemma_.lower() not in SUCCESS:
        return True
    first = next((above for above in verb.ancestors if above.dep_ != "conj"), verb) if verb.dep_ == "conj" else verb
    if verb.tag_ == "VB" and first.dep_ in {"acl", "relcl"} and any(c.lower_ == "to" for c in verb.children):
        return True
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "advcl"} and rule.frame == "noun" and rule.kind == "agreement":
        return bool(children(verb, "aux")) and verb.head.lemma_.lower() not in SETTLING  # "left it to them to reach a deal"
    if verb.dep_ == "relcl" and auxiliaries(verb) & PERFECT and rule.kind in {"agreement", "commitment"}:
        return True  # "a war that he has promised to end"
    return rule.kind == "agreement" and rule.frame == "verb" and bool(auxiliaries(verb) & FUTURE)


def _told_before(verb: Token, rule: OutcomeRule) -> Token | None:
    """Returns the verb of the clause that stands before its verb of promising or agreeing, or around it: "Rome would help, he
    promised", "the war, they agreed, should end"."""
    if rule.frame != "verb" or rule.kind not in {"agreement", "commitment"}:
        return None
    before = [child for child in verb.children if child.dep_ == "ccomp" and child.i < verb.i and is_verb(child)]
    if is_inserted(verb):
        return verb.head
    if verb.dep_ == "parataxis" and verb.head.i < verb.i:
        before.append(verb.head)
    return next((clause for clause in before if auxiliaries(clause) & FUTURE or clause.lemma_.lower() in {"want", "wish"}), None)


def _clause_verb(token: Token, rule: OutcomeRule) -> Token | None:
    """Returns the verb whose clause tells the outcome, where `token` plays the part that the frame asks for."""
    if rule.frame == "verb":
        return token if is_verb(token) else None
    if (rule.frame == "noun" and token.pos_ not in {"NOUN", "PROPN"}) or (
        rule.frame == "adjective" and (token.pos_ not in {"ADJ", "VERB"} or token.tag_ == "VB")
    ):
        return None
    verb = governor(token)
    if rule.frame == "noun" and token.dep_ == "pobj" and token.head.lower_ in BESIDE:
        return None
    if rule.frame == "adjective" and children(token, "auxpass"):
        verb = token
    if verb is None or (verb.lemma_.lower() not in rule.verbs and verb != token):
        return None
    if rule.frame == "noun" and token.dep_ == "nsubj" and not rule.anyone:
        return None
    if (rule.direct and token.head != verb) or (rule.kind == "other" and (verb.tag_ == "VB" or token.head != verb)):
        return None
    return verb
