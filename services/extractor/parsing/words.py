"""Word classes and lemmas from memory: what spaCy's attribute ruler and rule lemmatizer say of a word is asked once.

Nearly all of their rules look at one token alone: its letters, its tag and its dependency. What they say of such a triple is kept;
the few rules that look at two tokens ("gonna", "there is") are matched anew in each text. Morphological features, which nobody
reads, are not set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

READ = [ORTH, TAG, DEP]
SET = [TAG, POS, DEP, LEMMA]
KEPT_WORDS = 50_000

Key = tuple[int, int, int]  # hashes of a token's text, tag and dependency
Values = tuple[int, int, int, int]  # hashes of its tag, part of speech, dependency and lemma


class WordTable:
    """Sets tag, part of speech, dependency and lemma of each token as `ruler` and then `lemmatizer` would."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self.vocab, self.ruler, self.lemmatizer = ruler.vocab, ruler, lemmatizer
        self.pairs = Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            if longer := [pattern for pattern in rule["patterns"] if len(pattern) > 1]:
                self.pairs.add(str(number), longer)
        self.known: dict[Key, tuple[Values, str]] = {}

    def __call__(self, doc: Any) -> Doc:
        keys: list[Key] = [tuple(row) for row in doc.to_array(READ).tolist()]
        values = [self._look_up(key) for key in keys]
        for start, end in _joined((s, e) for _, s, e in self.pairs(doc)):
            values[start:end] = self._ask(keys[start:end])
        if values:
            doc.from_array(SET, np.array(values, dtype=np.uint64))
        return doc

    def _look_up(self, key: Key) -> Values:
        found = self.known.get(key)
        if found is None:
            if len(self.known) > KEPT_WORDS:
                self.known.clear()
            values = self._ask([key])[0]
            self.known[key] = values, self.vocab.strings[values[-1]]
            return values
        self.vocab.strings.add(found[1])  # a memory zone may have dropped it since
        return found[0]

    def _ask(self, keys: list[Key]) -> list[Values]:
        """What ruler and lemmatizer say of these tokens, side by side."""
        doc: Any = Doc(self.vocab, words=[self.vocab.strings[orth] for orth, _, _ in keys])
        doc.from_array([TAG, DEP], np.array([key[1:] for key in keys], dtype=np.uint64))
        doc = self.lemmatizer(self.ruler(doc))
        return [tuple(row) for row in doc.to_array(SET).tolist()]


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches that `spans` cover, from left to right."""
    start = end = 0
    for first, last in sorted(spans):
        if first >= end and end:
            yield start, end
        if first >= end:
            start = first
        end = max(end, last)
    if end:
        yield start, end


@Language.factory("diplowire_words")
def make_word_table(nlp: Language, name: str) -> WordTable:
    """The component of a pipeline, in place of its `attribute_ruler` and `lemmatizer`."""
    return WordTable(nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))
