"""What is known of the whole text while its sentences are read for topics, and the clues that come of it: how often words and
matters occur, what the headline names, what was told before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.account.actors import Actors
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.tokens import Span, Token
from services.extractor.topics.label import OTHER, count_hits, count_labels
from services.extractor.topics.match import TopicMatch, find_topic_matches
from services.extractor.topics.phrase import find_phrase, find_phrases, open_hulls
from services.extractor.topics.phrase_clues import NAMES, Phrase
from services.extractor.topics.possible import is_possible
from services.extractor.types import Call, Document

# Words of the title no longer than this say nothing.
SHORT = 3
QUOTES = {'"', "“", "”"}


class Overview:
    """What is the same for all calls of a document: how often nouns and labels occur in the text, what its headlines name, and
    what the rules and the words themselves say of each phrase."""

    def __init__(self, document: Document, actors: Actors) -> None:
        self.document, self.actors, self.table = document, actors, load_topic_rules()
        doc = document.doc
        self.counts = Counter(t.lemma_.lower() for t in doc if t.pos_ in NAMES) if doc is not None else Counter()
        self.nouns = [noun.i for noun in doc.find_noun_heads() if noun.pos_ in NAMES] if doc is not None else []
        headlines = [document.sents[i] for i in sorted(document.headline_sents)]
        self.headline = {token.lemma_.lower() for sent in headlines for token in sent}
        title = document.article.title or ""
        self.title = {word for word in re.findall(r"[\w-]+", title.lower()) if len(word) > SHORT}
        self.labels_of_title = count_labels(" ".join([title, *(sent.text for sent in headlines)]))
        self.labels_of_text = count_labels(document.text)
        self.hits = max(1, sum(self.labels_of_text.values()))
        self._found: dict[int, list[tuple[TopicMatch, list[Span]]]] = {}
        self._around: dict[int, Span | None] = {}
        self._quotes = [token.i for token in doc if token.text in QUOTES] if doc is not None else []
        self._phrases: dict[tuple[int, int, int], Phrase | None] = {}

    def find_matches(self, i: int) -> list[tuple[TopicMatch, list[Span]]]:
        """What the rules find in sentence `i`, each with the stretches of words that it makes topics of."""
        if i not in self._found:
            matches = find_topic_matches(self.document.sents[i], self.table)
            self._found[i] = [(match, [span for span in self._cut(match) if len(span)]) for match in matches]
        return self._found[i]

    def _cut(self, match: TopicMatch) -> list[Span]:
        return find_phrases(match.head, self.table) if match.span is None else open_hulls(match.span, self.table)

    def find_around(self, noun: Token) -> Span | None:
        """The phrase around a noun that no rule found."""
        if noun.i not in self._around:
            self._around[noun.i] = find_phrase(noun)
        return self._around[noun.i]

    def look_at(self, noun: Token, span: Span) -> Phrase | None:
        """The phrase with the clues that are the same for every call; None where it makes no sense as a topic."""
        key = noun.i, span.start, span.end
        if key not in self._phrases:
            possible = is_possible(span, self.actors, self.table)
            self._phrases[key] = phrase = Phrase(noun, span, self.actors, self.table) if possible else None
            if phrase is not None:
                phrase.clues.update(self._clues(phrase))
        return self._phrases[key]

    def _clues(self, phrase: Phrase) -> Iterator[str]:
        """Yields how a phrase stands to the text as a whole."""
        noun = phrase.head
        lemma, sent = noun.lemma_.lower(), noun.sent
        yield f"often:{min(self.counts[lemma], 4)}"
        yield f"third:{3 * (noun.i - sent.start) // max(1, len(sent))}"
        if lemma in self.headline:
            yield "in-headline"
        if self.title:
            yield f"title-words:{min(sum(token.lower_ in self.title for token in phrase.words), 2)}"
        if (bisect_left(self._quotes, noun.i) - bisect_left(self._quotes, sent.start)) % 2:
            yield "quoted"
        if phrase.label != OTHER:
            yield f"label-share:{min(10 * self.labels_of_text[phrase.label] // self.hits, 5)}"
            yield f"label-in-title:{phrase.label in self.labels_of_title}"
            yield f"label-hits:{min(count_hits(phrase.span.text), 3)}"


@dataclass
class Reading:
    """What the candidates of one call so far (`note`) told, over the view of the whole text."""

    overview: Overview
    call: Call

    def __post_init__(self) -> None:
        self.document, self.table, self.actors = self.overview.document, self.overview.table, self.overview.actors
        self.labels_told: Counter[str] = Counter()
        self.heads: set[str] = set()
        self.words: set[str] = set()

    def note(self, phrase: Phrase, sure: bool) -> None:
        """Keeps what a candidate tells, for those of later sentences; `sure`: a rule for topics found it."""
        self.heads.add(phrase.span.root.lemma_.lower())
        self.words |= phrase.lemmas
        if sure:
            self.labels_told[phrase.label] += 1


def reading_clues(phrase: Phrase, reading: Reading) -> Iterator[str]:
    """Yields how a phrase stands to the call, and to what was told of it before."""
    seen = "seen" if phrase.lemmas <= reading.words else "partly-seen" if phrase.lemmas & reading.words else "new"
    yield f"words-{seen}"
    if phrase.head.lemma_.lower() in reading.heads:
        yield "head-seen"
    if phrase.label != OTHER:
        yield f"label-told:{min(reading.labels_told[phrase.label], 2)}"
    if phrase.is_mentioned:
        yield f"mentioned:{reading.actors.role_in(phrase.head, reading.call)}"
    start, end = phrase.span.start_char, phrase.span.end_char
    if any(o.quote.start <= start and end <= o.quote.end for o in reading.call.outcomes):
        yield "in-outcome"
