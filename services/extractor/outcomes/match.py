"""Finds the words in a sentence that tell an outcome: a rule of `patterns/outcomes.yml` and the verb of its clause.

Asks the parse, and the next few words where the parse of a small model slips. Knows nothing of calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from services.extractor.account.parse import auxiliaries, children, edges, governor, is_denied, is_verb, subject_of
from services.extractor.rules.outcome_rules import OutcomeRule, OutcomeTable

FUTURE = {"will", "would", "shall", "'ll", "’ll"}


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
                yield Match(rule, token.head if _is_to(token) else token)
        elif lemma in rule.heads or (rule.frame == "adjective" and token.lower_ in rule.heads):
            verb = _clause_verb(token, rule)
            if verb is not None and _fits(token, verb, rule) and not is_denied(token) and not is_denied(verb):
                yield Match(rule, verb)


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
    if rule.frame == "noun" and token.dep_ == "nsubj":
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
    takes = set(rule.takes)
    if takes and "any" not in takes and not complements(token) & takes and (token == verb or not complements(verb) & takes):
        return False
    if rule.deeds and not any(child.lemma_.lower() in rule.deeds for child in token.children if child.dep_ in {"xcomp", "ccomp"}):
        return False
    if rule.words or rule.unless:
        start, end = edges(verb, set())
        around = {word.lower_ for word in verb.doc[start:end]} | {word.lemma_.lower() for word in verb.doc[start:end]}
        if (rule.words and not around & set(rule.words)) or around & set(rule.unless):
            return False
    return True


def _is_plan(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells what somebody will do with or for the other: "will go on supporting", "are to speak again"."""
    if not is_verb(verb) or verb.tag_ not in {"VB", "VBG", "VBN"} or verb.lemma_ == "be":
        return False
    passive = bool(children(verb, "auxpass"))
    if auxiliaries(verb) & FUTURE:
        told = verb.lemma_.lower() in (table.fixing if passive else table.deeds)
        return told and (not passive or _is_occasion(subject_of(verb), table)) and not is_denied(verb)
    if _is_to(verb) and not passive:
        again = any(child.lower_ in {"again", "further"} for child in verb.children)
        return verb.lemma_.lower() in table.deeds - {"meet", "take", "visit", "travel"} | (
            {"meet"} if again else set()
        ) and not is_denied(verb)
    return False


def _is_occasion(noun: Token | None, table: OutcomeTable) -> bool:
    """Whether a noun is something that people arrange: a date, a meeting, a commission."""
    return noun is not None and noun.lemma_.lower() in table.occasions


def _is_to(verb: Token) -> bool:
    """Whether the verb stands in "are to meet", "is to send"."""
    return (
        verb.dep_ == "xcomp"
        and verb.head.lemma_ == "be"
        and 0 < verb.i - verb.head.i <= 3
        and verb.doc[verb.i - 1].lower_ == "to"
        and subject_of(verb) is not None
    )
