"""Token vectors as spaCy's `tok2vec` makes them, with its own weights, in less time.

It makes them in two steps. First every token gets a vector by its letters alone, wherever it stands: here that is reckoned once for
each word and remembered. Then layers of a small window mix in the neighbours: here without what only training needs, and for
so many tokens at once as the processor keeps near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model, NumpyOps

from services.extractor.parsing.memory import Ints, Memory

KEPT_WORDS = 8_000  # vectors remembered, 96 numbers each
AT_ONCE = 600  # rows that are multiplied together
TINY = 1e-08  # what layer normalisation adds to the variance
PIECES = 3

Floats = NDArray[np.float32]
EMBEDDING = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
LAYER = {"expand_window", "maxout", "layernorm", "dropout"}


def quicken(tok2vec: Model[Any, Any]) -> None:
    """Puts our two steps in the place of those of `tok2vec`, where they are of the kind that we know."""
    if len(tok2vec.layers) != 2 or not isinstance(tok2vec.ops, NumpyOps):
        return
    embedding, encoding = tok2vec.layers
    if [name_of(layer) for layer in embedding.layers] == EMBEDDING:
        tok2vec.layers[0] = wrap("remembered-vectors", Embedding(embedding).embed)
    layers = find_window_layers(encoding)
    if layers:
        tok2vec.layers[1] = wrap("window-layers", Encoder(layers, encoding.attrs["pad"]).encode)


def wrap(name: str, predict: Callable[[Any], Any]) -> Model[Any, Any]:
    """A model that only predicts."""
    return Model(name, lambda model, given, is_train: (predict(given), lambda gradient: gradient))


def name_of(layer: Model[Any, Any]) -> str:
    """Its kind, without what it holds."""
    return layer.name.split("(")[0]


class Embedding:
    """The vectors of tokens by their letters, remembered."""

    def __init__(self, model: Model[Any, Any]) -> None:
        self.columns = model.layers[0].attrs["columns"]
        self.steps = model.layers[2:4]
        self.memory = Memory(self._reckon, self.steps[-1].get_dim("nO"), np.float32, KEPT_WORDS)

    def embed(self, docs: list[Any]) -> list[Floats]:
        """One array for each text, a row for each token."""
        return [self.memory.look_up(doc.to_array(self.columns).reshape(len(doc), len(self.columns))) for doc in docs]

    def _reckon(self, rows: Ints) -> Floats:
        vectors: Any = rows
        for step in self.steps:
            vectors = step.predict(vectors)
        return vectors


class Layer(NamedTuple):
    """The weights of one layer: the pieces of its maxout one behind the other, and its normalisation."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


def find_window_layers(model: Model[Any, Any]) -> list[Layer]:
    """The layers of an encoder that looks at one token on either side; none where it is of another kind."""
    inner = [*model.layers[0].layers] if name_of(model) == "with_array" and model.layers else []
    return [read_layer(one) for one in inner] if inner and all(is_window_layer(one) for one in inner) else []


def is_window_layer(model: Model[Any, Any]) -> bool:
    """Whether it is one that we know to reckon."""
    kinds = {one.name: one for one in model.walk()}
    return (
        name_of(model) == "residual"
        and {one.name for one in model.walk() if not one.layers} == LAYER
        and kinds["expand_window"].attrs["window_size"] == 1
        and kinds["maxout"].get_dim("nP") == PIECES
    )


def read_layer(model: Model[Any, Any]) -> Layer:
    """Its weights, turned to our order."""
    kinds: dict[str, Any] = {one.name: one for one in model.walk()}
    weights, bias = (kinds["maxout"].get_param(name) for name in "Wb")  # by output, piece and input
    pieces = np.ascontiguousarray(weights.swapaxes(0, 1)).reshape(-1, weights.shape[-1])
    return Layer(pieces, np.ascontiguousarray(bias.T).ravel(), *(kinds["layernorm"].get_param(name) for name in "Gb"))


class Encoder:
    """The layers that mix in the neighbours, one token on either side each."""

    def __init__(self, layers: list[Layer], padding: int) -> None:
        self.layers, self.padding = layers, padding

    def encode(self, texts: list[Floats]) -> list[Floats]:
        """The vectors of each text, with their neighbours mixed in."""
        found: list[Floats] = []
        for some in gather(texts):
            found += self._encode(some)
        return found

    def _encode(self, texts: list[Floats]) -> list[Floats]:
        """The same, reckoned together: rows of zeros keep the texts apart."""
        starts = np.cumsum([self.padding, *(len(text) + self.padding for text in texts)])
        rows = np.zeros((starts[-1], texts[0].shape[1]), dtype=np.float32)
        for start, text in zip(starts, texts, strict=False):
            rows[start : start + len(text)] = text
        for layer in self.layers:
            rows += mix(rows, layer)
        return [rows[start : end - self.padding] for start, end in pairwise(starts)]


def gather(texts: list[Floats]) -> Iterator[list[Floats]]:
    """Texts in order, some at a time."""
    some: list[Floats] = []
    for text in texts:
        if some and sum(map(len, some)) + len(text) > AT_ONCE:
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def mix(rows: Floats, layer: Layer) -> Floats:
    """What a layer makes of each row and its neighbours."""
    count, width = rows.shape
    windows = np.zeros((count, 3 * width), dtype=np.float32)
    windows[1:, :width] = rows[:-1]
    windows[:, width : 2 * width] = rows
    windows[:-1, 2 * width :] = rows[1:]
    pieces = windows @ layer.weights.T
    pieces += layer.bias
    best = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
    np.maximum(best, pieces[:, 2 * width :], out=best)
    return normalise(best, layer)


def normalise(rows: Floats, layer: Layer) -> Floats:
    """Gives each row the same mean and variance, then scale and shift of the layer."""
    rows -= rows.mean(axis=1, keepdims=True)
    variance = (rows * rows).sum(axis=1, keepdims=True)
    variance /= rows.shape[1]
    variance += TINY
    rows *= variance ** (-1.0 / 2.0)
    rows *= layer.scale
    rows += layer.shift
    return rows
