"""Finds the words in a sentence that tell an outcome: a rule of `patterns/outcomes.yml` and the verb of its clause.

Asks the parse, and the next few words where the parse of a small model slips. Knows nothing of calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from services.extractor.account.actors import is_plural
from services.extractor.account.parse import (
    SUBJECTS,
    auxiliaries,
    children,
    edges,
    governor,
    is_denied,
    is_negated,
    is_verb,
    subject_of,
)
from services.extractor.rules.outcome_rules import OutcomeRule, OutcomeTable

FUTURE = {"will", "would", "shall", "'ll", "’ll"}
FAITHLESS = {"abandon", "desert", "forsake", "cease", "waver", "weaken", "leave", "attack", "invade", "interfere", "forget"}
NEXT = {"meet", "speak", "talk", "see", "confer"}
GOING = {"resume", "reconvene"}
CONTACTS = {"talk", "contact", "consultation", "negotiation", "dialogue", "work", "cooperation", "conversation", "discussion"}
AIDES = {"minister", "team", "delegation", "expert", "negotiator", "official", "envoy", "adviser", "diplomat", "general"}
ABROAD = {"meet", "take", "visit", "travel", "call", "see", "play"}
DUE = {"due", "scheduled", "slated", "set", "about", "supposed", "planned"}


@dataclass(frozen=True)
class Match:
    """`verb` heads the clause that is the outcome, `rule` says why."""

    rule: OutcomeRule
    verb: Token


def find_matches(sent: Span, table: OutcomeTable) -> list[Match]:
    """Returns the outcomes told in a sentence, one per verb, in order."""
    found: dict[int, Match] = {}
    for token in sent:
        if token.is_punct or token.is_space:
            continue
        for match in _match_token(token, table):
            found.setdefault(match.verb.i, match)
    return [found[i] for i in sorted(found)]


def _match_token(token: Token, table: OutcomeTable) -> Iterator[Match]:
    lemma = token.lemma_.lower()
    for rule in table.rules:
        if rule.frame == "future":
            if _is_plan(token, table):
                yield Match(rule, token.head if planned_by(token) else token)
        elif lemma in rule.heads or (rule.frame == "adjective" and token.lower_ in rule.heads):
            verb = _clause_verb(token, rule)
            if verb is None or not _fits(token, verb, rule) or _is_aside(verb, rule):
                continue
            if rule.negative:
                told = is_negated(token) or is_negated(verb)
            else:
                told = not (is_denied(token, rule.can) or is_denied(verb, rule.can))
            if told:
                yield Match(rule, _told_before(verb, rule) or verb)


def _is_aside(verb: Token, rule: OutcomeRule) -> bool:
    """Whether the verb only describes a noun ("the first to sign a treaty"), or tells an agreement still to come."""
    first = next((above for above in verb.ancestors if above.dep_ != "conj"), verb) if verb.dep_ == "conj" else verb
    if verb.tag_ == "VB" and first.dep_ in {"acl", "relcl"} and any(c.lower_ == "to" for c in verb.children):
        return True
    return rule.kind == "agreement" and rule.frame == "verb" and bool(auxiliaries(verb) & FUTURE)


def _told_before(verb: Token, rule: OutcomeRule) -> Token | None:
    """Returns the verb of the clause that stands before its verb of promising or agreeing: "Rome would help, he promised"."""
    if rule.frame != "verb" or rule.kind not in {"agreement", "commitment"}:
        return None
    before = [child for child in verb.children if child.dep_ == "ccomp" and child.i < verb.i and is_verb(child)]
    if verb.dep_ == "parataxis" and verb.head.i < verb.i:
        before.append(verb.head)
    return next((clause for clause in before if auxiliaries(clause) & FUTURE or clause.lemma_.lower() in {"want", "wish"}), None)


def _clause_verb(token: Token, rule: OutcomeRule) -> Token | None:
    """Returns the verb whose clause tells the outcome, where `token` plays the part that the frame asks for."""
    if rule.frame == "verb":
        return token if is_verb(token) else None
    if (rule.frame == "noun" and token.pos_ not in {"NOUN", "PROPN"}) or (
        rule.frame == "adjective" and token.pos_ not in {"ADJ", "VERB"}
    ):
        return None
    verb = governor(token)
    if rule.frame == "adjective" and token.pos_ == "VERB" and children(token, "auxpass"):
        verb = token
    if verb is None or (verb.lemma_.lower() not in rule.verbs and verb != token):
        return None
    if rule.frame == "noun" and token.dep_ == "nsubj" and not rule.anyone:
        return None
    if (rule.direct and token.head != verb) or (rule.kind == "other" and (verb.tag_ == "VB" or token.head != verb)):
        return None
    return verb


def complements(token: Token) -> set[str]:
    """Returns which complements stand with a verb, noun or adjective: `that`, `inf`, `ing`, `obj` and its prepositions."""
    kinds = set()
    for child in token.children:
        if child.i < token.i and child.dep_ not in {"nsubjpass", "ccomp"}:
            continue
        if child.dep_ in {"ccomp", "acl", "xcomp", "advcl", "relcl"} and is_verb(child):
            if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
                kinds.add("inf")
            elif child.tag_ == "VBG":
                kinds.add("ing")
            elif child.dep_ in {"ccomp", "acl"}:
                kinds.add("that")
        elif child.dep_ in {"dobj", "obj", "nsubjpass", "dative"}:
            kinds.add("obj")
            kinds.update(grand.lower_ for grand in child.children if grand.dep_ == "prep" and child.i > token.i)
        elif child.dep_ in {"prep", "prt"}:
            kinds.add(child.lower_)
            if any(c.dep_ == "pcomp" for c in child.children):
                kinds.add("ing")
    return kinds | _next_words(token)


def _next_words(token: Token) -> set[str]:
    """Returns the complements that the words right after `token` announce, "with X" and adverbs passed over."""
    doc, i, kinds = token.doc, token.i + 1, set()
    limit = min(token.sent.end, token.i + 7)
    while i < limit:
        word = doc[i]
        if word.lower_ == "to" and i + 1 < len(doc) and doc[i + 1].tag_ == "VB":
            kinds.add("inf")
            break
        if word.lower_ == "that":
            kinds.add("that")
            break
        if (word.is_punct and not word.is_quote) or is_verb(word):
            break
        i += 1
    return kinds


def _fits(token: Token, verb: Token, rule: OutcomeRule) -> bool:
    """Whether complements, infinitive and further words are what the rule asks for."""
    if verb.dep_ == "amod" or (is_verb(token) and token.dep_ in {"amod", "compound"}):
        return False
    if (rule.passive and not children(verb, "auxpass")) or (rule.progressive and verb.tag_ != "VBG"):
        return False
    if (rule.joint and not _is_joint(verb)) or (rule.bare and not _is_bare(verb)):
        return False
    if rule.follows and not _is_followed(token, rule):
        return False
    takes = set(rule.takes)
    if takes and "any" not in takes and not complements(token) & takes and (token == verb or not complements(verb) & takes):
        return False
    if rule.deeds and not any(child.lemma_.lower() in rule.deeds for child in token.children if _is_deed(child, rule)):
        return False
    if rule.words or rule.unless:
        start, end = edges(verb, set())
        around = {word.lower_ for word in verb.doc[start:end]} | {word.lemma_.lower() for word in verb.doc[start:end]}
        if (rule.words and not around & set(rule.words)) or around & set(rule.unless):
            return False
    return True


def _is_joint(verb: Token) -> bool:
    """Whether several do it: "they", "the two", "Lind and Moe"."""
    subject = subject_of(verb)
    if subject is None or verb.tag_ == "VB" or children(verb, "auxpass"):
        return False
    return is_plural(subject) or subject.lower_ in {"we", "sides"}


def _is_bare(verb: Token) -> bool:
    """Whether a verb stands alone with its subject: "Lind accepted"; not "it was late, he agreed"."""
    if verb.dep_ in {"parataxis", "relcl", "acl", "advcl"} or not children(verb, "nsubj") or verb.tag_ not in {"VBD", "VBZ", "VBN", "VBP"}:
        return False
    return not any(child.dep_ in {"dobj", "ccomp", "xcomp", "prep", "agent", "auxpass", "nsubjpass"} for child in verb.children)


def _is_followed(token: Token, rule: OutcomeRule) -> bool:
    """Whether one of the phrases of the rule comes right after the token."""
    after = [word.lower_ for word in token.doc[token.i + 1 : token.i + 5]]
    return any(after[: len(words)] == words for words in (phrase.split() for phrase in rule.follows))


def _is_deed(child: Token, rule: OutcomeRule) -> bool:
    """Whether a dependent tells what is wished or proposed; a bare infinitive has no subject of its own."""
    if child.lemma_.lower() in {"go", "carry"} and not any(c.lower_ == "on" for c in child.children):
        return False
    return child.dep_ == "xcomp" or (child.dep_ == "ccomp" and ("that" in rule.takes or not children(child, "nsubj")))


def _is_plan(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells what somebody will do with or for the other: "will go on supporting", "are to speak again"."""
    if not is_verb(verb) or verb.tag_ not in {"VB", "VBG", "VBN", "VBP", "VBZ"} or verb.lemma_ == "be":
        return False
    if is_denied(verb):
        return verb.lemma_.lower() in FAITHLESS and bool(auxiliaries(verb) & FUTURE) and bool(children(verb, "neg"))
    passive = bool(children(verb, "auxpass"))
    future = bool(auxiliaries(verb) & FUTURE)
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not children(verb, "aux", *SUBJECTS) and _is_plan(verb.head, table):
        return False
    told = verb.lemma_.lower() in (table.fixing if passive else table.deeds)
    if passive:
        return told and (future or bool(planned_by(verb))) and _is_occasion(subject_of(verb), table)
    if future:
        return told and not _is_so(verb)
    plan = planned_by(verb)
    if not plan:
        return _is_next(verb)
    if plan == "be":
        if any(child.lower_ in {"again", "further"} for child in verb.children) or _is_occasion(subject_of(verb), table):
            return told
        if verb.head.tag_ not in {"VBZ", "VBP"}:
            return False
        subject = subject_of(verb)
        by_aides = subject is not None and verb.lemma_.lower() in table.encounters and subject.lemma_.lower() in AIDES
        return by_aides or (told and verb.lemma_.lower() not in ABROAD)
    return bool(plan) and (verb.lemma_.lower() in table.encounters if plan != "go" else told)


