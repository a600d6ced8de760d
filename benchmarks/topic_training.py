"""Learns the weights by which topics are chosen: `services/extractor/topics/weights.json`.

usage: python -m benchmarks.topic_training [--check]

Learns from batch-1 to batch-14, from the accounts in `topic_accounts.txt` and from the rows of `tests/extractor/stages/topics.yml`;
`dev` and the later batches are left for measuring. The accounts are many but written for the purpose, the articles few but real: so
each weight has a part learned from all and a part learned from the articles alone, and the sum of the two is kept. The method is
logistic regression with a strong pull to zero, solved by Newton's steps: the same input gives the same weights. --check learns six
times from five sixths of the batches and prints F1 on the rest.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.same import same_topic
from benchmarks.sets import find_sets
from benchmarks.topic_lessons import ROW, Lesson, from_accounts, from_article
from services.extractor.topics.candidates import PLACES, Candidate
from services.extractor.topics.judge import BASE, WEIGHTS, Weights, choose
from services.extractor.topics.vectors import load_vectors

Matrix = npt.NDArray[np.float64]
BATCHES = tuple(f"batch-{number}" for number in range(1, 15))
# A clue must occur so often, and every weight is pulled to zero so hard; `base` hardly.
RARE, PULL, PULL_OF_BASE = 8, 30.0, 0.1
# How much the meaning of words counts beside the clues, how freely a weight may differ between articles and accounts, and how much
# a candidate of an account, or of a row, counts beside one of an article.
MEANING, OWN, ACCOUNT, OF_ROW = 3.0, 0.5, 0.7, 2.0
STEPS, INNER_STEPS, CLOSE = 15, 60, 1e-3
FOLDS = 6


class Table:
    """Candidates as rows of numbers: a column for each clue that is not rare, one for `base`, and the vectors of their words."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        counts = Counter(clue for lesson in lessons for c in lesson.candidates for clue in c.clues)
        self.names = [BASE, *sorted(clue for clue, n in counts.items() if n >= RARE)]
        self.column = {name: k for k, name in enumerate(self.names)}

    def rows(self, candidates: Sequence[Candidate]) -> Matrix:
        """Returns a row for each candidate."""
        clues = np.zeros((len(candidates), len(self.names)))
        clues[:, 0] = 1.0
        for row, candidate in enumerate(candidates):
            clues[row, [self.column[clue] for clue in candidate.clues if clue in self.column]] = 1.0
        vectors = load_vectors()
        words = [[vectors.mean(c.words.get(place, ())) for c in candidates] for place in PLACES]
        return np.hstack([clues, *(MEANING * np.array(block) for block in words)])

    def weights(self, numbers: Matrix) -> Weights:
        """Returns the numbers under the names of their columns."""
        clues = {name: round(float(number), 3) for name, number in zip(self.names, numbers, strict=False)}
        blocks = np.split(MEANING * numbers[len(self.names) :], len(PLACES))
        kept = {name: weight for name, weight in clues.items() if weight != 0.0}
        return Weights(kept, {place: np.round(block, 3) for place, block in zip(PLACES, blocks, strict=True)})


def learn(lessons: Sequence[Lesson]) -> Weights:
    """Returns the weights for articles."""
    table = Table(lessons)
    ordered = sorted(lessons, key=lambda lesson: lesson.written)
    rows = table.rows([c for lesson in ordered for c in lesson.candidates])
    truth = np.array([float(truth) for lesson in ordered for truth in lesson.truths()])
    importance = np.array([lesson.weight * _importance(lesson) for lesson in ordered for _ in lesson.candidates])
    real = sum(len(lesson.candidates) for lesson in ordered if not lesson.written)
    pull = np.full(rows.shape[1], PULL)
    pull[0] = PULL_OF_BASE
    return table.weights(_solve(rows, real, truth, importance, pull))


def _importance(lesson: Lesson) -> float:
    """Returns how much what a lesson teaches counts: a row of the tests says plainly what it is there for."""
    return OF_ROW if lesson.source.startswith(ROW) else ACCOUNT if lesson.written else 1.0


def _solve(rows: Matrix, real: int, truth: Matrix, importance: Matrix, pull: Matrix) -> Matrix:
    """Returns the weights that make `truth` likeliest, for the first `real` rows; the others have a part of their own in them."""
    width = rows.shape[1]

    def sums(parts: Matrix) -> Matrix:
        shared, first, second = np.split(parts, 3)
        return np.concatenate([rows[:real] @ (shared + OWN * first), rows[real:] @ (shared + OWN * second)])

    def slopes(errors: Matrix) -> Matrix:
        first, second = errors[:real] @ rows[:real], errors[real:] @ rows[real:]
        return np.concatenate([first + second, OWN * first, OWN * second])

    pulls, parts = np.tile(pull, 3), np.zeros(3 * width)
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-sums(parts)))
        slope = slopes(importance * (p - truth)) + pulls * parts
        bend = importance * p * (1.0 - p)
        # The step is found by conjugate gradients: the table of second slopes would be too large to solve outright.
        step, rest = np.zeros_like(parts), -slope
        way = scaled = rest / pulls
        left = float(rest @ scaled)
        for _ in range(INNER_STEPS):
            bent = slopes(bend * sums(way)) + pulls * way
            length = left / float(way @ bent)
            step, rest = step + length * way, rest - length * bent
            scaled = rest / pulls
            left, before = float(rest @ scaled), left
            way = scaled + (left / before) * way
            if left < CLOSE**2:
                break
        parts = parts + step
    shared, first, _ = np.split(parts, 3)
    return np.asarray(shared + OWN * first)


def check(batches: list[Lesson], accounts: list[Lesson]) -> str:
    """Returns precision, recall and F1 on the sixths of the batches that the weights were not learned from."""
    sources = sorted({lesson.source for lesson in batches})
    found: list[tuple[list[str], list[str]]] = []
    for fold in range(FOLDS):
        away = set(sources[fold::FOLDS])
        weights = learn([lesson for lesson in batches if lesson.source not in away] + accounts)
        kept = [lesson for lesson in batches if lesson.source in away]
        found += [(lesson.topics, [c.span.text for c in choose(lesson.candidates, weights)]) for lesson in kept]
    return figures(found)


def figures(found: list[tuple[list[str], list[str]]]) -> str:
    """Returns precision, recall and F1 of pairs of topics and what was chosen."""
    right = sum(any(same_topic(topic, text) for topic in topics) for topics, chosen in found for text in chosen)
    hit = sum(any(same_topic(topic, text) for text in chosen) for topics, chosen in found for topic in topics)
    precision = right / max(1, sum(len(chosen) for _, chosen in found))
    recall = hit / max(1, sum(len(topics) for topics, _ in found))
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"


def write(weights: Weights) -> None:
    """Keeps the weights, a line for each clue and each place."""
    clues = ",\n".join(f"  {json.dumps(name)}: {weight}" for name, weight in sorted(weights.clues.items()))
    vectors = ",\n".join(f"  {json.dumps(place)}: {json.dumps(vector.tolist())}" for place, vector in weights.vectors.items())
    WEIGHTS.write_text(f'{{\n "clues": {{\n{clues}\n }},\n "vectors": {{\n{vectors}\n }}\n}}\n', encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    batches = [lesson for gold in find_sets(BATCHES) for row in gold.articles for lesson in from_article(row)]
    accounts = list(from_accounts())
    if args.check:
        print(check(batches, accounts))
        return
    weights = learn(batches + accounts)
    write(weights)
    print(f"{len(weights.clues)} weights of clues")


if __name__ == "__main__":
    main()
