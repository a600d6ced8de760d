"""The chunks of a text in its parse: which tokens each covers, which of them is its head, in which sentences they stand."""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.rules.words import Word
from services.extractor.tokens import Doc, Span, Token


class ParsedChunks:
    """The chunks of one article, and its tokens. `sent_of`: the sentence of each token."""

    def __init__(self, doc: Doc, sents: list[Span], words: list[Word], chunks: list[Chunk]) -> None:
        self.doc, self.words, self.chunks = doc, words, chunks
        self.sent_of = {t.i: n for n, s in enumerate(sents) for t in s}

    def span(self, chunk: Chunk) -> tuple[int, int] | None:
        """The first token of a chunk and the one behind its last; None where it covers none."""
        return self._tokens(chunk.start, chunk.end)

    def head(self, chunk: Chunk, span: tuple[int, int]) -> Token:
        """The token that the rest of a chunk with this span hangs on: of a name with titles, that of the name."""
        core = (chunk.name_start, chunk.name_end) if chunk.kind == "name" else (chunk.start, chunk.end)
        inner = self._tokens(*core) or span
        root = self.doc[inner[0] : inner[1]].root
        if root.pos_ == "VERB":  # "Prime Minister Modi", the name taken for a verb
            title = self.doc[span[0] : span[1]]
            return next((t for t in title if t.pos_ in ("NOUN", "PROPN") and t.head.i not in range(*span)), root)
        if root.dep_ == "appos" and root.head.dep_ == "pobj" and span[0] <= root.head.i < inner[0]:
            return self.doc[span[0] : span[1]].root  # "the president of Chile, X": no apposition to Chile
        return root.head if root.dep_ == "conj" and span[0] <= root.head.i < inner[0] else root  # "Deputy Premier and Minister X"

    def _tokens(self, start: int, end: int) -> tuple[int, int] | None:
        span = self.doc.char_span(self.words[start].start, self.words[end - 1].end, alignment_mode="expand")
        return (span.start, span.end) if span is not None and len(span) else None