def _is_next(verb: Token) -> bool:
    """Whether they meet again, or contacts go on, told in the present: "they meet again in May", "the talks resume on Friday"."""
    if verb.tag_ not in {"VBP", "VBZ"} or auxiliaries(verb):
        return False
    lemma, subject = verb.lemma_.lower(), subject_of(verb)
    again = any(child.lower_ == "again" for child in verb.children)
    return (lemma in NEXT and again) or (lemma in GOING and subject is not None and subject.lemma_.lower() in CONTACTS)


def _is_so(verb: Token) -> bool:
    """Whether the clause does not tell what will be done: "will continue to do so"."""
    return any(word.lower_ == "so" and word.head.lemma_ == "do" for word in verb.doc[verb.i : min(verb.i + 5, verb.sent.end)])


def _is_occasion(noun: Token | None, table: OutcomeTable) -> bool:
    """Whether a noun is something that people arrange: a date, a meeting, a commission."""
    return noun is not None and noun.lemma_.lower() in table.occasions


def planned_by(verb: Token) -> str:
    """Returns by which words a plan is told: `be` ("are to meet"), `go` ("is going to send"), `due` ("are scheduled to speak"), or
    nothing."""
    above = verb.head
    if verb.dep_ != "xcomp" or not 0 < verb.i - above.i <= 5 or not any(c.lower_ == "to" for c in verb.children):
        return ""
    if above.lemma_ == "be":
        return "be" if verb.i - above.i <= 3 and subject_of(verb) is not None else ""
    if above.lower_ == "going":
        return "go" if auxiliaries(above) & {"is", "are", "was", "were", "'s", "'re"} else ""
    return "due" if above.lower_ in DUE and subject_of(verb) is not None else ""
