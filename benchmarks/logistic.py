"""Logistic regression over clues that hold or do not: a strong pull to zero, solved by Newton's steps, the same every time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BASE = "base"
STEPS = 12  # suffice for Newton's method to settle


@dataclass(frozen=True)
class Sample:
    """One case: its clues, whether it is true, and how much it counts."""

    clues: frozenset[str]
    truth: bool
    weight: float = 1.0


def fit(samples: Sequence[Sample], rare: int, pull: float) -> dict[str, float]:
    """Returns the weight of each clue that occurs at least `rare` times, and of `BASE`, which every sample has.

    `pull`: how strongly all weights but that of `BASE` are drawn to zero."""
    counts = Counter(clue for sample in samples for clue in sample.clues)
    names = [BASE, *sorted(clue for clue, n in counts.items() if n >= rare)]
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(samples), len(names)))
    x[:, 0] = 1.0
    for row, sample in enumerate(samples):
        x[row, [column[clue] for clue in sample.clues if clue in column]] = 1.0
    y = np.array([float(sample.truth) for sample in samples])
    importance = np.array([sample.weight for sample in samples])
    pulls = np.full(len(names), pull)
    pulls[0] = 0.01
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (importance * (p - y)) + pulls * weights
        bend = (x.T * (importance * p * (1.0 - p))) @ x + np.diag(pulls)
        weights -= np.linalg.solve(bend, slope)
    kept = {name: round(float(weights[k]), 3) for name, k in column.items()}
    return {name: weight for name, weight in kept.items() if weight != 0.0 or name == BASE}


def write_weights(weights: Mapping[str, float], file: Path) -> None:
    """Keeps the weights as JSON, a line for each clue in the order of their names."""
    lines = ",\n".join(f" {json.dumps(name)}: {weight}" for name, weight in sorted(weights.items()))
    file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
