"""Says how near words are in meaning: a short vector for each of the commonest English words, so that what was learned of "truce"
serves for "armistice" too.

Reads `word_vectors.npz`, which `benchmarks.word_vectors` makes of the GloVe vectors (Stanford NLP, public domain: PDDL 1.0).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
FILE = Path(__file__).with_name("word_vectors.npz")
# The vectors are kept as whole numbers from -127 to 127, each a step of this size.
STEP = 0.005


@dataclass(frozen=True)
class Vectors:
    """`rows`: the row of each word in `table`."""

    rows: dict[str, int]
    table: npt.NDArray[np.int8]

    def mean(self, words: Iterable[str]) -> Vector:
        """Returns the mean vector of some words in lower case; a word that is not known counts as 0."""
        places = [self.rows.get(word) for word in words]
        total = np.zeros(self.table.shape[1])
        for place in places:
            if place is not None:
                total += self.table[place]
        return total * (STEP / max(1, len(places)))

    def weigh(self, weights: Vector) -> Vector:
        """Returns for each row of the table how much its vector counts by `weights`."""
        return np.asarray(self.table @ (weights * STEP))


@lru_cache(maxsize=1)
def load_vectors() -> Vectors:
    """Reads the vectors once."""
    with np.load(FILE) as kept:
        words = kept["words"].tobytes().decode("utf-8").split("\n")
        return Vectors({word: row for row, word in enumerate(words)}, kept["table"])
