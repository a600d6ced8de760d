"""`make rules`: sorts the tables of names, checks all tables, and tells what looks odd and which rows no test or gold article uses.

usage: python -m benchmarks.tables [--quick] [--list]

--quick leaves out the rows of patterns, for which every gold article is read; --list names the unused people too, not only
their number.
Exits 1 where a table has a fault. Overlaps and unused rows are told, not failed: a name may wait for its first article.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.run import run_sets
from benchmarks.sets import ROOT, GoldSet, find_sets
from services.extractor.rules.entries import Entry
from services.extractor.rules.gazetteer import Gazetteer, load_gazetteer
from services.extractor.rules.load import PATTERNS, TableError, build_territories, read_yaml
from services.extractor.rules.tidy import find_faults, find_overlaps, sort_tables
from services.extractor.rules.words import find_words


def find_pattern_rows(path: Path) -> Iterator[str]:
    """The ids of all rows of a pattern table, in whatever list they stand."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("id"), str):
                yield value["id"]
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from walk(part)

    yield from walk(read_yaml(path))


def find_doubled_ids() -> list[str]:
    """Ids that stand twice, in one pattern table or in two."""
    counts = Counter(row for path in sorted(PATTERNS.glob("*.yml")) for row in find_pattern_rows(path))
    return sorted(row for row, count in counts.items() if count > 1)


def read_tests() -> str:
    """All that the tests say: their code and their rows, without the gold articles and the reference."""
    files = [path for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".yml") and "reference" not in path.name]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def find_used_ids(sets: list[GoldSet]) -> set[str]:
    """Every id that some found call names as the rule which made a part of it."""
    return {
        str(rule)
        for gold in sets
        for calls in gold.found.values()
        for call in calls
        for rule in (
            *call["rules"].values(),
            call["date_basis"],
            *(part["rule"] for part in (*call["topics"], *call["outcomes"])),
            *(topic["label"] for topic in call["topics"]),
        )
    }


def find_unused_patterns(sets: list[GoldSet]) -> dict[str, list[str]]:
    """Per pattern table the rows that made nothing in any gold article and that no test names; rows with examples of their own,
    which tests run, count as used."""
    used, tests = find_used_ids(sets), read_tests()
    unused: dict[str, list[str]] = {}
    for path in sorted(PATTERNS.glob("*.yml")):
        tried = set(re.findall(r"id: ([\w.-]+)(?:(?!\bid: )[\s\S])*?examples: ", path.read_text(encoding="utf-8")))
        rows = [row for row in find_pattern_rows(path) if row not in used and row not in tried and row not in tests]
        if rows:
            unused[path.name] = rows
    return unused


def find_used_entries(gazetteer: Gazetteer, texts: list[str]) -> set[Entry]:
    """Everything of the tables of names that stands in some text."""
    return {entry for text in texts for match in gazetteer.find(text, find_words(text)) for entry in match.entries}


def print_unused_names(listed: bool) -> None:
    """Prints how many people and territories some text names."""
    gazetteer = load_gazetteer()
    texts = [f"{a.get('title') or ''}\n{a['text']}" for gold in find_sets() for a in gold.articles] + [read_tests()]
    entries = find_used_entries(gazetteer, texts)
    people = {e.person for e in entries if e.kind == "person"}
    codes = {e.code for e in entries if e.code} | {t.code for p in people if p for t in gazetteer.people[p].tenures}
    unused = sorted(set(gazetteer.people) - people)
    print(f"people: {len(people)} of {len(gazetteer.people)} stand with their full name in a gold article or test")
    print(f"territories that none names: {' '.join(sorted(set(gazetteer.territories) - codes)) or 'none'}")
    if listed:
        print("\n".join(unused))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    for path in sort_tables():
        print(f"sorted  {path.name}")
    faults = find_faults() + [f"patterns: the id {row} stands twice" for row in find_doubled_ids()]
    for fault in faults:
        print(f"FAULT   {fault}")
    for overlap in [] if faults else find_overlaps(build_territories()):
        print(f"overlap {overlap}")
    if not faults:
        print_unused_names(args.list)
        try:
            for name, rows in {} if args.quick else find_unused_patterns(run_sets(())).items():
                print(f"unused  {name}: {' '.join(rows)}")
        except TableError as error:  # from the loader of a pattern table
            faults.append(str(error))
            print(f"FAULT   {error}")
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
