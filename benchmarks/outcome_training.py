"""Learns the weights by which outcomes are judged: `services/extractor/outcomes/weights.json`.

usage: python -m benchmarks.outcome_training [--check]

Learns from the clauses that may be outcomes of the annotated calls in batch-1 to batch-36, from the rows of
`tests/extractor/stages/outcomes.yml` (each counts half), and from the whole stories of `outcome_stories.yml` there and here; `dev`
is left for measuring. What clauses there are and which clues they have is read with the rules, tables and code as they stand: learn
again, and commit the weights, whenever one of them changes what is found or how it is described (a group of deeds in
`services/extractor/rules/patterns/outcomes.yml`, say).
The same input gives the same weights. --check learns five times from four fifths of the batches and prints precision, recall and F1
on the rest where more or less is asked of a clause.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.logistic import Sample, fit, write_weights
from benchmarks.same import Data, same_outcome
from benchmarks.sets import as_article, find_sets
from benchmarks.topic_lessons import annotated_calls, read
from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.outcomes.judge import WEIGHTS
from services.extractor.outcomes.read import Clause, choose, find_all_matches, find_clauses, find_telling
from services.extractor.types import Call, Document
from tests.extractor.told import told_call

BATCHES = tuple(f"batch-{number}" for number in range(1, 37))
STAGES = Path(__file__).parents[1] / "tests" / "extractor" / "stages"
ROWS = STAGES / "outcomes.yml"
STORIES = (STAGES / "outcome_stories.yml", Path(__file__).with_name("outcome_stories.yml"))
RARE, PULL = 8, 20.0  # a clue must occur so often; every weight is pulled to zero so hard
ROW_WEIGHT = 0.5  # rows are short and plain beside articles
FOLDS = 5
STEPS = (-0.4, -0.2, 0.0, 0.2, 0.4)


@dataclass(frozen=True)
class Lesson:
    """One call: the outcomes that were annotated and the clauses that may be some; `source` is its article or row."""

    source: str
    outcomes: list[str]
    clauses: list[Clause]
    weight: float = 1.0

    def samples(self) -> Iterator[Sample]:
        """Yields the clauses as they are learned from."""
        for clause in self.clauses:
            truth = any(same_outcome(outcome, clause.outcome.quote.text) for outcome in self.outcomes)
            yield Sample(clause.clues, truth, self.weight)


def from_articles() -> Iterator[Lesson]:
    """Yields the calls of the batches that are not background."""
    for row in (row for gold in find_sets(BATCHES) for row in gold.articles):
        yield from from_article(row)


def from_article(row: Data) -> Iterator[Lesson]:
    """Yields the calls of an annotated article that are not background."""
    document = read(as_article(row))
    document.calls = list(annotated_calls(row, document))
    held = {cue.sent for call in document.calls if not call.background for cue in call.cues}
    document.not_held = [cue for cue in document.not_held if cue.sent not in held]
    found = find_all_clauses(document)
    for gold, call, clauses in zip(row["calls"], document.calls, found, strict=True):
        if not call.background:
            yield Lesson(row["id"], gold["outcomes"], clauses)


def from_rows() -> Iterator[Lesson]:
    """Yields the rows of the tests."""
    for row in yaml.safe_load(ROWS.read_text(encoding="utf-8"))["rows"]:
        [clauses] = find_all_clauses(told_call(row["text"]))
        yield Lesson(row["id"], row["outcomes"], clauses, ROW_WEIGHT)


def from_stories() -> Iterator[Lesson]:
    """Yields the calls of the stories, in the order of their ids."""
    stories = [row for file in STORIES for row in yaml.safe_load(file.read_text(encoding="utf-8"))["rows"]]
    for story in sorted(stories, key=lambda story: str(story["id"])):
        yield from from_article(as_annotated(story))


def as_annotated(story: Data) -> Data:
    """Returns a story as an annotated article."""
    calls = [
        {
            "participants": [
                {"name": name if name != country else None, "country": country} for name, country in call["who"].items()
            ],
            "outcomes": [words for _, _, words in call["outcomes"]],
            "evidence": "",
        }
        for call in story["calls"]
    ]
    return {"id": story["id"], "title": None, "text": story["text"], "published_at": str(story["published"]), "calls": calls}


def find_all_clauses(document: Document) -> list[list[Clause]]:
    """Returns what may be outcomes of each call."""
    actors, matches_of = Actors(document), find_all_matches(document)
    scope = find_scope(document, actors, find_telling(document, matches_of, actors))

    def clauses_of(call: Call) -> list[Clause]:
        return [] if call.background else list(find_clauses(document, call, scope, actors, matches_of))

    return [clauses_of(call) for call in document.calls]


def learn(lessons: list[Lesson]) -> dict[str, float]:
    """Returns the weight of each clue."""
    return fit([sample for lesson in lessons for sample in lesson.samples()], RARE, PULL)


def figures(judged: list[tuple[Lesson, dict[str, float]]], more: float) -> str:
    """Returns precision, recall and F1 of what is chosen by the weights that stand beside each lesson."""
    right = chosen = hit = told = 0
    for lesson, weights in judged:
        found = [outcome.quote.text for outcome in choose(lesson.clauses, weights, more)]
        right += sum(any(same_outcome(outcome, text) for outcome in lesson.outcomes) for text in found)
        hit += sum(any(same_outcome(outcome, text) for text in found) for outcome in lesson.outcomes)
        chosen, told = chosen + len(found), told + len(lesson.outcomes)
    precision, recall = right / max(1, chosen), hit / max(1, told)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"


def check(articles: list[Lesson], rows: list[Lesson]) -> Iterator[str]:
    """Yields what weights learned from the other fifths find in each fifth of the batches, by how much is asked."""
    sources = sorted({lesson.source for lesson in articles})
    judged: list[tuple[Lesson, dict[str, float]]] = []
    for fold in range(FOLDS):
        away = set(sources[fold::FOLDS])
        weights = learn([lesson for lesson in articles if lesson.source not in away] + rows)
        judged += [(lesson, weights) for lesson in articles if lesson.source in away]
    for more in STEPS:
        yield f"{more:5.1f}  {figures(judged, more)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    articles, rows = list(from_articles()), [*from_rows(), *from_stories()]
    if args.check:
        for line in check(articles, rows):
            print(line)
        return
    weights = learn(articles + rows)
    write_weights(weights, WEIGHTS)
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
