"""A process of its own that reads articles, for the rows `memory` and `start`: `python -m benchmarks.bench.reader WHAT …`.

`ours` and `theirs MODEL` (bare spaCy) load, read the texts on standard input, a JSON string a line, and print their memory;
`workers` loads as a worker does, forks two that read, and prints what each of them costs. `growth NUMBER` reads so many articles of
news of its own making and prints its memory as it goes.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

KIB = 1024  # of a MiB
WORKERS = 2
SAMPLES = 40
WITHIN_S = 900.0
_OWN = re.compile(r"^(?:Pss_Anon|SwapPss): +(\d+) kB$", re.MULTILINE)


def load_reader(model: str | None) -> Callable[[str], object]:
    """Returns what reads a text: bare spaCy with `model`, or our extractor. Each imports only what it needs."""
    if model is not None:
        import spacy

        nlp = spacy.load(model)
        return lambda text: next(iter(nlp.pipe([text])))
    from services.extractor.extract import load_extractor
    from services.extractor.types import Article

    extractor = load_extractor()
    return lambda text: extractor.extract(Article("a", text, None, "2020-01-01"))


def own_memory(*pids: int) -> float:
    """Returns the MiB that the processes hold beside files (this process alone where none are named).

    A page that forked processes share is told by each in part, and counted once in the sum. Pages of files, which are libraries,
    are left out: they are the same 40 MiB on both sides, and whoever runs beside shares them, which would change every figure."""
    maps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids or ("self",)]
    return sum(int(kib) for text in maps for kib in _OWN.findall(text)) / KIB


def read(model: str | None, texts: list[str]) -> float:
    """Reads the texts; returns the memory afterwards."""
    reader = load_reader(model)
    for text in texts:
        reader(text)
    gc.collect()
    return own_memory()


def _read_as_worker(reader: Callable[[str], object], texts: list[str], told: Connection) -> None:
    for text in texts:
        reader(text)
    told.send("read")
    told.recv()


def fork_workers(texts: list[str]) -> float:
    """Loads what a worker loads, forks two that read; returns the MiB of all three, shared pages counted once, per worker."""
    from services.extractor.forking import settle_memory
    from services.extractor.tasks import get_extractor
    from services.extractor.types import Article

    extractor = get_extractor()
    settle_memory()

    def reader(text: str) -> object:
        return extractor.extract(Article("a", text, None, "2020-01-01"))

    forking = multiprocessing.get_context("fork")
    pipes = [forking.Pipe() for _ in range(WORKERS)]
    children = [forking.Process(target=_read_as_worker, args=(reader, texts, theirs)) for _, theirs in pipes]
    for child in children:
        child.start()
    for ours, _ in pipes:
        ours.recv()
    total = own_memory(os.getpid(), *(child.pid or 0 for child in children))
    for ours, _ in pipes:
        ours.send("end")
    for child in children:
        child.join()
    return total / WORKERS


def watch_growth(count: int) -> Iterator[tuple[int, float]]:
    """Yields how many articles of general news were read and the memory then, at even distances; ends early when time is up."""
    from benchmarks.bench.extraction import CALLS_EVERY, extract, yield_articles
    from services.extractor.extract import load_extractor

    extractor, given_up_at = load_extractor(), time.monotonic() + WITHIN_S
    size = max(1, count // SAMPLES)
    for n in range(SAMPLES):
        extract(extractor, yield_articles(size, 1000 + n, CALLS_EVERY))
        gc.collect()
        yield (n + 1) * size, own_memory()
        if time.monotonic() > given_up_at:
            return


def main() -> None:
    what = sys.argv[1]
    if what == "growth":
        print(json.dumps(list(watch_growth(int(sys.argv[2])))))
        return
    texts = [json.loads(line) for line in sys.stdin]
    print(json.dumps(fork_workers(texts) if what == "workers" else read(sys.argv[2] if what == "theirs" else None, texts)))


if __name__ == "__main__":
    main()
