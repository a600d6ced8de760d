"""Whether an article in other words reads the same: the gold articles rewritten without a change of meaning, kind by kind.

usage: python -m benchmarks.reworded [--show] [--kinds KIND,...] [--each N] [SET ...]

Prints for each kind how many articles it changed, how many of the calls, initiators and days that were right before still are, how
many came right that were not, and how many false calls came and went. --each takes every Nth article; --show lists what was lost.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.rewordings import KINDS
from benchmarks.same import Data, match_calls, same_initiator
from benchmarks.sets import as_article, find_sets
from services.extractor.extract import load_extractor

FIELDS = ("call", "initiator", "date")


def judge(row: Data, found: list[Data]) -> tuple[dict[tuple[str, int], bool], int]:
    """What is right of each call of the annotation, by field, and how many calls are false."""
    found = [call for call in found if not call.get("background")]
    pairs = match_calls(row["calls"], found)
    right = {}
    for number, gold in enumerate(row["calls"]):
        if not gold.get("background"):
            there = found[pairs[number]] if number in pairs else None
            right["call", number] = there is not None
            right["initiator", number] = there is not None and same_initiator(gold, there)
            right["date", number] = there is not None and gold.get("date") == there.get("date")
    return right, len(found) - len(pairs)


def compare(before: tuple[dict[tuple[str, int], bool], int], after: tuple[dict[tuple[str, int], bool], int]) -> Counter[str]:
    """Counts what was right before, what of it is lost, what is gained, and the false calls that came and went."""
    counts = Counter({"false": max(0, after[1] - before[1]), "false away": max(0, before[1] - after[1])})
    for (field, number), was in before[0].items():
        now = after[0][field, number]
        counts[field] += was
        counts[f"{field} lost"] += was and not now
        counts[f"{field} won"] += now and not was
    return counts


def write_line(kind: str, counts: Counter[str]) -> str:
    """The figures of one kind."""
    fields = "".join(
        f"  {field}s {counts[field] - counts[f'{field} lost']}/{counts[field]} +{counts[f'{field} won']}" for field in FIELDS
    )
    return f"{kind:18}{counts['articles']:5} articles{fields}  false +{counts['false']} -{counts['false away']}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--each", type=int, default=1)
    args = parser.parse_args()
    rows = [(gold.name, row) for gold in find_sets(tuple(args.sets)) for row in gold.articles][:: args.each]
    extractor = load_extractor()
    before = [
        judge(row, extraction.calls)
        for (_, row), extraction in zip(rows, extractor.extract_many(as_article(row) for _, row in rows), strict=True)
    ]
    for kind in args.kinds.split(","):
        counts: Counter[str] = Counter()
        for (name, row), right in zip(rows, before, strict=True):
            if (changed := KINDS[kind](row)) == row:
                continue
            change = compare(right, after := judge(row, extractor.extract(as_article(changed)).calls))
            counts += change
            counts["articles"] += 1
            if args.show and (change["false"] or any(change[f"{field} lost"] for field in FIELDS)):
                lost = [f"{field} {n}" for (field, n), was in right[0].items() if was and not after[0][field, n]]
                print(f"{kind} {name} {row['id']}: {', '.join(lost)}" + (f" FALSE {change['false']}" if change["false"] else ""))
        print(write_line(kind, counts), flush=True)


if __name__ == "__main__":
    main()
