"""What is known of the whole text while its sentences are read for topics, and the clues that come of it: how often words and
matters occur, what the headline names, what was told before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.account.actors import Actors
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.tokens import Span, Token
from services.extractor.topics.label import OTHER, count_hits, count_labels, label_of
from services.extractor.topics.phrase_clues import telling_words
from services.extractor.types import Call, Document

# Words of the title no longer than this say nothing.
SHORT = 3
QUOTES = {'"', "“", "”"}


class Overview:
    """What is the same for all calls of a document: how often nouns and labels occur in the text, and what its headlines name."""

    def __init__(self, document: Document) -> None:
        self.document = document
        doc = document.doc
        self.counts = Counter(t.lemma_.lower() for t in doc if t.pos_ in {"NOUN", "PROPN"}) if doc is not None else Counter()
        self.nouns = [noun.i for noun in doc.find_noun_heads() if noun.pos_ in {"NOUN", "PROPN"}] if doc is not None else []
        headlines = [document.sents[i] for i in sorted(document.headline_sents)]
        self.headline = {token.lemma_.lower() for sent in headlines for token in sent}
        title = document.article.title or ""
        self.title = {word for word in re.findall(r"[\w-]+", title.lower()) if len(word) > SHORT}
        self.labels_of_title = count_labels(" ".join([title, *(sent.text for sent in headlines)]))
        self.labels_of_text = count_labels(document.text)


@dataclass
class Reading:
    """What the candidates of one call so far (`note`) told, over the view of the whole text."""

    overview: Overview
    call: Call
    actors: Actors

    def __post_init__(self) -> None:
        self.document, self.table = self.overview.document, load_topic_rules()
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
    yield f"often:{min(reading.overview.counts[lemma], 4)}"
    yield f"third:{3 * (noun.i - noun.sent.start) // max(1, len(noun.sent))}"
    yield "words-" + ("seen" if words <= reading.words else "partly-seen" if words & reading.words else "new")
    if lemma in reading.heads:
        yield "head-seen"
    if lemma in reading.overview.headline:
        yield "in-headline"
    yield from _label_clues(span, reading)
    if reading.overview.title:
        yield f"title-words:{min(sum(token.lower_ in reading.overview.title for token in telling_words(span)), 2)}"
    if any(o.quote.start <= span.start_char and span.end_char <= o.quote.end for o in reading.call.outcomes):
        yield "in-outcome"
    if sum(token.text in QUOTES for token in noun.doc[noun.sent.start : noun.i]) % 2:
        yield "quoted"


def _label_clues(span: Span, reading: Reading) -> Iterator[str]:
    """Yields how plainly a phrase names its matter, and how much of the text is about that."""
    label = label_of(span.text)
    if label == OTHER:
        return
    share = reading.overview.labels_of_text[label] / max(1, sum(reading.overview.labels_of_text.values()))
    yield f"label-share:{min(int(10 * share), 5)}"
    yield f"label-in-title:{label in reading.overview.labels_of_title}"
    yield f"label-told:{min(reading.labels_told[label], 2)}"
    yield f"label-hits:{min(count_hits(span.text), 3)}"
