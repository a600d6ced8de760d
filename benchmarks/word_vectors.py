"""Makes `services/extractor/topics/word_vectors.npz` of the file of GloVe vectors.

usage: python -m benchmarks.word_vectors glove.6B.50d.txt

The file (Stanford NLP, public domain) has a word and its fifty numbers a line, the commonest words first. Of the first RANKS those
are kept that are words; each vector gets the length 1, what is common to all is taken off, and the numbers are rounded to steps.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from services.extractor.topics.vectors import FILE, STEP

RANKS, COMMONEST = 40_000, 20_000
WORD = re.compile(r"[a-z]+(-[a-z]+)*$")


def main() -> None:
    words, numbers = [], []
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line, _ in zip(lines, range(RANKS), strict=False):
            word, *row = line.split(" ")
            words.append(word)
            numbers.append([float(number) for number in row])
    table = np.array(numbers)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    table -= table[:COMMONEST].mean(axis=0)
    kept = [i for i, word in enumerate(words) if WORD.match(word)]
    steps = np.clip(np.rint(table[kept] / STEP), -127, 127).astype(np.int8)
    names = np.frombuffer("\n".join(words[i] for i in kept).encode(), dtype=np.uint8)
    np.savez_compressed(FILE, words=names, table=steps)
    print(f"{len(kept)} words, {FILE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
