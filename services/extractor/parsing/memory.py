"""What was reckoned of a token once and holds for every token like it: remembered by the numbers that it follows from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.uint64]


class Memory:
    """Answers of `reckon`, which takes tokens as rows of numbers and gives a row of `width` values for each, whatever rows stand
    beside it. When more than `most` are known, all are forgotten."""

    def __init__(self, reckon: Callable[[Ints], NDArray[Any]], width: int, kind: Any, most: int) -> None:
        self.reckon, self.most = reckon, most
        self.places: dict[bytes, int] = {}
        self.values: NDArray[Any] = np.empty((most, width), dtype=kind)  # takes memory only as far as it is filled

    def __len__(self) -> int:
        return len(self.places)

    def look_up(self, rows: Ints) -> NDArray[Any]:
        """The values of each row."""
        if not len(rows):
            return self.values[:0]
        keys = np.ascontiguousarray(rows).view(f"V{rows.dtype.itemsize * rows.shape[1]}").ravel().tolist()
        if not all(map(self.places.__contains__, keys)):
            self._learn(dict(zip(keys, rows, strict=True)))
        return self.values[[self.places[key] for key in keys]]

    def forget(self, kept: int = 0) -> None:
        """Forgets all but the first `kept` that were learnt."""
        while len(self.places) > kept:
            self.places.popitem()

    def _learn(self, rows: dict[bytes, Ints]) -> None:
        """Makes sure that these are known."""
        if len(self.places) + len(rows) > self.most:
            self.forget()
        new = [key for key in rows if key not in self.places]
        start, end = len(self.places), len(self.places) + len(new)
        if end > len(self.values):
            self.values = np.empty((end, self.values.shape[1]), dtype=self.values.dtype)
        self.values[start:end] = self.reckon(np.stack([rows[key] for key in new]))
        self.places |= {key: place for place, key in enumerate(new, start)}
