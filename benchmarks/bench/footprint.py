"""Rows `memory` and `start`: what a process that reads articles costs, beside one with bare spaCy and the same model.

Memory is what a process holds beside the pages of files, after it has read reports of calls; other processes do not change it. The
start is counted in processor time, from the start of the process to the first event.

Growth: a process remembers words and names up to limits, which it comes to in the first ten to twenty thousand articles;
what it holds then stays. So growth is the slope over the second half of 100,000 articles of general news, one in fifty about
a call (or of as many as the time allows; `--quick` reads too few, and shows no more than that it runs).

Both kinds of processes find Python's compiled modules, as in every installation; where the environment keeps Python from writing
them, a process compiles all it imports anew, and what it costs is the compiler.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import subprocess
import sys
from functools import cache, partial
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.bench.figures import Figure, compare, take_turns
from benchmarks.bench.news import write_news
from benchmarks.bench.progress import Progress
from services.extractor.parsing.model import MODEL

ROUNDS = 5
READ = 60  # articles before memory is measured
GROWTH = 100_000


def ask_reader(*words: object, texts: list[str] | None = None) -> Any:
    """Returns what `benchmarks.bench.reader` prints."""
    command = [sys.executable, "-m", "benchmarks.bench.reader", *map(str, words)]
    lines = "\n".join(map(json.dumps, texts or []))
    told = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True, text=True, env=_environment())
    return json.loads(told.stdout.splitlines()[-1])


@cache
def _environment() -> dict[str, str]:
    """The environment of all readers: compiled modules are kept in a folder that is removed at the end."""
    folder = TemporaryDirectory(prefix="diplowire-bench-")
    atexit.register(folder.cleanup)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder.name}


def _compile_modules(progress: Progress) -> None:
    """Lets each kind of process run once, unmeasured, so that what it imports is compiled."""
    for words in (("ours",), ("theirs", MODEL), ("workers",)):
        ask_reader(*words, texts=_reports(1))
        progress.advance()


def _reports(count: int) -> list[str]:
    """The texts of so many articles, each about a call."""
    return [row["text"] for row in write_news(count, 1, 1)]


def run_memory(progress: Progress) -> list[Figure]:
    """Returns the memory of one reader, of each of two forked workers, and how it grows."""
    rounds, articles = (1, 2_000) if progress.quick else (3, GROWTH)
    progress.begin("processes", 3 + 4 * rounds + 1)
    _compile_modules(progress)
    texts = _reports(READ)
    bare = partial(ask_reader, "theirs", MODEL, texts=texts)
    ours, theirs = take_turns(partial(ask_reader, "ours", texts=texts), bare, rounds, progress.advance)
    forked, _ = take_turns(partial(ask_reader, "workers", texts=texts), bare, rounds, progress.advance)
    samples = ask_reader("growth", articles)
    progress.advance()
    return [
        compare("memory", "one process that reads", ours, theirs, "MiB", "≤ 1.2"),
        compare("memory", "each of two workers, forked from one that loads", forked, theirs, "MiB", "≤ 1.2"),
        compare(
            "memory",
            f"growth over 100,000 articles, seen over {samples[-1][0]:,}, beside all",
            slope(samples),
            ours,
            "MiB",
            "" if progress.quick else "≤ 0.05",
        ),
    ]


def slope(samples: list[tuple[int, float]]) -> float:
    """Returns by how much memory grows over 100,000 articles, by the line through the second half of the samples."""
    read, memory = np.array(samples[len(samples) // 2 :], dtype=float).T
    return float(np.polyfit(read, memory, 1)[0]) * GROWTH


def run_start(progress: Progress) -> list[Figure]:
    """Returns how long it takes from nothing to the first article read."""
    rounds = 1 if progress.quick else ROUNDS
    progress.begin("starts", 3 + 2 * rounds)
    _compile_modules(progress)
    told = take_turns(partial(_start, "ours"), partial(_start, "theirs", MODEL), rounds, progress.advance)
    return [compare("start", "process start to first article read, processor time", *told, "s")]


def _start(*words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ask_reader(*words, texts=_reports(1))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
