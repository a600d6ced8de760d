"""Names filed by their sound, each with the person who bears it.

All names of one sound stand in one string. Since Python counts who refers to an object, looking through tuples of them would write
to each, and a forked process would share their pages with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.extractor.rules.sounds import SHORTEST, skeletons

BESIDE, BELOW = "\t", "\n"  # between a plain name and who bears it; between two such rows

Sounding = tuple[tuple[str, ...], str]  # the words of a plain name, and the person who bears it


class Soundings:
    """The index; filled once, of names made plain (see `sounds.py`)."""

    def __init__(self, names: Iterable[Sounding]) -> None:
        rows: dict[str, list[str]] = {}
        for words, person in dict.fromkeys(names):
            if is_long_enough(words):
                row = " ".join(words) + BESIDE + person
                for key in skeletons(words):
                    rows.setdefault(key, []).append(row)
        self._rows = {key: BELOW.join(same) for key, same in rows.items()}

    def find(self, words: tuple[str, ...]) -> Iterator[Sounding]:
        """The names of the same sound as a plain one, in the order in which they were filed: single words for a single word, else
        longer ones. None for a name too short to be told by its sound."""
        single = len(words) == 1
        for key in skeletons(words) if is_long_enough(words) else ():
            for row in self._rows[key].split(BELOW) if key in self._rows else ():
                name, _, person = row.partition(BESIDE)
                if (" " not in name) == single:
                    yield tuple(name.split(" ")), person


def is_long_enough(words: tuple[str, ...]) -> bool:
    """Whether a plain name has the letters that it takes to tell it by its sound."""
    return sum(map(len, words)) >= SHORTEST
