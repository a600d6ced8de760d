"""Finds the nouns (or clauses) in a sentence that a rule of `patterns/topics.yml` takes for a topic. Knows nothing of calls but
the words for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.account.parse import auxiliaries, children, governor, is_denied, is_verb
from services.extractor.account.roles import CALL_NOUNS
from services.extractor.rules.topic_rules import ListRule, TopicRule, TopicTable
from services.extractor.tokens import Span, Token
from services.extractor.topics.free import find_about, find_fronted
from services.extractor.topics.lists import find_listed
from services.extractor.topics.parts import LISTING
from services.extractor.topics.phrase import find_themes, is_matter

FRONTED = TopicRule("topic.fronted", "subject", ())
ABOUT = TopicRule("topic.about", "prep", ())
MATTER = TopicRule("topic.matter", "object", ())
INDIRECT = TopicRule("topic.indirect", "clause", ())
NO_MATTER = {
    "congratulate",
    "thank",
    "wish",
    "ring",
    "call",
    "phone",
    "telephone",
    "speak",
    "talk",
    "condole",
    "greet",
    "felicitate",
    "congratulated",
    "have",
    "describe",
    "rang",
}


@dataclass(frozen=True)
class TopicMatch:
    """`head` is the word around which the topic lies, `agent` the verb whose subject must be on the line, or None where the rule
    does not ask ("the subject was X"); `span` the topic itself where it was read off a list."""

    rule: TopicRule | ListRule
    head: Token
    agent: Token | None
    span: Span | None = None


def find_topic_matches(sent: Span, table: TopicTable) -> list[TopicMatch]:
    """Returns what a sentence takes for topics, in the order of the rules' words."""
    found = [TopicMatch(FRONTED, noun, None) for noun in find_fronted(sent)]
    found += [TopicMatch(ABOUT, noun, None) for noun in find_about(sent)]
    for listed, trigger, span in find_listed(sent):
        if listed.side == "before" and is_verb(trigger) and is_denied(trigger):
            continue
        asked = listed.speaker and is_verb(trigger) and not children(trigger, "nsubjpass")
        found.append(TopicMatch(listed, span.root, trigger if asked else None, span))
    found += _find_indirect(sent, table) + _find_matters(sent, table)
    for token in sent:
        for rule in table.rules_by_head.get(token.lemma_.lower(), ()):
            found.extend(_READERS[rule.frame](token, rule, table))
    return found


def _find_matters(sent: Span, table: TopicTable) -> list[TopicMatch]:
    """Takes what the main clauses of a sentence act upon, whatever the verb; the reader decides whether the sentence reports."""
    found = []
    for noun in sent:
        via = noun.head if noun.dep_ == "conj" else noun
        direct = via.dep_ == "dobj" or (via.dep_ == "pobj" and via.head.lower_ in {"of", "to"})
        verb = governor(noun) if direct else None
        if verb is not None and verb.dep_ in {"ROOT", "conj", "xcomp"} and is_matter(noun, table):
            found.append(TopicMatch(MATTER, noun, verb))
    return found


def _find_indirect(sent: Span, table: TopicTable) -> list[TopicMatch]:
    """Takes the subject of a sentence that passes on what was said without saying so ("More visas would be withdrawn")."""
    verb = sent.root
    if not is_verb(verb) or (
        not auxiliaries(verb) & {"would", "should", "must"}
        and not (verb.dep_ == "ROOT" and any(c.lower_ == "to" for c in children(verb, "aux")))
    ):
        return []
    return [TopicMatch(INDIRECT, noun, None) for noun in children(verb, "nsubj", "nsubjpass") if is_matter(noun, table)]


