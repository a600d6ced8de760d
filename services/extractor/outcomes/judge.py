"""How likely a clause is an outcome of a call: weighs its clues.

The weights were learned by `benchmarks.outcome_training` (logistic regression) and lie in `weights.json`. A sum above 0 means that
the clause is more likely an outcome than not. Where a rule says so outright and those of the call do it, less is enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from math import fsum
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")
BASE = "base"
LEAST, OF_SURE = 0.0, -0.5


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Returns the weight of each clue; `base` is that of every clause."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def weigh(clues: Iterable[str], weights: dict[str, float]) -> float:
    """Returns how much speaks for a clause with these clues."""
    return round(fsum([weights[BASE], *(weights[clue] for clue in clues if clue in weights)]), 6)
