"""Parses texts: spaCy's pipeline, of which nothing but plain tokens comes out.

So what spaCy keeps of every word it meets can be dropped from time to time, and memory does not grow with what was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import lru_cache

from spacy.language import Language

from services.extractor.parsing.model import load_model
from services.extractor.parsing.tree import TreeReader
from services.extractor.tokens import Doc

KEPT_WORDS = 5_000  # that spaCy meets first: these it keeps for good, since known words are cut out of a text four times as fast
NEW_WORDS = 8_000  # that it meets behind them, before it forgets these


class Parser:
    """Parses with the pipeline `nlp`, which belongs to it alone."""

    def __init__(self, nlp: Language) -> None:
        self.nlp, self.reader = nlp, TreeReader(nlp.vocab)
        self.zone = ExitStack()  # whatever spaCy meets while it is open is forgotten with it
        self.most = len(nlp.vocab) + KEPT_WORDS  # the vocabulary counts all words ever met, forgotten ones too

    def __call__(self, text: str) -> Doc:
        """Returns the text parsed."""
        (doc,) = self.pipe([text])
        return doc

    def pipe(self, texts: Iterable[str]) -> list[Doc]:
        """Returns all texts parsed, in order."""
        docs = [self.reader.read(parsed) for parsed in self.nlp.pipe(texts)]
        if len(self.nlp.vocab) > self.most:
            self._forget()
        return docs

    def _forget(self) -> None:
        """Ends the zone, if there is one, and begins another."""
        self.zone.close()
        self.zone.enter_context(self.nlp.memory_zone())
        self.most = len(self.nlp.vocab) + NEW_WORDS


@lru_cache(maxsize=4)
def load_parser(name: str | None = None) -> Parser:
    """The parser with the spaCy pipeline `name` (the packaged small English one where None)."""
    return Parser(load_model(name))
