"""A whole text that was parsed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, overload

from services.extractor.tokens.span import NamedSpan, Span
from services.extractor.tokens.token import Token

NOUN_PHRASES = {"oprd", "nsubj", "dobj", "nsubjpass", "pcomp", "pobj", "dative", "appos", "attr", "ROOT"}


class Doc:
    """A text with all of its tokens, its sentences, and the names the model found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.sents: list[Span] = []
        self.ents: list[NamedSpan] = []

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Span: ...
    def __getitem__(self, place: Any) -> Token | Span:
        if isinstance(place, int):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return Span(self, start, max(start, end))

    def find_sentences(self) -> list[Span]:
        """Its sentences that hold more than blanks."""
        return [sent for sent in self.sents if not all(token.is_space for token in sent)]

    @cached_property
    def _places(self) -> list[int]:
        return [token.idx for token in self.tokens]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Span | None:
        """The tokens from character `start` to `end`: "expand" takes those that are cut too, "contract" none of them; by "strict" a
        cut gives None."""
        first, last = self._token_at(start), self._token_at(end - 1)
        if first is None or last is None:
            return None
        cut_front, cut_back = first.idx < start, end < last.idx + len(last.text)
        begin, behind = first.i, last.i + 1
        if alignment_mode == "strict" and (first.idx != start or end != last.idx + len(last.text)):
            return None
        if alignment_mode == "contract":
            begin, behind = begin + cut_front, behind - cut_back
            if behind <= begin:
                return None
        if alignment_mode == "expand" and start == first.idx + len(first.text):
            begin += 1
        return Span(self, begin, behind)

    def set_left_edges(self) -> None:
        """Tells every token the first of those below it: going forward, the first that comes by."""
        for first in self.tokens:
            token = first
            while token._left is None:
                token._left, token = first, token.head

    def _token_at(self, place: int) -> Token | None:
        """The token that the character belongs to, with the blank behind it."""
        number = bisect_right(self._places, place) - 1
        if number < 0:
            return None
        token = self.tokens[number]
        return token if place < token.idx + len(token.text) + len(token.whitespace_) else None

    def find_noun_heads(self) -> Iterator[Token]:
        """The heads of its noun phrases, in order, none of a phrase within another."""
        end = -1
        for token in self.tokens:
            if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.left_edge.i <= end:
                continue
            head = token.head if token.dep_ == "conj" else token
            while head.dep_ == "conj" and head.head.i < head.i:
                head = head.head
            if head.dep_ in NOUN_PHRASES:
                end = token.i
                yield token
