"""Whether `confidence` tells the truth: of the calls said to be 90 in 100 sure, 90 in 100 should be calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.same import match_calls, same_record
from benchmarks.sets import GoldSet

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True)
class Judged:
    """A found call: how sure the extractor was, whether it is one, and whether the whole record is right."""

    confidence: float
    right: bool
    exact: bool


def judge(sets: Sequence[GoldSet]) -> Iterator[Judged]:
    """Yields every found call of the sets but background and those that gold holds as background."""
    for gold in sets:
        for article in gold.articles:
            found = [c for c in gold.found[article["id"]] if not c.get("background")]
            pairs = {j: article["calls"][i] for i, j in match_calls(article["calls"], found).items()}
            for j, call in enumerate(found):
                real = pairs.get(j)
                if real is None or not real.get("background"):
                    yield Judged(call["confidence"], real is not None, real is not None and same_record(real, call))


def write_reliability(sets: Sequence[GoldSet]) -> str:
    """Returns the table: per bin of confidence how many calls, how sure on average, how many were right."""
    judged = list(judge(sets))
    lines = [f"{'confidence':>12}{'calls':>7}{'mean':>7}{'right':>7}{'exact':>7}"]
    for low, high in pairwise(EDGES):
        inside = [j for j in judged if low <= j.confidence < high or (high == EDGES[-1] and j.confidence == high)]
        if inside:
            mean, right, exact = (sum(getattr(j, name) for j in inside) / len(inside) for name in ("confidence", "right", "exact"))
            lines.append(f"{low:.2f} to {high:.2f}{len(inside):7d}{mean:7.2f}{right:7.2f}{exact:7.2f}")
    if judged:
        brier = sum((j.confidence - j.right) ** 2 for j in judged) / len(judged)
        lines.append(f"mean squared error of confidence {brier:.3f} over {len(judged)} calls")
    return "\n".join(lines)
