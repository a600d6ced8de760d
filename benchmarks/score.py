#!/usr/bin/env python3
"""Score extracted diplomatic calls against a gold set (see tests/gold/GUIDELINES.md).

usage: python -m benchmarks.score GOLD_DIR [GOLD_DIR ...] --predicted FILE.jsonl [--show] [--json]

FILE.jsonl: a line per article, {"id": ..., "calls": [...]}, a call with the fields of GUIDELINES.md.
`topics` and `outcomes` may be strings or objects with a "text"; `initiator` a name, a country code, a
participant object, a list of those, or null. Calls with "background": true are left out of the count.
To have the inputs: python -m benchmarks.score GOLD_DIR --articles prints {"id", "title", "text", "published_at"} lines.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.same import Data, find_initiators, match_calls, same_initiator, same_outcome, same_person, same_record, same_topic

FIELDS = ("calls", "participants", "initiator", "date", "topics", "outcomes")
NOTHING: Data = {"participants": [], "topics": [], "outcomes": []}


@dataclass
class Tally:
    """How many gold items were found and how many found items are gold."""

    hit_gold: int = 0
    gold: int = 0
    hit_found: int = 0
    found: int = 0

    def add(self, gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> None:
        self.gold += len(gold)
        self.found += len(found)
        self.hit_gold += sum(any(same(g, p) for p in found) for g in gold)
        self.hit_found += sum(any(same(g, p) for g in gold) for p in found)

    def row(self) -> Data:
        p = self.hit_found / self.found if self.found else (0.0 if self.gold else 1.0)
        r = self.hit_gold / self.gold if self.gold else 1.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"precision": p, "recall": r, "f1": f1, "gold": self.gold, "predicted": self.found}


@dataclass
class Totals:
    """Everything counted over the articles of a set."""

    slots: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    calls: int = 0
    exact: int = 0
    negatives: int = 0
    quiet: int = 0
    background: int = 0
    background_found: int = 0
    missing: int = 0

    def add(self, gold: Data | None, found: Data | None) -> None:
        """Counts one pair; None stands for a gold call that was missed, or a found call that is none."""
        g, p = gold or NOTHING, found or NOTHING
        self.slots["calls"].add([1] if gold else [], [1] if found else [], lambda a, b: True)
        self.slots["participants"].add(g["participants"], p["participants"], same_person)
        self.slots["topics"].add(g.get("topics") or [], p.get("topics") or [], same_topic)
        self.slots["outcomes"].add(g.get("outcomes") or [], p.get("outcomes") or [], same_outcome)
        self.slots["initiator"].add([g] if g.get("initiator") else [], [p] if p.get("initiator") else [], same_initiator)
        days = [[call["date"]] if call.get("date") else [] for call in (g, p)]
        self.slots["date"].add(days[0], days[1], lambda a, b: bool(a == b))

    def result(self, articles: int) -> Data:
        result: Data = {name: tally.row() for name, tally in self.slots.items()}
        result["exact_records"] = self.exact / self.calls if self.calls else 1.0
        result["silent_on_negatives"] = self.quiet / self.negatives if self.negatives else 1.0
        result["counts"] = {
            "articles": articles,
            "calls": self.calls,
            "negatives": self.negatives,
            "background": self.background,
            "background_found_as_calls": self.background_found,
            "articles_without_prediction": self.missing,
        }
        return result


def score(gold_articles: Sequence[Data], predictions: Mapping[str, Sequence[Data]], show: bool = False) -> Data:
    """Returns precision, recall and F1 per field over all articles, and the shares of exact records and silent negatives."""
    totals = Totals()
    for article in gold_articles:
        totals.missing += article["id"] not in predictions
        _score_article(totals, article, predictions.get(article["id"], []), print if show else None)
    return totals.result(len(gold_articles))


def _score_article(totals: Totals, article: Data, calls: Iterable[Data], tell: Callable[[str], None] | None) -> None:
    gold, found = article["calls"], [c for c in calls if not c.get("background")]
    pairs = match_calls(gold, found)
    neutral = {j for i, j in pairs.items() if gold[i].get("background")}
    solid = {i: g for i, g in enumerate(gold) if not g.get("background")}
    totals.background += len(gold) - len(solid)
    totals.background_found += len(neutral)
    totals.negatives += not solid
    totals.quiet += not solid and len(neutral) == len(found)
    for i, g in solid.items():
        p = found[pairs[i]] if i in pairs else None
        totals.add(g, p)
        totals.calls += 1
        good = p is not None and same_record(g, p)
        totals.exact += good
        if tell and not good:
            tell(f"- {article['id']}: gold {describe_call(g)} | " + (f"got {describe_call(p)}" if p else "MISSED"))
    for j, p in enumerate(found):
        if j not in pairs.values():
            totals.add(None, p)
            if tell:
                said = str(p.get("evidence"))[:160]
                tell(f"- {article['id']}: FALSE {name_people(p['participants'])} date={p.get('date')} :: {said}")


def name_people(people: Iterable[Data]) -> list[Any]:
    """The names of participants, or their countries where they have none."""
    return [person.get("name") or person.get("country") for person in people]


def describe_call(call: Data) -> str:
    """Who was on the line, who placed the call and when, in a line for people."""
    return f"{name_people(call['participants'])} init={name_people(find_initiators(call))} date={call.get('date')}"


def load_gold(folders: Iterable[str | Path]) -> list[Data]:
    """Reads the articles of some folders, by file name."""
    files = sorted(file for folder in folders for file in Path(folder).glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def write_table(result: Data) -> str:
    """Returns the scores of a set as a table for people."""
    lines = [f"{'':14}{'precision':>10}{'recall':>8}{'f1':>8}{'gold':>7}{'found':>7}"]
    for name in FIELDS:
        row = result[name]
        lines.append(f"{name:14}{row['precision']:10.3f}{row['recall']:8.3f}{row['f1']:8.3f}{row['gold']:7d}{row['predicted']:7d}")
    shares = f"exact records {result['exact_records']:.3f}   silent on negatives {result['silent_on_negatives']:.3f}"
    return "\n".join([*lines, f"{shares}   {result['counts']}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--predicted")
    for flag in ("--articles", "--show", "--json"):
        parser.add_argument(flag, action="store_true")
    args = parser.parse_args()
    gold = load_gold(args.gold)
    if args.articles:
        for article in gold:
            print(json.dumps({key: article.get(key) for key in ("id", "title", "text", "published_at")}, ensure_ascii=False))
        return
    from_file = args.predicted and args.predicted != "-"
    with open(args.predicted, encoding="utf-8") if from_file else nullcontext(sys.stdin) as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    result = score(gold, {row["id"]: row["calls"] for row in rows}, args.show)
    print(json.dumps(result) if args.json else write_table(result))


if __name__ == "__main__":
    main()
