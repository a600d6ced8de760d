"""The rows of the bench, and how one is measured: in a process of its own, so that none meets another's caches or settings."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

from benchmarks.bench.figures import Figure
from benchmarks.bench.progress import Progress

ROWS = ("delivery",)  # modules of this package, each with run(progress) -> list[Figure]


def measure_apart(row: str, quick: bool) -> list[Figure]:
    """Returns what one row finds."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return apart.submit(measure, row, quick).result()


def measure(row: str, quick: bool) -> list[Figure]:
    """The same in this process."""
    with Progress(row, quick) as progress:
        figures: list[Figure] = import_module(f"benchmarks.bench.{row}").run(progress)
        return figures
