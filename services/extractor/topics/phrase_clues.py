"""Clues in the words of a phrase that could be a topic: what kind of noun it has, how long it is, whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extractor.account.actors import Actors
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.tokens import Span, Token
from services.extractor.topics.label import OTHER, label_of
from services.extractor.topics.phrase import is_matter
from services.extractor.topics.verbs import noun_group
from services.extractor.types import Call

ENDING = re.compile(r"(tion|sion|ment|ship|ity|ance|ence|ism|ing|ness|ure|al|cy|ics)s?$")
OPENERS = {"the", "a", "an", "this", "that", "his", "her", "their", "its", "no", "any", "some", "all"}
ATTRIBUTES = {"of", "in", "on", "between", "with", "for", "against", "to"}
LONG = 5


def telling_words(span: Span) -> list[Token]:
    """Returns the words of a phrase that say something."""
    return [t for t in span if not (t.is_stop or t.is_punct or t.is_space or t.pos_ in {"DET", "PRON", "ADP", "CCONJ"})]


def phrase_clues(noun: Token, span: Span, call: Call, actors: Actors, table: TopicTable) -> Iterator[str]:
    """Yields the clues of a phrase with the head `noun`."""
    words, label = telling_words(span), label_of(span.text)
    labelled = "none" if label == OTHER else "some"
    yield f"tag:{noun.tag_}"
    yield f"noun:{noun_group(noun)}"
    yield f"label:{label}"
    yield f"labelled:{labelled}"
    yield f"words:{min(len(words), LONG)}"
    yield f"tokens:{min(len(span), 12) // 3}"
    if len(words) == 1:
        yield f"single:{labelled}"
    yield from _kind(noun, call, actors, table)
    yield from _shape(noun, span)
    if {token.lemma_.lower() for token in span} & table.courtesies:
        yield "courtesy"


def _kind(noun: Token, call: Call, actors: Actors, table: TopicTable) -> Iterator[str]:
    """Yields what the head stands for."""
    lemma = noun.lemma_.lower()
    if lemma in table.actors or noun.lower_ in table.actors:
        yield "actor"
    if lemma in table.follow_ups:
        yield "follow-up"
    if noun.ent_type_:
        yield f"entity:{noun.ent_type_}"
    if not is_matter(noun, table):
        yield "no-matter"
    ending = ENDING.search(noun.lower_)
    if ending:
        yield f"ending:{ending.group(1)}"
    mention = actors.mention_at(noun)
    if mention is not None:
        yield f"mention:{mention.kind}"
        yield f"mentioned:{actors.role_in(noun, call)}"


def _shape(noun: Token, span: Span) -> Iterator[str]:
    """Yields how the phrase is built."""
    first = span[0]
    yield f"first:{first.lower_ if first.lower_ in OPENERS else first.pos_}"
    if any(token.pos_ == "NUM" for token in span):
        yield "number"
    for child in noun.children:
        if child.dep_ in {"relcl", "acl"}:
            yield f"has:{child.dep_}"
        elif child.dep_ == "prep" and span.start <= child.i < span.end:
            yield "has:prep"
            if child.lower_ in ATTRIBUTES:
                yield f"has:{child.lower_}"
