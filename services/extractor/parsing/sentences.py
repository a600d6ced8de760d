"""Sentences that keep their tokens and words: the stages go over each a hundred times, and spaCy makes every token anew."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token


class Sentence(Span):
    """A sentence of `doc`, from the first of its `tokens` to the last."""

    def __init__(self, doc: Doc, start: int, end: int, tokens: list[Token]) -> None:
        self.tokens = tokens
        self._text: str | None = None

    def __new__(cls, doc: Doc, start: int, end: int, tokens: list[Token]) -> Sentence:
        return Span.__new__(cls, doc, start, end)  # type: ignore[call-arg]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @property
    def text(self) -> str:
        """The words of the sentence as they stand in the text."""
        if self._text is None:
            self._text = Span.text.__get__(self)
        return self._text


def find_sentences(doc: Doc) -> list[Sentence]:
    """Returns the sentences of `doc` that hold more than blanks."""
    tokens = list(doc)
    sents = [Sentence(doc, sent.start, sent.end, tokens[sent.start : sent.end]) for sent in doc.sents]
    return [sent for sent in sents if not all(token.is_space for token in sent)]
