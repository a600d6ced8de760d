"""One token, which knows its letters, what the model said of it, and its neighbours in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from services.extractor.tokens.doc import Doc
    from services.extractor.tokens.span import Span


class Form(NamedTuple):
    """What the letters of a token say, wherever it stands."""

    text: str
    lower_: str
    is_space: bool
    is_punct: bool
    is_quote: bool
    is_alpha: bool
    is_title: bool
    is_stop: bool
    like_num: bool


class Token:
    """One word or mark of a text."""

    __slots__ = (
        "_left",
        "_subtree",
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "form",
        "head",
        "i",
        "idx",
        "is_punct",
        "is_space",
        "lemma_",
        "lower_",
        "pos_",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )
    head: Token
    sent: Span

    def __init__(
        self, doc: Doc, i: int, idx: int, form: Form, space: bool, lemma: str, pos: str, tag: str, dep: str, entity: str
    ) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.form = form
        self.text, self.lower_, self.is_space, self.is_punct = form[:4]
        self.whitespace_ = " " if space else ""
        self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_ = lemma, pos, tag, dep, entity
        self.children: list[Token] = []
        self._subtree: list[Token] | None = None
        self._left: Token | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def __lt__(self, other: Token) -> bool:
        return self.i < other.i

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return self.form.is_quote

    @property
    def is_alpha(self) -> bool:
        """Whether it has letters alone."""
        return self.form.is_alpha

    @property
    def is_title(self) -> bool:
        """Whether it begins with its only capital."""
        return self.form.is_title

    @property
    def is_stop(self) -> bool:
        """Whether it is among the commonest words."""
        return self.form.is_stop

    @property
    def like_num(self) -> bool:
        """Whether it is a number, in figures or in words."""
        return self.form.like_num

    @property
    def lefts(self) -> list[Token]:
        """Its children in front of it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """Its children behind it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> list[Token]:
        """The token and all below it, each behind its left children and in front of its right ones."""
        if self._subtree is None:
            found = [token for child in self.children if child.i < self.i for token in child.subtree]
            found.append(self)
            self._subtree = found + [token for child in self.children if child.i > self.i for token in child.subtree]
        return self._subtree

    @property
    def left_edge(self) -> Token:
        """The first token below it, or itself."""
        if self._left is None:
            self.doc.set_left_edges()
        assert self._left is not None
        return self._left

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens above it, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, other: Token) -> bool:
        """Whether it stands above `other`."""
        return any(above is self for above in other.ancestors)

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The others of those that are joined with it by "and" or commas."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        found = [first]
        for token in found:
            found += [child for child in token.children if child.i > token.i and child.dep_ == "conj"]
        return tuple(token for token in found if token is not self)

    def nbor(self, i: int = 1) -> Token:
        """The token so many places on (back, where negative); IndexError where there is none."""
        if self.i + i < 0:
            raise IndexError(i)
        return self.doc.tokens[self.i + i]
