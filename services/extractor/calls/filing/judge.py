"""How likely a call that was read is one: weighs its clues.

The weights were learned by `benchmarks.call_training` (logistic regression) and lie in `weights.json`; the sum of the weights of
a call's clues, times `trust`, is its log odds. `trust` is below 1: articles that the rules were never tried on are read less well
than the sum says, and it is learned from what was read in such articles at first sight (Platt, "Probabilistic outputs for support
vector machines", 1999, without the shift). A call less likely than `THRESHOLD` costs more than it gains and is not told. An
article's only call, told once and of somebody whom the context had to supply, is what articles without a call are misread for: it
has to be surer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Set
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")
BASE, TRUST = "base", "trust"
THRESHOLD = 0.42
THRESHOLD_ALONE = 0.57
ALONE, SEVERAL = {"only call", "parties supplied"}, "accounts several"
SUREST = 0.99  # no article is read so well that nothing is left to doubt


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Returns the weight of each clue; `base` is that of every call, `trust` how far their sum is believed."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def is_likely(confidence: float, clues: Set[str]) -> bool:
    """Whether a call with this confidence and these clues is told."""
    return confidence >= (THRESHOLD_ALONE if clues >= ALONE and SEVERAL not in clues else THRESHOLD)


def judge(clues: Iterable[str], weights: dict[str, float]) -> float:
    """Returns the probability of a call with these clues, between 0 and `SUREST`, rounded to four digits."""
    odds = weights.get(TRUST, 1.0) * (weights[BASE] + sum(weights.get(clue, 0.0) for clue in sorted(clues)))
    return round(min(SUREST, 1.0 / (1.0 + math.exp(-odds))), 4)
