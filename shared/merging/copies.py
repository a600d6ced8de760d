"""Near-duplicate texts: agency copy that many papers print is one source. Pure.

A text's signature is a MinHash over runs of four words, kept with the article; two signatures agree in about as many places as
the texts share of their runs. Texts written apart about one call share hardly any.
"""

from __future__ import annotations

import base64
import re
from array import array
from collections import defaultdict
from collections.abc import Sequence

from rensa import RMinHash

from shared.folding import fold

PLACES, RUN, SEED = 128, 4, 20121113
ALIKE = 0.5  # the share of runs from which two texts count as copies
_BAND = 4  # places looked up together: copies at 0.5 share one of the 32 bands with a probability of 0.87, at 0.7 always
_VERSION = f"{RMinHash.ALGORITHM_VERSION}.{PLACES}.{RUN}"


def sign_text(text: str) -> str:
    """Returns the signature of `text` as a string that names its version."""
    words = re.findall(r"\w+", fold(text))
    runs = {" ".join(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))}
    sketch = RMinHash(num_perm=PLACES, seed=SEED)
    sketch.update(sorted(runs))
    return f"{_VERSION}:{base64.b64encode(array('I', sketch.digest()).tobytes()).decode()}"


def are_copies(one: str | None, other: str | None) -> bool:
    """Whether two signatures are those of near-duplicates; False where one is missing or of another version."""
    if not one or not other:
        return False
    return one == other or _agree(_read(one), _read(other))


def find_sources(signatures: Sequence[str | None]) -> list[int]:
    """Returns for each text the index of the first that it is a copy of, over any number of copies between; its own where it is
    a source by itself."""
    parents = list(range(len(signatures)))

    def root(n: int) -> int:
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    read = [_read(signature) for signature in signatures]
    shelves: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for n, places in enumerate(read):
        for band in range(0, len(places), _BAND):
            shelf = shelves[(band, *places[band : band + _BAND])]
            for known in shelf:
                if root(known) != root(n) and _agree(read[known], places):
                    parents[max(root(known), root(n))] = min(root(known), root(n))
            if not any(read[known] == places for known in shelf):  # exact copies need not be compared again
                shelf.append(n)
    return [root(n) for n in range(len(signatures))]


def _read(signature: str | None) -> tuple[int, ...]:
    version, _, packed = (signature or "").partition(":")
    return tuple(array("I", base64.b64decode(packed))) if version == _VERSION else ()


def _agree(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return bool(one) and len(one) == len(other) and sum(a == b for a, b in zip(one, other, strict=True)) >= ALIKE * len(one)
