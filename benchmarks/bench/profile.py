"""Where the time of the rows `news` and `calls` goes: `python -m benchmarks.bench.profile news|calls [ARTICLES]` prints a tree."""

from __future__ import annotations

import sys

from pyinstrument import Profiler

from benchmarks.bench.extraction import CALLS_EVERY, extract, make_articles, stay_on_one_core
from services.extractor.extract import load_extractor

EVERY = {"news": CALLS_EVERY, "calls": 1}


def main() -> None:
    row, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    stay_on_one_core()
    extractor = load_extractor()
    extract(extractor, make_articles(20, 0, 10))
    articles = make_articles(count, 1, EVERY[row])
    profiler = Profiler(interval=0.0005)
    with profiler:
        extract(extractor, articles)
    print(profiler.output_text(unicode=True, color=False, show_all=False))


if __name__ == "__main__":
    main()
