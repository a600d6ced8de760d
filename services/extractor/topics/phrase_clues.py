"""Clues in the words of a phrase that could be a topic: what kind of noun it has, how long it is, whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extractor.account.actors import Actors
from services.extractor.account.parse import governor
from services.extractor.account.verbs import noun_group
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.tokens import Span, Token
from services.extractor.topics.label import OTHER, label_of
from services.extractor.topics.phrase import is_matter

ENDING = re.compile(r"(tion|sion|ment|ship|ity|ance|ence|ism|ing|ness|ure|al|cy|ics)s?$")
OPENERS = {"the", "a", "an", "this", "that", "his", "her", "their", "its", "no", "any", "some", "all"}
ATTRIBUTES = {"of", "in", "on", "between", "with", "for", "against", "to"}
NAMES = {"NOUN", "PROPN"}
LONG = 5


def telling_words(span: Span) -> list[Token]:
    """Returns the words of a phrase that say something."""
    return [t for t in span if not (t.is_stop or t.is_punct or t.is_space or t.pos_ in {"DET", "PRON", "ADP", "CCONJ"})]


class Phrase:
    """A phrase around `noun` that could be a topic, with what its own words say of it, whichever call is asked about."""

    def __init__(self, noun: Token, span: Span, actors: Actors, table: TopicTable) -> None:
        self.noun, self.span = noun, span
        self.head = span.root if span.root.pos_ in NAMES else noun
        self.words = telling_words(span)
        self.lemmas = {token.lemma_.lower() for token in self.words}
        self.label = label_of(span.text)
        self.is_mentioned = actors.mention_at(self.head) is not None
        verb = governor(span.root)
        self.places = {  # the words of each place that counts, see `candidates.PLACES`
            "head": (span.root.lemma_.lower(),),
            "verb": (verb.lemma_.lower(),) if verb is not None else (),
            "phrase": tuple(sorted(self.lemmas)),
        }
        self.clues = {*self._clues(table), *_kind(self.head, actors, table), *_shape(self.head, span)}

    @property
    def labelled(self) -> str:
        """Whether its words name a matter of the closed list."""
        return "none" if self.label == OTHER else "some"

    def _clues(self, table: TopicTable) -> Iterator[str]:
        yield f"tag:{self.head.tag_}"
        yield f"noun:{noun_group(self.head)}"
        yield f"label:{self.label}"
        yield f"labelled:{self.labelled}"
        yield f"words:{min(len(self.words), LONG)}"
        yield f"tokens:{min(len(self.span), 12) // 3}"
        if len(self.words) == 1:
            yield f"single:{self.labelled}"
        if {token.lemma_.lower() for token in self.span} & table.courtesies:
            yield "courtesy"


def _kind(noun: Token, actors: Actors, table: TopicTable) -> Iterator[str]:
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
