"""Gathers the phrases that could be topics of one call, with the clues that speak for or against each.

Every noun phrase of the sentences that speak of the call is one, however it stands; what the rules of `patterns/topics.yml` find is
a clue among others. Sentences shortly after a word for the call are read too where the scope leaves them out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from services.extractor.account.actors import OTHER, SPEAKER, Actors
from services.extractor.account.parse import subject_of
from services.extractor.account.reach import find_sentences
from services.extractor.account.scope import Scope
from services.extractor.account.sentence_clues import sentence_clues
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.tokens import Span, Token
from services.extractor.topics.account_clues import account_clues
from services.extractor.topics.clause_clues import clause_clues
from services.extractor.topics.match import MATTER, TopicMatch
from services.extractor.topics.phrase_clues import Phrase
from services.extractor.topics.reading import Overview, Reading, reading_clues
from services.extractor.topics.split import shares_head
from services.extractor.types import Call

NO_RULE = "topic.phrase"
PLACES = ("head", "verb", "phrase")
Fired = dict[int, list[tuple[str, Span]]]


@dataclass(frozen=True)
class Candidate:
    """A phrase, the rule that found it (or `topic.phrase`), its clues, and by place (`PLACES`) the words whose meaning counts."""

    span: Span
    rule: str
    clues: frozenset[str]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


def find_candidates(overview: Overview, call: Call, scope: Scope) -> list[Candidate]:
    """Returns what could be a topic of `call`, in the order of the text."""
    reading = Reading(overview, call)
    found: list[Candidate] = []
    for i, in_scope in find_sentences(overview.document, call, scope, overview.actors):
        of_sentence = list(_of_sentence(reading, i, in_scope))
        for phrase, candidate in of_sentence:
            found.append(candidate)
            reading.note(phrase, _is_sure(candidate.rule, reading.table))
    beside = account_clues([c.span for c in found], [_is_sure(c.rule, reading.table) for c in found])
    return [replace(c, clues=c.clues | more) for c, more in zip(found, beside, strict=True)]


def _of_sentence(reading: Reading, i: int, in_scope: bool) -> Iterator[tuple[Phrase, Candidate]]:
    """Yields the candidates of one sentence, each stretch of words once."""
    sent = reading.document.sents[i]
    fired = _fire(i, reading)
    around = sentence_clues(reading.document, i, reading.call, in_scope, reading.actors)
    strong = any(_is_strong(rules, reading.table) for rules in fired.values())
    done: set[tuple[int, int]] = set()
    for noun, span in _phrases(sent, fired, reading.overview):
        if (span.start, span.end) in done or (phrase := reading.overview.look_at(noun, span)) is None:
            continue
        done.add((span.start, span.end))
        rules = sorted({rule for rule, _ in fired.get(noun.i, [])})
        clues = {*around, *phrase.clues, *clause_clues(phrase.head, reading.call, reading.actors), *reading_clues(phrase, reading)}
        clues.update(_rule_clues(rules, phrase, fired, strong, in_scope, reading.table))
        rule = next(iter(sorted(rules, key=reading.table.weak.__contains__)), NO_RULE)
        yield phrase, Candidate(span, rule, frozenset(clues), phrase.places)


def _fire(i: int, reading: Reading) -> Fired:
    """Returns what the rules find in sentence `i`, by the head of what they find."""
    fired: Fired = {}
    for match, spans in reading.overview.find_matches(i):
        if _belongs(match, reading.call, reading.actors):
            for span in spans:
                fired.setdefault(span.root.i, []).append((match.rule.id, span))
    return fired


def _belongs(match: TopicMatch, call: Call, actors: Actors) -> bool:
    """Whether the verb's subject can be a speaker of the call, where the rule asks for one."""
    if match.agent is None:
        return True
    subject = subject_of(match.agent)
    if match.rule is MATTER:
        return subject is not None and actors.role_in(subject, call) != SPEAKER
    return subject is None or actors.role_in(subject, call) != OTHER


def _phrases(sent: Span, fired: Fired, overview: Overview) -> Iterator[tuple[Token, Span]]:
    """Yields every noun with the phrase around it; where rules fired on a noun, as they cut it."""
    first, last = (bisect_left(overview.nouns, place) for place in (sent.start, sent.end))
    nouns = [sent.doc[i] for i in overview.nouns[first:last]]
    places = {noun.i for noun in nouns}
    shared = [span for several in fired.values() for _, span in several if shares_head(span)]
    for noun in [*nouns, *[sent.doc[i] for i in fired if i not in places]]:
        whole = [span for span in shared if span.start <= noun.i < span.end]
        if whole:
            yield from ((span.root, span) for span in whole)
        elif noun.i in fired:
            yield from ((noun, span) for _, span in fired[noun.i] if len(span))
        else:
            phrase = overview.find_around(noun)
            if phrase is not None:
                yield noun, phrase


def _is_sure(rule: str, table: TopicTable) -> bool:
    return rule != NO_RULE and rule not in table.weak


def _is_strong(rules: list[tuple[str, Span]], table: TopicTable) -> bool:
    return any(rule not in table.weak for rule, _ in rules)


def _rule_clues(rules: list[str], phrase: Phrase, fired: Fired, strong: bool, in_scope: bool, table: TopicTable) -> Iterator[str]:
    """Yields which rules found the phrase, something around it, within it, or elsewhere in the sentence."""
    span = phrase.span
    sure = any(rule not in table.weak for rule in rules)
    for rule in rules:
        yield from (f"rule:{rule}", f"rule:{rule}:{phrase.labelled}")
    yield f"rules:{min(len(rules), 3)}"
    yield f"strong-sentence:{strong}:{bool(rules)}"
    if rules:
        yield f"strong:{sure}:{in_scope}"
    found = [(rule, other) for several in fired.values() for rule, other in several]
    others = [(rule, other) for rule, other in found if (other.start, other.end) != (span.start, span.end)]
    outer = {rule for rule, other in others if other.start <= span.start and span.end <= other.end}
    if outer:
        yield f"in-rule:{any(rule not in table.weak for rule in outer)}"
    yield from (f"in-rule:{rule}" for rule in sorted(outer))
    inner = {rule for rule, other in others if span.start <= other.start and other.end <= span.end}
    if inner:
        yield f"has-rule:{any(rule not in table.weak for rule in inner)}"
