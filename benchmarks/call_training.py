"""Learns the weights by which calls are judged: `services/extractor/calls/filing/weights.json`.

usage: python -m benchmarks.call_training [--check]

Learns from the calls that the extractor reads in batch-1 to batch-5, in the rows of `calls.yml` and `held.yml` under
`tests/extractor/stages` and in the passages of `call_passages.yml`, which hold what it reads wrong as well; `dev` and the later
batches are left for measuring. How far the sum of the weights is believed (`trust`) is learned from `first_readings.json`: for each
call that was read in batch-18 to batch-36 by the version that saw them first, the log odds that it gave and whether it was right.
The same input gives the same weights. --check learns six times from five sixths of the batches and
prints, for the rest, how sure and how right the calls are, and what each threshold would do to F1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.logistic import Sample, fit, write_weights
from benchmarks.same import Data, match_calls
from benchmarks.sets import as_article, find_sets
from services.extractor.calls.filing.judge import TRUST, WEIGHTS, judge
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article, Call, Document

BATCHES = ("batch-1", "batch-2", "batch-3", "batch-4", "batch-5")
STAGES = Path(__file__).parents[1] / "tests" / "extractor" / "stages"
TABLES = (STAGES / "calls.yml", STAGES / "held.yml", Path(__file__).with_name("call_passages.yml"))
FIRST_READINGS = Path(__file__).with_name("first_readings.json")
TRUST_STEPS = 20  # suffice for Newton's method to settle
RARE, PULL = 8, 4.0  # a clue must occur so often; every weight is pulled to zero so hard
WRITTEN = "written"  # on every call of a written passage, where more of them are true; not kept
WRITTEN_WEIGHT = 0.15  # passages are short and plain beside articles
FOLDS = 6
STEPS = [n / 20 for n in range(2, 15)]


@dataclass(frozen=True)
class Lesson:
    """One text: the calls read in it, as clues and whether each is a call; and how many calls it tells, but for history missed."""

    source: str
    calls: list[tuple[frozenset[str], bool]]
    told: int
    written: bool = False

    def samples(self) -> Iterator[Sample]:
        """Yields the calls as they are learned from."""
        for clues, truth in self.calls:
            yield Sample(clues | {WRITTEN} if self.written else clues, truth, WRITTEN_WEIGHT if self.written else 1.0)


def learn_from_batches(extractor: Extractor) -> Iterator[Lesson]:
    """Yields a lesson per annotated article."""
    for gold in find_sets(BATCHES):
        for row in gold.articles:
            yield compare(row["id"], extractor.read(as_article(row)), row["calls"])


def learn_from_passages(extractor: Extractor) -> Iterator[Lesson]:
    """Yields a lesson per written passage."""
    for table in TABLES:
        for row in yaml.safe_load(table.read_text(encoding="utf-8"))["rows"]:
            day = None if row["published"] is None else str(row["published"])
            document = extractor.read(Article(row["id"], row["text"], None, day))
            yield compare(row["id"], document, [as_call(call) for call in row["expected"]], written=True)


def as_call(row: Data) -> Data:
    """Returns a call of a passage in the shape of an annotated one."""
    people = [{"name": None if _is_code(p) else p, "country": p if _is_code(p) else None} for p in row["parties"]]
    return {"participants": people, "background": row.get("background", False)}


def _is_code(party: str) -> bool:
    return party.isupper() and len(party) <= len("NATO")


def compare(source: str, document: Document | None, gold: list[Data], written: bool = False) -> Lesson:
    """Returns what `document` read, against the calls that the text tells."""
    calls: list[Call] = [] if document is None else document.calls
    pairs = match_calls(gold, [_plain(call) for call in calls])
    right = set(pairs.values())
    told = sum(not call.get("background") or n in pairs for n, call in enumerate(gold))
    return Lesson(source, [(call.clues, n in right) for n, call in enumerate(calls)], told, written)


def _plain(call: Call) -> dict[str, Any]:
    return {"participants": [{"name": p.name, "country": p.country} for p in call.participants], "date": call.date}


def learn(lessons: list[Lesson]) -> dict[str, float]:
    """Returns the weight of each clue."""
    weights = fit([sample for lesson in lessons for sample in lesson.samples()], RARE, PULL)
    return {name: weight for name, weight in weights.items() if name != WRITTEN}


def learn_trust(readings: Sequence[tuple[float, bool]]) -> float:
    """Returns the factor by which the log odds given for calls, each with whether it is one, are likeliest."""
    odds, truth = (np.array(column, dtype=float) for column in zip(*readings, strict=True))
    trust = 1.0
    for _ in range(TRUST_STEPS):
        p = 1.0 / (1.0 + np.exp(-trust * odds))
        trust -= float(odds @ (p - truth)) / float(odds**2 @ (p * (1.0 - p)))
    return round(trust, 3)


def first_readings() -> list[tuple[float, bool]]:
    """Returns what was kept of the first readings of all batches."""
    kept: dict[str, list[tuple[float, int]]] = json.loads(FIRST_READINGS.read_text(encoding="utf-8"))
    return [(odds, bool(right)) for rows in kept.values() for odds, right in rows]


def check(batches: list[Lesson], passages: list[Lesson]) -> str:
    """Returns what weights learned from the other sixths make of each sixth of the batches."""
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        away = {lesson.source for lesson in batches[fold::FOLDS]}
        weights = learn([lesson for lesson in batches if lesson.source not in away] + passages)
        weights[TRUST] = learn_trust(first_readings())
        judged += [(judge(clues, weights), truth) for lesson in batches if lesson.source in away for clues, truth in lesson.calls]
    told = sum(lesson.told for lesson in batches)
    error = sum((p - truth) ** 2 for p, truth in judged) / len(judged)
    lines = [f"{len(judged)} calls, mean squared error {error:.3f}", f"{'threshold':>10}{'kept':>6}{'precision':>11}{'F1':>7}"]
    for step in STEPS:
        kept = [truth for p, truth in judged if p >= step]
        right = sum(kept)
        lines.append(f"{step:10.2f}{len(kept):6d}{right / max(1, len(kept)):11.3f}{2 * right / (len(kept) + told):7.3f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    extractor = load_extractor()
    batches, passages = list(learn_from_batches(extractor)), list(learn_from_passages(extractor))
    if args.check:
        print(check(batches, passages))
        return
    weights = learn(batches + passages) | {TRUST: learn_trust(first_readings())}
    write_weights(weights, WEIGHTS)
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
