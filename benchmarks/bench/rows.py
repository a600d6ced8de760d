"""The rows of the bench, and how one is measured: in a process of its own, so that none meets another's caches or settings."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

from benchmarks.bench.figures import Figure
from benchmarks.bench.progress import Progress

ROWS = {  # each a module of this package and its function from progress to figures
    "news": "extraction.run_news",
    "calls": "extraction.run_calls",
    "upload": "upload.run",
    "pipeline": "pipeline.run",
    "reads": "reads.run",
    "memory": "footprint.run_memory",
    "start": "footprint.run_start",
    "delivery": "delivery.run",
}


def measure_apart(row: str, quick: bool) -> list[Figure]:
    """Returns what one row finds."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return apart.submit(measure, row, quick).result()


def measure(row: str, quick: bool) -> list[Figure]:
    """The same in this process."""
    with Progress(row, quick) as progress:
        module, _, name = ROWS[row].partition(".")
        figures: list[Figure] = getattr(import_module(f"benchmarks.bench.{module}"), name)(progress)
        return figures
