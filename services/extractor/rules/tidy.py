"""Checks the tables of names beyond what the loader refuses, and sorts them: holders by `from`, people by name, offices in order.

Sorting moves whole lines, a row with the comments above it, so that a file keeps its look; a row must stand on one line for that.
Knows no articles; which rows are used by any is told by `benchmarks/tables.py`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from services.extractor.rules.load import NAMES, TableError, build_spellings, build_territories, build_titles, parse_day, read_yaml
from services.extractor.rules.records import OFFICES, Holder, Territory
from services.extractor.rules.words import fold

_OFFICE = re.compile(r"^( *)- office: (\w+) *$")
_ROW = re.compile(r"^ *- \{name: ")
_FROM = re.compile(r"\bfrom: ([\d-]+)")
_NAME = re.compile(r"\{name: (?:\"([^\"]+)\"|'([^']+)'|([^,}]+))")
SOLE = ("head_of_state", "head_of_government", "foreign_minister")
OVERLAP = timedelta(days=31)


def find_tables(folder: Path = NAMES) -> list[Path]:
    """The files of a folder of tables that hold records."""
    lists = [folder / name for name in ("organisations.yml", "movements.yml")]
    return [*sorted((folder / "territories").glob("*.yml")), *(path for path in lists if path.exists())]


def sort_table(text: str) -> str:
    """Returns a table with its rows and offices in order."""
    lines = _sort_rows(text.splitlines())
    return "\n".join(_sort_offices(lines)) + "\n"


def _sort_rows(lines: list[str]) -> list[str]:
    """Sorts every run of rows: those with a `from` are holders, the others people."""
    done: list[str] = []
    run: list[list[str]] = []
    for line, nth in zip([*lines, ""], range(len(lines) + 1), strict=True):
        if nth < len(lines) and (_ROW.match(line) or (run and line.lstrip().startswith("#"))):
            if run and run[-1][-1].lstrip().startswith("#"):
                run[-1].append(line)
            else:
                run.append([line])
            continue
        done += [row for rows in sorted(run, key=_row_key) for row in rows]
        run = []
        if nth < len(lines):
            done.append(line)
    return done


def _row_key(rows: list[str]) -> tuple[date, str]:
    begun, name = _FROM.search(rows[-1]), _NAME.search(rows[-1])
    if begun:
        return parse_day(begun[1]) or date.min, ""
    return date.min, fold(next(part for part in name.groups() if part)) if name else ""


def _sort_offices(lines: list[str]) -> list[str]:
    """Sorts every run of office blocks; a block ends where a line stands at its indent or left of it."""
    done: list[str] = []
    run: list[tuple[int, list[str]]] = []
    indent = 0
    for line in lines:
        begins = _OFFICE.match(line)
        if begins:
            indent = len(begins[1])
            run.append((OFFICES.index(begins[2]) if begins[2] in OFFICES else len(OFFICES), [line]))
        elif run and line.strip() and len(line) - len(line.lstrip()) > indent:
            run[-1][1].append(line)
        else:
            done += [row for _, rows in sorted(run, key=lambda block: block[0]) for row in rows]
            run = []
            done.append(line)
    return done + [row for _, rows in sorted(run, key=lambda block: block[0]) for row in rows]


def find_faults(folder: Path = NAMES) -> list[str]:
    """What has to be mended by hand: whatever the loader refuses, rows that stand twice, files under a wrong name."""
    try:
        own = None if folder == NAMES else folder
        territories, _, _ = build_territories(own), build_titles(own), build_spellings(own)
    except (TableError, ValueError) as error:
        return [str(error)]
    faults = [fault for territory in territories for fault in _find_doubles(territory)]
    for path in find_tables(folder):
        raw = read_yaml(path)
        for row in raw if isinstance(raw, list) else [raw]:
            faults += [f"{path.name}: {fault}" for fault in _find_raw_faults(row, path)]
    return faults + [f"spellings.yml: {word} stands in two lists" for word in _find_doubled_spellings(folder)]


def _find_raw_faults(row: dict[str, Any], path: Path) -> Iterator[str]:
    if not isinstance(row.get("code"), str):
        yield f"the code {row.get('code')!r} needs quotes"
    elif path.parent.name == "territories" and row["code"].lower() != path.stem:
        yield f"holds the record of {row['code']}"
    holders = {holder["name"] for office in row.get("offices") or () for holder in office.get("holders") or ()}
    if path.is_relative_to(NAMES):
        yield from (f"{p['name']} holds no office" for p in row.get("people") or () if p["name"] not in holders)


def _find_doubles(territory: Territory) -> Iterator[str]:
    for name, count in Counter(known.name for known in territory.people).items():
        if count > 1:
            yield f"{territory.code}: {name} stands twice among the people"
    for office in territory.offices:
        for (name, start), count in Counter((h.name, h.start) for h in office.holders).items():
            if count > 1:
                yield f"{territory.code}: {name} enters twice as {office.office} on {start}"


def _find_doubled_spellings(folder: Path) -> list[str]:
    path = folder / "spellings.yml"
    words = Counter(str(word) for row in (read_yaml(path) if path.exists() else ()) for word in row)
    return sorted(word for word, count in words.items() if count > 1)


def find_overlaps(territories: tuple[Territory, ...], offices: tuple[str, ...] = SOLE) -> list[str]:
    """Holders who seem to share an office that one person has: to be looked at, since some states have two presidents."""
    return [
        f"{territory.code} {office.office}: {a.name} ({a.start} to {a.until or 'today'}) and {b.name} (from {b.start})"
        for territory in territories
        for office in territory.offices
        if office.office in offices
        for a, b in _pairs([holder for holder in office.holders if not holder.acting])
        if a.name != b.name and _surely_overlap(a, b)
    ]


def _pairs(holders: list[Holder]) -> Iterator[tuple[Holder, Holder]]:
    for n, a in enumerate(holders):
        yield from ((a, b) for b in holders[n + 1 :])


def _surely_overlap(a: Holder, b: Holder) -> bool:
    """Whether the spells overlap by more than a month, even if a day at a year's edge stands for that year."""
    latest_start = max(date(h.start.year, 12, 31) if (h.start.month, h.start.day) == (1, 1) else h.start for h in (a, b))
    ends = [h.until or date.max for h in (a, b)]
    first_end = min(date(end.year, 1, 1) if (end.month, end.day) == (12, 31) and end != date.max else end for end in ends)
    return first_end - latest_start > OVERLAP


def find_unsorted(folder: Path = NAMES) -> list[Path]:
    """The files whose rows are not in order."""
    return [
        path for path in find_tables(folder) if path.read_text(encoding="utf-8") != sort_table(path.read_text(encoding="utf-8"))
    ]


def sort_tables(folder: Path = NAMES) -> list[Path]:
    """Sorts the files that are not in order; returns them."""
    changed = find_unsorted(folder)
    for path in changed:
        path.write_text(sort_table(path.read_text(encoding="utf-8")), encoding="utf-8")
    return changed


def main() -> None:
    """Prints the faults of a folder of a user's own tables; exits 1 where there are any."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m services.extractor.rules.tidy FOLDER")
    faults = find_faults(Path(sys.argv[1]))
    print("\n".join(faults) or "no faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
