"""What is known of the whole text while its sentences are read for topics, and the clues that come of it: how often words and
matters occur, what the headline names, what was told before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from services.extractor.account.actors import Actors
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.topics.label import OTHER, count_hits, count_labels, label_of
from services.extractor.topics.phrase_clues import telling_words
from services.extractor.types import Call, Document

# Words of the title no longer than this say nothing.
SHORT = 3
QUOTES = {'"', "“", "”"}


@dataclass
class Reading:
    """How often nouns and labels occur in the text, what its headlines name, and what the candidates so far (`note`) told."""

    document: Document
    call: Call
    actors: Actors

    def __post_init__(self) -> None:
        self.table = load_topic_rules()
        doc = self.document.doc
        self.counts = Counter(t.lemma_.lower() for t in doc if t.pos_ in {"NOUN", "PROPN"}) if doc is not None else Counter()
        # Asked once: the noun chunks of a sentence cost as much as those of the whole text.
        self.nouns = [chunk.root.i for chunk in doc.noun_chunks if chunk.root.pos_ in {"NOUN", "PROPN"}] if doc is not None else []
        headlines = [self.document.sents[i] for i in sorted(self.document.headline_sents)]
        self.headline = {token.lemma_.lower() for sent in headlines for token in sent}
        title = self.document.article.title or ""
        self.title = {word for word in re.findall(r"[\w-]+", title.lower()) if len(word) > SHORT}
        self.labels_of_title = count_labels(" ".join([title, *(sent.text for sent in headlines)]))
        self.labels_of_text = count_labels(self.document.text)
        self.labels_told: Counter[str] = Counter()
        self.heads: set[str] = set()
        self.words: set[str] = set()

    def note(self, span: Span, sure: bool) -> None:
        """Keeps what a candidate tells, for those of later sentences; `sure`: a rule for topics found it."""
        self.heads.add(span.root.lemma_.lower())
        self.words |= {token.lemma_.lower() for token in telling_words(span)}
        if sure:
            self.labels_told[label_of(span.text)] += 1


def text_clues(noun: Token, span: Span, reading: Reading) -> Iterator[str]:
    """Yields how a phrase with the head `noun` stands to the rest of the text."""
    lemma = noun.lemma_.lower()
    words = {token.lemma_.lower() for token in telling_words(span)}
    yield f"often:{min(reading.counts[lemma], 4)}"
    yield f"third:{3 * (noun.i - noun.sent.start) // max(1, len(noun.sent))}"
    yield "words-" + ("seen" if words <= reading.words else "partly-seen" if words & reading.words else "new")
    if lemma in reading.heads:
        yield "head-seen"
    if lemma in reading.headline:
        yield "in-headline"
    yield from _label_clues(span, reading)
    if reading.title:
        yield f"title-words:{min(sum(token.lower_ in reading.title for token in telling_words(span)), 2)}"
    if any(o.quote.start <= span.start_char and span.end_char <= o.quote.end for o in reading.call.outcomes):
        yield "in-outcome"
    if sum(token.text in QUOTES for token in noun.doc[noun.sent.start : noun.i]) % 2:
        yield "quoted"


def _label_clues(span: Span, reading: Reading) -> Iterator[str]:
    """Yields how plainly a phrase names its matter, and how much of the text is about that."""
    label = label_of(span.text)
    if label == OTHER:
        return
    share = reading.labels_of_text[label] / max(1, sum(reading.labels_of_text.values()))
    yield f"label-share:{min(int(10 * share), 5)}"
    yield f"label-in-title:{label in reading.labels_of_title}"
    yield f"label-told:{min(reading.labels_told[label], 2)}"
    yield f"label-hits:{min(count_hits(span.text), 3)}"
