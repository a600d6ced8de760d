"""Some tokens in a row: a sentence, a phrase, a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, overload

from services.extractor.tokens.token import Token

if TYPE_CHECKING:
    from services.extractor.tokens.doc import Doc


class Span:
    """Tokens `start` to `end` (half open) of a text."""

    __slots__ = ("_root", "_text", "doc", "end", "start", "tokens")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end
        self.tokens = doc.tokens[start:end]
        self._text: str | None = None
        self._root: Token | None = None

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end) == (other.start, other.end) and self.doc is other.doc

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Span: ...
    def __getitem__(self, place: int | slice) -> Token | Span:
        if isinstance(place, int):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return Span(self.doc, self.start + start, self.start + max(start, end))

    @property
    def start_char(self) -> int:
        """Where its first character stands; of an empty one, that of the token behind it."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Behind its last character."""
        if not self.tokens:
            return self.start_char
        last = self.tokens[-1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand in the text."""
        if self._text is None:
            self._text = self.doc.text[self.start_char : self.end_char]
        return self._text

    @property
    def root(self) -> Token:
        """The token that the others hang on: the first that has none above it, or else the first of the highest words; of an
        empty one the token behind it, as spaCy has it. Raises IndexError where there is none."""
        if self._root is None:
            self._root = self._find_root()
        return self._root

    def _find_root(self) -> Token:
        for token in self.tokens:
            if token.head is token:
                return token
        loose = [token for token in self.tokens if not self.start <= token.head.i < self.end]
        if len(loose) > 1:
            return min(loose, key=self._height)
        return loose[0] if loose else self.doc.tokens[self.start]

    def _height(self, token: Token) -> int:
        """How many stand above the token; blanks and punctuation with nothing below them stand lowest."""
        lowest = (token.is_space or token.is_punct) and not token.children
        return len(self.doc) - 1 if lowest else sum(1 for _ in token.ancestors)

    @property
    def sent(self) -> Span:
        """The sentence that it begins in."""
        return self.doc.tokens[self.start].sent


class NamedSpan(Span):
    """A name that the model found, with the kind it gave."""

    __slots__ = ("label_",)

    def __init__(self, doc: Doc, start: int, end: int, label: str) -> None:
        super().__init__(doc, start, end)
        self.label_ = label
