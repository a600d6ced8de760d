"""Where sentences may begin: a line break ends one, and without punctuation none ends. The parser decides on the rest, but for
sentences that nobody writes: those are cut, since what is done with a sentence may take time that grows with its square.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

ENDINGS = ".!?:;…)]\"”’'»-–—*•|>/"
BEGINS, OPEN, NEVER = 1, 0, -1
KEPT_WORDS = 9_000
STOPS = ".!?"
MAX_SENTENCE, MAX_UNDECIDED = 150, 400  # tokens without a full stop; and with some, of which the parser says which end a sentence


class LineBreaks:
    """Begins a sentence behind every token with a line break, and none behind words that no punctuation ends."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.behind: dict[int, int] = {}
        self.stops = {vocab.strings.add(stop) for stop in STOPS}

    def __call__(self, doc: Any) -> Doc:
        if len(doc) > 1:
            words = doc.to_array([ORTH]).ravel().tolist()
            behind = [self._behind(orth) for orth in words]
            if len(words) > MAX_SENTENCE:
                self._cut(words, behind)
            starts = np.array([OPEN, *behind[:-1]], dtype=np.int64)
            doc.from_array([SENT_START], starts.astype(np.uint64))
        return doc

    def _cut(self, words: list[int], behind: list[int]) -> None:
        """Lets a sentence begin where one would be too long."""
        begun = stopped = 0  # where the last sentence surely began, and behind the last full stop
        for place, word in enumerate(words, start=1):
            is_stop = word in self.stops
            if is_stop:
                stopped = place
            if place - stopped >= MAX_SENTENCE or (is_stop and place - begun >= MAX_UNDECIDED):
                behind[place - 1] = BEGINS
            if behind[place - 1] == BEGINS:
                begun = stopped = place

    def _behind(self, orth: int) -> int:
        """What the token of this hash says of the token behind it."""
        known = self.behind.get(orth)
        if known is None:
            if len(self.behind) > KEPT_WORDS:
                self.behind.clear()
            known = self.behind[orth] = read_token(self.vocab.strings[orth])
        return known


def read_token(text: str) -> int:
    """Whether a sentence begins behind a token of this text."""
    if text.isspace():
        return BEGINS if "\n" in text else OPEN
    return OPEN if text[-1] in ENDINGS else NEVER


@Language.factory("diplowire_line_breaks")
def make_line_breaks(nlp: Language, name: str) -> LineBreaks:
    """The component of a pipeline."""
    return LineBreaks(nlp.vocab)
