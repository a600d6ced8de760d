"""`make score`: reads all gold sets, prints the scores, the reliability of confidence, and what changed since the accepted run.

usage: python -m benchmarks.run [--accept] [--show] [SET ...]

--accept writes the scores as the new ones to compare with (all sets are run then); --show lists every call that is not exact.
"""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.baseline import compare_articles, find_falls, read_baseline, summarise, write_baseline
from benchmarks.call_training import BATCHES as LEARNED
from benchmarks.reliability import write_reliability
from benchmarks.same import Data
from benchmarks.score import FIELDS, score, write_table
from benchmarks.sets import GoldSet, extract_sets, find_sets


def run_sets(names: tuple[str, ...]) -> list[GoldSet]:
    """Reads the sets, with a progress bar where somebody watches."""
    sets = find_sets(names)
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("read", total=sum(len(gold.articles) for gold in sets))
        extract_sets(sets, lambda: progress.advance(bar))
    return sets


def write_overview(sets: list[GoldSet]) -> str:
    """Returns F1 per set and field, a line per set."""
    lines = [f"{'F1':10}" + "".join(f"{name:>14}" for name in FIELDS) + f"{'exact':>8}{'silent':>8}"]
    for gold in sets:
        result = score(gold.articles, gold.found)
        figures = "".join(f"{result[name]['f1']:14.3f}" for name in FIELDS)
        lines.append(f"{gold.name:10}{figures}{result['exact_records']:8.3f}{result['silent_on_negatives']:8.3f}")
    return "\n".join(lines)


def print_changes(old: Data, new: Data) -> None:
    """Prints what was gained and lost against the accepted scores, article by article."""
    changes = sorted(compare_articles(old, new), key=lambda change: ("gained", "lost", "changed").index(change[0]))
    for kind, what in changes:
        print(f"{kind:8}{what}")
    counts = ", ".join(f"{sum(kind == k for k, _ in changes)} {kind}" for kind in ("gained", "lost", "changed"))
    print(f"against the accepted scores: {counts}" if old["sets"] else "no accepted scores to compare with yet")
    if waiting := [name for name in new["sets"] if name not in old["sets"]]:
        print(f"not accepted yet: {', '.join(waiting)}")
    for fall in find_falls(old, new):
        print(f"FELL    {fall}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    if args.accept and args.sets:
        parser.error("--accept needs all sets")
    sets = run_sets(tuple(args.sets))
    for gold in sets:
        print(f"== {gold.name} ({len(gold.articles)} articles, {gold.seconds:.0f} s)")
        print(write_table(score(gold.articles, gold.found, args.show)) + "\n")
    print(write_overview(sets) + "\n")
    unlearned = [gold for gold in sets if gold.name not in LEARNED]
    print(f"== confidence of the calls in the sets that no weights were learned from\n{write_reliability(unlearned)}\n")
    summary = summarise(sets)
    print_changes(read_baseline(), summary)
    if args.accept:
        write_baseline(summary)
        print("accepted: benchmarks/scores.json")


if __name__ == "__main__":
    main()
