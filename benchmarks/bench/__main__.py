"""`make bench`: measures rows side by side and prints one table of ratios.

usage: python -m benchmarks.bench [--quick] [--write] [ROW ...]

Without a row, all are measured, each in a process of its own. --quick only shows that they run; --write keeps the table, with the
machine named, in docs/performance.md, where rows that were not measured stay as they are.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from benchmarks.bench.figures import make_table, write_markdown
from benchmarks.bench.machine import describe_machine, write_document
from benchmarks.bench.rows import ROWS, measure_apart


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="few articles and rounds: only show that it runs")
    parser.add_argument("--write", action="store_true", help="keep what was measured in docs/performance.md")
    args = parser.parse_args()
    if unknown := set(args.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    console, figures = Console(width=None if sys.stdout.isatty() else 140), []
    for row in args.rows or ROWS:
        found = measure_apart(row, args.quick)
        figures += found
        console.print(make_table(found))
    if len(args.rows) != 1:
        console.print(make_table(figures))
    console.print(describe_machine())
    if args.write:
        write_document(write_markdown(figures), describe_machine())


if __name__ == "__main__":
    main()
