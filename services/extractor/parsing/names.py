"""Named entities as spaCy's recogniser finds them, with its own weights and rules, decided for all tokens at once.

The recogniser goes from token to token and picks the best move allowed: O (no entity), U (an entity of one token), B, I, L (its
first token, one inside, the last). Outside of an entity its view of a token does not depend on what was picked before, so the
scores of those moves are reckoned for the whole text in one multiplication; only within entities is it asked step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SENT_START
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

FEATURES = 3  # token, first token of the open entity, token before
Floats = NDArray[np.float32]


def is_greedy(ner: object) -> bool:
    """Whether `ner` is a recogniser of the kind that `NameFinder` can stand in for."""
    return (
        isinstance(ner, EntityRecognizer)
        and ner.cfg["beam_width"] == 1
        and ner.model.attrs["has_upper"]
        and not ner.model.attrs["unseen_classes"]
        and ner.model.get_ref("upper").get_dim("nO") == len(find_moves(ner))
        and ner.model.get_ref("lower").get_dim("nF") == FEATURES
        and ner.model.get_ref("lower").get_dim("nP") > 1
    )


class NameFinder:
    """Sets the entities that `ner` would, on texts in which none is set."""

    def __init__(self, ner: EntityRecognizer) -> None:
        self.tok2vec, self.lower, upper = (ner.model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self.weights: Floats = upper.get_param("W")
        self.bias: Floats = upper.get_param("b")
        self.shift: Floats = self.lower.get_param("b")
        self.moves = find_moves(ner)
        kinds = np.array([kind for kind, _ in self.moves])
        named = np.array([bool(label) for _, label in self.moves])
        self.is_out, self.is_begin, self.is_unit = kinds == "O", (kinds == "B") & named, (kinds == "U") & named
        self.inside = {label: [self.moves.index((kind, label)) for kind in "IL"] for kind, label in self.moves if label}

    def __call__(self, doc: Doc) -> Doc:
        (named,) = self._name([doc])
        return named

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The same for many texts, some at a time."""
        coming = iter(docs)
        while some := list(islice(coming, batch_size)):
            yield from self._name(some)

    def _name(self, docs: list[Doc]) -> list[Doc]:
        features: Floats = self.lower.predict(self.tok2vec.predict(docs))
        at = 1  # behind the padding
        for doc in docs:
            if len(doc):
                found = self._find(doc, features[0], features[at : at + len(doc)])
                doc.set_ents([Span(doc, start, end, label=label) for start, end, label in found])
            at += len(doc)
        return docs

    def _find(self, doc: Doc, padding: Floats, tokens: Floats) -> list[tuple[int, int, str]]:
        """The entities of `doc`, whose tokens have these features: first token, end and label."""
        space, starts = (column.astype(np.int64) == 1 for column in doc.to_array([IS_SPACE, SENT_START]).T)
        ends = np.append(starts[1:], True)  # no entity goes on behind these tokens
        found, at = [], 0
        best = self._pick_outside(tokens, padding, space, ends)
        for token in np.flatnonzero(~self.is_out[best]).tolist():
            if token >= at:
                kind, label = self.moves[best[token]]
                at = token + 1 if kind == "U" else self._end_of(token, label, tokens, ends)
                found.append((token, at, label))
        return found

    def _pick_outside(
        self, tokens: Floats, padding: Floats, space: NDArray[np.bool_], ends: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """The best move at each token, if no entity is open there."""
        scores = self._hidden(tokens[:, 0] + padding[1] + padding[2]) @ self.weights.T + self.bias
        allowed = self.is_out | (self.is_unit & ~space[:, None]) | (self.is_begin & ~(space | ends)[:, None])
        picked: NDArray[np.int64] = np.where(allowed, scores, -np.inf).argmax(axis=1)
        return picked

    def _end_of(self, first: int, label: str, tokens: Floats, ends: NDArray[np.bool_]) -> int:
        """Where the entity that begins at `first` ends."""
        moves = self.inside[label]
        weights, bias = self.weights[moves], self.bias[moves]
        for token in range(first + 1, len(tokens)):
            on, last = weights @ self._hidden(tokens[token, 0] + tokens[first, 1] + tokens[token - 1, 2]) + bias
            if ends[token] or last > on or (last == on and moves[1] < moves[0]):
                return token + 1
        raise AssertionError("the last token of a text ends every entity")

    def _hidden(self, summed: Floats) -> Floats:
        pieces = np.moveaxis(summed + self.shift, -1, 0)
        hidden: Floats = reduce(np.maximum, pieces)
        return hidden


def find_moves(ner: EntityRecognizer) -> list[tuple[str, str]]:
    """The moves in the order of their scores, each with its label; U without one, which blocks a token, is not among the names."""
    moves = [(name[0], name[2:]) for name in ner.move_names]
    return [*moves[:-1], ("U", ""), moves[-1]]


@Language.factory("diplowire_names")
def make_name_finder(nlp: Language, name: str) -> NameFinder:
    """The component of a pipeline, in place of its `ner`."""
    return NameFinder(nlp.get_pipe("ner"))
