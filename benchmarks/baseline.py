"""The scores accepted last (`scores.json`), and what a new run gains and loses against them, article by article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.same import Data, count_pairs, match_calls, same_initiator, same_outcome, same_person, same_topic
from benchmarks.score import FIELDS, score
from benchmarks.sets import SEEDS, GoldSet

FILE = Path(__file__).with_name("scores.json")
SHARES = ("exact_records", "silent_on_negatives")
MISSED = "missed"


def label(call: Data) -> str:
    """Returns a call as one short line: who, and when."""
    people = " + ".join(str(p.get("name") or p.get("country") or "?") for p in call["participants"])
    return f"{people}, {call.get('date') or 'no date'}"


def describe_article(article: Data, calls: Sequence[Data]) -> Data:
    """Returns what became of each gold call (which fields are right, or "missed") and the found calls that are none."""
    gold, found = article["calls"], [c for c in calls if not c.get("background")]
    pairs = match_calls(gold, found)
    rows: dict[str, Any] = {}
    for i, call in enumerate(gold):
        if not call.get("background"):
            name = label(call)
            name = name if name not in rows else f"{name} ({i + 1})"
            rows[name] = _right_fields(call, found[pairs[i]]) if i in pairs else MISSED
    return {"calls": rows, "false": sorted(label(p) for j, p in enumerate(found) if j not in pairs.values())}


def _right_fields(gold: Data, found: Data) -> Data:
    def ratio(name: str, same: Any) -> str:
        g, p = gold.get(name) or [], found.get(name) or []
        hits = count_pairs(g, p, same)
        return f"{hits} of {len(g)}, {len(p) - hits} false"

    return {
        "participants": ratio("participants", same_person),
        "initiator": "right" if same_initiator(gold, found) else "wrong",
        "date": "right" if gold.get("date") == found.get("date") else f"{found.get('date') or 'none'}",
        "topics": ratio("topics", same_topic),
        "outcomes": ratio("outcomes", same_outcome),
    }


def summarise(sets: Sequence[GoldSet]) -> Data:
    """Returns the scores of a run in the shape of the file; the seeds stay out of it, since not everybody has them."""
    kept = [gold for gold in sets if gold.name != SEEDS.name]
    return {
        "sets": {gold.name: _figures(score(gold.articles, gold.found)) for gold in kept},
        "articles": {f"{gold.name}/{a['id']}": describe_article(a, gold.found[a["id"]]) for gold in kept for a in gold.articles},
    }


def _figures(result: Data) -> Data:
    rows = {name: {part: round(result[name][part], 4) for part in ("precision", "recall", "f1")} for name in FIELDS}
    return {**rows, **{name: round(result[name], 4) for name in SHARES}}


def read_baseline() -> Data:
    """Returns the scores accepted last; empty where none were."""
    if not FILE.exists():
        return {"sets": {}, "articles": {}}
    data: Data = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def write_baseline(summary: Data) -> None:
    """Writes a run's scores as the accepted ones, a line per set and article, so that differences can be read."""
    parts = []
    for part in ("sets", "articles"):
        rows = [f"    {json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}" for key, row in summary[part].items()]
        parts.append(f'  "{part}": {{\n' + ",\n".join(rows) + "\n  }")
    FILE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def find_falls(old: Data, new: Data, allowed: float = 0.02) -> list[str]:
    """Returns the figures that fell by more than `allowed`, as lines for people. Sets that were not run are left out."""
    falls = []
    for name, figures in new["sets"].items():
        for field in FIELDS:
            before, now = old["sets"].get(name, {}).get(field, {}).get("f1", 0.0), figures[field]["f1"]
            if now < before - allowed - 1e-9:
                falls.append(f"{name}: {field} F1 fell from {before:.3f} to {now:.3f}")
    return falls


def compare_articles(old: Data, new: Data) -> Iterator[tuple[str, str]]:
    """Yields (gained, lost or changed; what) for every article that reads differently than in the accepted scores."""
    for key, now in new["articles"].items():
        before = old["articles"].get(key)
        if before is None:
            continue
        for name in sorted(set(now["false"]) - set(before["false"])):
            yield "lost", f"{key}: false call {name}"
        for name in sorted(set(before["false"]) - set(now["false"])):
            yield "gained", f"{key}: no longer the false call {name}"
        for name, row in now["calls"].items():
            was = before["calls"].get(name, row)
            if was != row:
                yield from ((kind, f"{key}: {name}: {what}") for kind, what in _compare_call(was, row))


def _compare_call(was: Any, row: Any) -> Iterator[tuple[str, str]]:
    if row == MISSED:
        yield "lost", "the call"
    elif was == MISSED:
        yield "gained", "the call"
    else:
        for field in row:
            if row[field] != was[field]:
                better, worse = _rank(row[field]), _rank(was[field])
                kind = "gained" if better > worse else "lost" if better < worse else "changed"
                yield kind, f"{field}: {was[field]} -> {row[field]}"


def _rank(value: str) -> int:
    """More is better: a hit outweighs a false one."""
    if " of " in value:
        words = value.replace(",", "").split()
        return 2 * int(words[0]) - int(words[3])
    return int(value == "right")
