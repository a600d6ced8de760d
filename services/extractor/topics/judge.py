"""Weighs the clues and words of candidates and chooses topics among them.

The weights were learned by `benchmarks.topic_training` (logistic regression) from annotated articles and from accounts written for
the purpose; they lie in `weights.json`: one for each clue, and for each of `candidates.PLACES` a vector by which the meaning of the
words there is weighed. A sum above 0 means that the phrase is more likely a topic than not; since a topic missed is no better than
one too many, less is enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import fsum
from pathlib import Path

import numpy as np

from services.extractor.tokens import Span
from services.extractor.topics.candidates import Candidate
from services.extractor.topics.phrase_clues import telling_words
from services.extractor.topics.vectors import Vector, load_vectors

WEIGHTS = Path(__file__).with_name("weights.json")
BASE = "base"
# The best phrase of a call is taken from here on, the others only if they are likelier: few calls were about nothing.
FIRST, FURTHER = -1.3, -0.8


@dataclass(frozen=True)
class Weights:
    """`clues`: the weight of each clue, `base` that of every candidate; `vectors`: by place, the weights of the meaning."""

    clues: dict[str, float]
    vectors: dict[str, Vector] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, Vector]:
        """By place, what the meaning of each word of the table counts there."""
        return {place: load_vectors().weigh(vector) for place, vector in self.vectors.items()}


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Returns what was learned."""
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(kept["clues"], {place: np.array(numbers) for place, numbers in kept["vectors"].items()})


def weigh(candidate: Candidate, weights: Weights) -> float:
    """Returns how much speaks for a phrase."""
    known = weights.clues
    total = fsum([known[BASE], *[known[clue] for clue in candidate.clues if clue in known]])
    rows = load_vectors().rows
    for place, values in weights.values.items():
        words = candidate.words.get(place, ())
        total += sum([values[rows[word]] for word in words if word in rows]) / max(1, len(words))
    return round(float(total), 6)


def choose(candidates: list[Candidate], weights: Weights) -> list[Candidate]:
    """Returns the likeliest candidates in the order of the text; none that overlaps with a likelier one or repeats its words."""
    weighed = sorted(((weigh(c, weights), c) for c in candidates), key=lambda pair: (-pair[0], pair[1].span.start))
    chosen: list[Candidate] = []
    words: list[set[str]] = []
    likely = _by_start(c.span for weight, c in weighed if weight >= FURTHER)
    for weight, candidate in weighed:
        if weight < (FURTHER if chosen else FIRST):
            break
        if _is_sum(candidate.span, likely):
            continue
        own = {token.lemma_.lower() for token in telling_words(candidate.span)}
        span = candidate.span
        if any(span.start < c.span.end and c.span.start < span.end for c in chosen) or any(own <= other for other in words):
            continue
        chosen.append(candidate)
        words.append(own)
    return sorted(chosen, key=lambda c: c.span.start)


def _by_start(spans: Iterable[Span]) -> dict[int, set[int]]:
    """Returns the ends of spans by their starts."""
    ends: dict[int, set[int]] = {}
    for span in spans:
        ends.setdefault(span.start, set()).add(span.end)
    return ends


def _is_sum(span: Span, parts: dict[int, set[int]]) -> bool:
    """Whether a phrase is only two likely phrases with "and" between them."""
    heads = [end for end in parts.get(span.start, ()) if end < span.end]
    return any(span.end in parts.get(end + 1, ()) and span.doc[end].lower_ in {"and", ",", "or"} for end in heads)
