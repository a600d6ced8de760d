"""Word classes and lemmas from memory: what spaCy's attribute ruler and rule lemmatizer say of a word is asked once.

Nearly all of their rules look at one token alone: its letters, its tag and its dependency. What they say of such a triple is kept;
the few rules that look at two tokens ("gonna", "there is") are matched anew in each text. Morphological features, which nobody
reads, are not set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from services.extractor.parsing.memory import Ints, Memory

READ = [ORTH, TAG, DEP]
SET = [TAG, POS, DEP, LEMMA]
KEPT_WORDS = 12_000


class WordTable:
    """Sets tag, part of speech, dependency and lemma of each token as `ruler` and then `lemmatizer` would."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self.vocab, self.ruler, self.lemmatizer = ruler.vocab, ruler, lemmatizer
        self.pairs, self.openings = Matcher(ruler.vocab), Matcher(ruler.vocab)  # of rules that look at several, and their first
        for number, rule in enumerate(ruler.patterns):
            if longer := [pattern for pattern in rule["patterns"] if len(pattern) > 1]:
                self.pairs.add(str(number), longer)
                self.openings.add(str(number), [pattern[:1] for pattern in longer])
        self.memory = Memory(self._ask_each, len(SET) + 1, np.uint64, KEPT_WORDS)  # and whether it may be the first of several

    def __call__(self, doc: Any) -> Doc:
        if len(doc):
            rows = doc.to_array(READ)
            told = self.memory.look_up(rows)
            values, opens = told[:, : len(SET)], told[:, len(SET)]
            for start, end in self._find_pairs(doc) if opens.any() else ():
                values[start:end] = self._read(self._make(rows[start:end]))
            doc.from_array(SET, values)
        return doc

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[Any]:
        """While spaCy keeps words for a time only; what was learnt then is forgotten with them."""
        self.memory.forget()
        yield mem
        self.memory.forget()
        self.lemmatizer.cache.clear()

    def _ask_each(self, rows: Ints) -> Ints:
        """What ruler and lemmatizer say of each of these tokens, alone, and whether a rule for several begins with it."""
        doc = self._make(rows)
        opens = np.zeros((len(rows), 1), dtype=np.uint64)
        opens[[start for _, start, _ in self.openings(doc)]] = 1
        side_by_side = [place for start, end in self._find_pairs(doc) for place in range(start, end)]
        values = self._read(doc)
        for place in side_by_side:
            values[place] = self._read(self._make(rows[place : place + 1]))
        return np.hstack([values, opens])

    def _find_pairs(self, doc: Any) -> list[tuple[int, int]]:
        """The stretches of tokens that some rule looks at together."""
        return list(_joined((start, end) for _, start, end in self.pairs(doc)))

    def _make(self, rows: Ints) -> Any:
        """A text of these tokens, side by side."""
        doc: Any = Doc(self.vocab, words=[self.vocab.strings[orth] for orth in rows[:, 0].tolist()])
        doc.from_array([TAG, DEP], rows[:, 1:])
        return doc

    def _read(self, doc: Any) -> Ints:
        """What they say of the tokens of a text."""
        values: Ints = self.lemmatizer(self.ruler(doc)).to_array(SET)
        return values


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
