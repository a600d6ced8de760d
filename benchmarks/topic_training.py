"""Learns the weights by which topics are chosen: `services/extractor/topics/weights.json`.

usage: python -m benchmarks.topic_training [--check]

Learns from batch-1 to batch-3, from the accounts in `topic_accounts.txt` and from the rows of `tests/extractor/stages/topics.yml`;
`dev` and the later batches are left for measuring. The calls are those of the annotation, so that mistakes of earlier stages teach
nothing. The method is logistic regression with a strong pull to zero, solved by Newton's steps: the same input gives the same
weights. --check learns six times from five sixths of the batches and prints F1 on the rest.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from benchmarks.same import Data, match_calls, same_person, same_topic
from benchmarks.sets import as_article, find_sets
from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.stages import calls, clean, outcomes, parse, people
from services.extractor.topics.candidates import Candidate, find_candidates
from services.extractor.topics.judge import BASE, WEIGHTS, choose
from services.extractor.types import Call, Cue, Document, Entity
from tests.extractor.told import LEAD, told_call

BATCHES = ("batch-1", "batch-2", "batch-3")
ACCOUNTS = Path(__file__).with_name("topic_accounts.txt")
ROWS = Path(__file__).parents[1] / "tests" / "extractor" / "stages" / "topics.yml"
# A clue must occur so often, and every weight is pulled to zero so hard; STEPS suffice for Newton's method to settle.
RARE, PULL, STEPS = 8, 30.0, 12
WRITTEN = "written"  # on every candidate of a written account, which has more topics in it than an article; not kept
FOLDS = 6


@dataclass(frozen=True)
class Lesson:
    """One call with its topics and candidates; `source` is the article or account."""

    source: str
    topics: list[str]
    candidates: list[Candidate]
    weight: float = 1.0
    written: bool = False

    def truths(self) -> list[bool]:
        return [any(same_topic(topic, c.span.text) for topic in self.topics) for c in self.candidates]

    def clues(self) -> list[frozenset[str]]:
        return [c.clues | {WRITTEN} if self.written else c.clues for c in self.candidates]


def from_article(row: Data) -> Iterator[Lesson]:
    """Yields the calls of an annotated article."""
    document = Document(as_article(row))
    clean.read(document)
    parse.run(document, parse.load_model())
    people.run(document, load_gazetteer())
    calls.run(document)
    document.calls = list(annotated_calls(row, document))
    held = {cue.sent for call in document.calls if not call.background for cue in call.cues}
    document.not_held = [cue for cue in document.not_held if cue.sent not in held]
    told = [(gold, call) for gold, call in zip(row["calls"], document.calls, strict=True) if not call.background]
    for lesson in learn_from(row["id"], document, told):
        yield Lesson(lesson.source, lesson.topics, lesson.candidates, len(told) ** -0.5)


def learn_from(source: str, document: Document, told: list[tuple[Data, Call]]) -> Iterator[Lesson]:
    outcomes.find(document)
    actors = Actors(document)
    scope = find_scope(document, actors)
    for gold, call in told:
        yield Lesson(source, gold["topics"], find_candidates(document, call, scope, actors))


def annotated_calls(row: Data, document: Document) -> Iterator[Call]:
    """Yields the calls of an article as annotated, with the cues that were found for them and the sentence of the evidence."""
    guesses = [{"participants": [{"name": e.name, "country": e.country} for e in c.participants]} for c in document.calls]
    pairs = dict(match_calls(row["calls"], guesses))
    found = document.calls
    for i, gold in enumerate(row["calls"]):
        cues = list(found[pairs[i]].cues) if i in pairs else []
        start = row["text"].find(gold["evidence"])
        for k, sent in enumerate(document.sents):
            beside = sent.start_char < start + len(gold["evidence"]) - 3 and sent.end_char > start + 3
            if beside and all(cue.sent != k for cue in cues):
                cues.append(Cue(sent.root.i, sent.root.i + 1, sent.root.i, k, "annotated"))
        participants = [find_entity(document, person) for person in gold["participants"]]
        yield Call(participants, cues, background=bool(gold.get("background")))


def find_entity(document: Document, person: Data) -> Entity:
    """Returns whom the annotation means, among those found in the text if possible."""
    if person["name"]:
        same = [e for e in document.entities if e.name and same_person(person, {"name": e.name, "country": e.country})]
    else:
        same = [e for e in document.entities if e.country == person["country"]]
        same = [e for e in same if e.kind in {"role", "person"}] or same
    if same:
        return max(same, key=lambda e: sum(e in mention.members for mention in document.mentions))
    entity = Entity(9000 + len(document.entities), person["name"], person["country"], official=True)
    document.entities.append(entity)
    return entity


def from_accounts() -> Iterator[Lesson]:
    """Yields the accounts and the rows of the tests."""
    for number, line in enumerate(ACCOUNTS.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            marked = re.findall(r"\[\[(.*?)\]\]", line)
            text = re.sub(r"\[\[|\]\]", "", line)
            lead = LEAD
            if text.startswith("lead: "):
                lead, text = re.split(r"(?<=[.!?]) ", text.removeprefix("lead: "), maxsplit=1)
            yield from written(f"account-{number}", text, lead, marked)
    for row in yaml.safe_load(ROWS.read_text(encoding="utf-8"))["rows"]:
        yield from written(f"row-{row['id']}", row["text"], row.get("lead", LEAD), row["topics"])


def written(source: str, text: str, lead: str, topics: list[str]) -> Iterator[Lesson]:
    document = told_call(text, lead)
    for lesson in learn_from(source, document, [({"topics": topics}, document.calls[0])]):
        yield Lesson(lesson.source, lesson.topics, lesson.candidates, written=True)


def learn(lessons: Iterable[Lesson]) -> dict[str, float]:
    """Returns the weight of each clue."""
    rows = [
        (clues, truth, lesson.weight) for lesson in lessons for clues, truth in zip(lesson.clues(), lesson.truths(), strict=True)
    ]
    counts = Counter(clue for clues, _, _ in rows for clue in clues)
    names = [BASE, *sorted(clue for clue, n in counts.items() if n >= RARE)]
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    x[:, 0] = 1.0
    for r, (clues, _, _) in enumerate(rows):
        x[r, [column[clue] for clue in clues if clue in column]] = 1.0
    y = np.array([float(truth) for _, truth, _ in rows])
    importance = np.array([weight for _, _, weight in rows])
    pull = np.full(len(names), PULL)
    pull[0] = 0.01
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (importance * (p - y)) + pull * weights
        bend = (x.T * (importance * p * (1.0 - p))) @ x + np.diag(pull)
        weights -= np.linalg.solve(bend, slope)
    kept = {name: round(float(weights[k]), 3) for name, k in column.items() if name != WRITTEN}
    return {name: weight for name, weight in kept.items() if weight != 0.0}


def check(batches: list[Lesson], accounts: list[Lesson]) -> str:
    """Returns precision, recall and F1 on the sixths of the batches that the weights were not learned from."""
    sources = sorted({lesson.source for lesson in batches})
    right = chosen = hit = told = 0
    for fold in range(FOLDS):
        away = set(sources[fold::FOLDS])
        weights = learn([lesson for lesson in batches if lesson.source not in away] + accounts)
        for lesson in (lesson for lesson in batches if lesson.source in away):
            found = [c.span.text for c in choose(lesson.candidates, weights)]
            right += sum(any(same_topic(t, text) for t in lesson.topics) for text in found)
            hit += sum(any(same_topic(t, text) for text in found) for t in lesson.topics)
            chosen, told = chosen + len(found), told + len(lesson.topics)
    precision, recall = right / max(1, chosen), hit / max(1, told)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"


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
    lines = ",\n".join(f" {json.dumps(name)}: {weight}" for name, weight in sorted(weights.items()))
    WEIGHTS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