def _objects(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    """Takes the object, the subject of the passive, and a list that the verb carries ("were discussed, including X")."""
    if not is_verb(verb):
        return
    passive = children(verb, "nsubjpass")
    if passive and not rule.particles:
        for noun in passive:
            yield TopicMatch(rule, noun, None)
        for prep in children(verb, "prep"):
            if prep.lower_ in LISTING:
                for noun in children(prep, "pobj"):
                    yield TopicMatch(rule, noun, None)
    else:
        yield from _actives(verb, rule, table)


def _actives(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    if not is_verb(verb) or children(verb, "nsubjpass"):
        return
    if rule.particles and not any(
        child.lower_ in rule.particles for child in verb.children if child.dep_ in {"prt", "prep", "advmod"}
    ):
        return
    if not rule.particles and any(child.lower_ == "forward" for child in verb.children):
        return
    for noun in children(verb, "dobj", "obj"):
        if noun.tag_ not in {"WDT", "WP"}:
            yield TopicMatch(rule, noun, verb)
    for clause in children(verb, "ccomp"):
        if _is_question(clause):
            yield TopicMatch(rule, clause, verb)


def _is_question(clause: Token) -> bool:
    """Whether a clause asks ("how to answer", "what happened")."""
    first = clause.left_edge
    return first.lower_ in {"how", "what", "whether", "why", "where", "which"}


def _after_preps(token: Token, preps: tuple[str, ...]) -> Iterator[Token]:
    """Yields what follows one of the prepositions of a word, or of its personal object ("informed each other of")."""
    persons = [obj for obj in children(token, "dobj", "dative") if obj.pos_ in {"PRON", "PROPN"} or obj.lower_ == "other"]
    for child in [child for holder in (token, *persons) for child in holder.children]:
        if child.dep_ in {"prep", "prt", "agent", "advmod", "dative"} and child.lower_ in preps and child.i > token.i:
            yield from children(child, "pobj", "pcomp")
            for joined in children(child, "conj"):
                yield from children(joined, "pobj", "pcomp")


def _prepositional(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    if is_verb(verb) and not any(child.lower_ == "forward" for child in verb.children):
        passive = bool(children(verb, "nsubjpass"))
        for noun in _after_preps(verb, rule.preps):
            if noun.ent_type_ not in {"DATE", "TIME"} and noun.tag_ not in {"WDT", "WP"}:
                yield TopicMatch(rule, noun, None if passive else verb)
        for child in verb.children:
            if (
                passive
                and child.dep_ == "nsubjpass"
                and any(
                    c.dep_ in {"prep", "prt", "advmod"} and c.lower_ in rule.preps and not list(c.children) for c in verb.children
                )
            ):
                yield TopicMatch(rule, child, None)


def _subjects(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    if not is_verb(verb):
        return
    if (verb.lemma_ == "come" and not any(child.lower_ in {"up", "next"} for child in verb.children)) or is_denied(verb):
        return
    for noun in children(verb, "nsubj", "nsubjpass"):
        if noun.pos_ != "PRON":
            yield TopicMatch(rule, noun, None)


def _devoted(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    if not is_verb(verb):
        return
    subject = next(iter(children(verb, "nsubj", "nsubjpass")), None)
    if subject is not None and subject.tag_ == "WDT" and verb.dep_ == "relcl":
        subject = verb.head
    if subject is None and verb.dep_ == "acl":
        subject = verb.head
    if subject is None or subject.lemma_.lower() not in CALL_NOUNS:
        return
    for noun in [*children(verb, "dobj"), *_after_preps(verb, rule.preps)]:
        if noun.ent_type_ not in {"DATE", "TIME", "CARDINAL"}:
            yield TopicMatch(rule, noun, None)


def _nominal(noun: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return
    verb = governor(noun)
    if rule.verbs and (verb is None or verb.lemma_.lower() not in rule.verbs or noun.dep_ == "nsubj"):
        return
    found = list(_after_preps(noun, rule.preps))
    if not found and verb is not None and rule.verbs and noun.dep_ in {"dobj", "pobj", "nsubjpass"}:
        found = list(_after_preps(verb, rule.preps))
    for inner in found:
        if inner.ent_type_ not in {"DATE", "TIME"}:
            yield TopicMatch(rule, inner, verb if noun.dep_ == "dobj" and rule.verbs else None)


def _copula(noun: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    verb = governor(noun)
    if verb is None or noun.pos_ != "NOUN" or verb.lemma_ not in {"be", "stand", "become"}:
        return
    sides = {"nsubj": ("attr", "dobj"), "pobj": ("attr", "nsubj"), "attr": ("nsubj",)}
    for other in children(verb, *sides.get(noun.dep_, ())):
        if other.pos_ != "PRON":
            yield TopicMatch(rule, other, None)


def _clausal(verb: Token, rule: TopicRule, table: TopicTable) -> Iterator[TopicMatch]:
    """Takes what a clause said or an infinitive asked for is about."""
    if not is_verb(verb):
        return
    clauses = [clause for clause in children(verb, "ccomp", "xcomp") if clause.lemma_.lower() not in NO_MATTER]
    if verb.dep_ in {"parataxis", "ccomp"} and verb.i > verb.head.i and is_verb(verb.head) and not clauses:
        clauses = [verb.head]
    for clause in clauses:
        for part in [clause, *[c for c in clause.children if c.dep_ == "conj" and is_verb(c)]]:
            if (is_verb(part) or part.pos_ in {"ADJ", "NOUN"}) and part.lemma_.lower() not in NO_MATTER:
                for noun in find_themes(part, table):
                    yield TopicMatch(rule, noun, verb)


_READERS = {
    "object": _objects,
    "active": _actives,
    "prep": _prepositional,
    "subject": _subjects,
    "devoted": _devoted,
    "noun": _nominal,
    "copula": _copula,
    "clause": _clausal,
}
