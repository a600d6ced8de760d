"""Which words a text must hold for a pattern to be found in it, so that most patterns need not be tried.

Asks Python's own reader of regular expressions. Knows nothing of what the patterns are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick

SHORTEST = 3  # characters: shorter ones are in nearly every text
DIGIT = r"\d"  # stands for any digit among the pieces
COMMON = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "that", "the", "this", "to"})
_DIGIT = re.compile(DIGIT)
KEPT_TEXTS = 256

Pieces = frozenset[str]  # of which a text must hold at least one


def find_needed(pattern: re.Pattern[str]) -> tuple[Pieces, ...]:
    """Returns sets of words or pieces of them in lower case, or `DIGIT`: what `pattern` is found in holds one of each set."""
    tree = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(sorted(_of_sequence(tree), key=sorted)))


class Sieve:
    """Tells of all patterns of a table in one go which of them a text may hold; made once for each table."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.always: list[int] = []  # the places in the table of patterns that need nothing
        self.behind: dict[str, list[tuple[int, list[Pieces]]]] = {}  # by one piece: the others, and what they need beside it
        for place, pattern in enumerate(patterns):
            needed = sorted(find_needed(pattern), key=_rarity)
            if not needed:
                self.always.append(place)
            for piece in needed[-1] if needed else ():
                self.behind.setdefault(piece, []).append((place, needed[:-1]))
        pieces = {piece for rows in self.behind.values() for _, needed in rows for one in needed for piece in one}
        self.automaton = AhoCorasick(sorted((pieces | set(self.behind)) - {DIGIT}))

    def sift(self, lowered: str) -> list[int]:
        """The places of the patterns that may be found in a text that is `lowered` in lower case, in order."""
        held = set(self.automaton.find_matches_as_strings(lowered, overlapping=True))
        if _DIGIT.search(lowered):
            held.add(DIGIT)
        found = set(self.always)
        for piece in held & self.behind.keys():
            found.update([place for place, needed in self.behind[piece] if not any(held.isdisjoint(one) for one in needed)])
        return sorted(found)


def _rarity(pieces: Pieces) -> tuple[int, int]:
    """By how much less often a text holds one: what the likeliest has beside the commonest words, and how many there are."""
    return min(map(_weigh, pieces)), -len(pieces)


def _weigh(piece: str) -> int:
    return sum(len(word) for word in piece.split() if word not in COMMON)


class Signs:
    """Patterns by name, and which of them are found in a text."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self.rows, self.sieve = list(patterns.items()), Sieve(patterns.values())
        self.of = lru_cache(maxsize=KEPT_TEXTS)(self._find)  # remembers the sentences at hand, of which every call asks anew

    def _find(self, text: str) -> frozenset[str]:
        """The names of those that are found in `text`."""
        rows = (self.rows[place] for place in self.sieve.sift(text.lower()))
        return frozenset(name for name, pattern in rows if pattern.search(text))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> list[Pieces]:
    found: list[Pieces] = []
    run = ""
    for kind, what in [*items, (None, None)]:
        if str(kind) == "LITERAL":
            run += chr(what).lower()
            continue
        if str(kind) == "BRANCH" and len(run) < SHORTEST:  # the reader takes out what all alternatives begin with
            what, run = (None, [[*(("LITERAL", ord(letter)) for letter in run), *rest] for rest in what[1]]), ""
        if len(run) >= SHORTEST:
            found.append(frozenset({run}))
        elif _DIGIT.search(run):
            found.append(frozenset({DIGIT}))
        run = ""
        if part := _PARTS.get(str(kind)):
            found += part(what)
    return found


def _of_set(what: Any) -> list[Pieces]:
    """A digit, where nothing else is in the set."""
    return [frozenset({DIGIT})] if all(map(_is_digit, what)) else []


def _is_digit(item: tuple[Any, Any]) -> bool:
    kind, what = str(item[0]), item[1]
    if kind == "CATEGORY":
        return str(what) == "CATEGORY_DIGIT"
    return kind in ("LITERAL", "RANGE") and all(ord("0") <= letter <= ord("9") for letter in (what if kind == "RANGE" else [what]))


def _of_branch(what: Any) -> list[Pieces]:
    """What one or the other alternative needs: the rarest of each, then the next; no more than the one with the fewest."""
    alternatives = [sorted(_of_sequence(items), key=_rarity, reverse=True) for items in what[1]]
    return [frozenset().union(*several) for several in zip(*alternatives, strict=False)]


def _of_repeat(what: Any) -> list[Pieces]:
    least, _, items = what
    return _of_sequence(items) if least else []


_PARTS = {
    "IN": _of_set,
    "SUBPATTERN": lambda what: _of_sequence(what[-1]),
    "BRANCH": _of_branch,
    "MAX_REPEAT": _of_repeat,
    "MIN_REPEAT": _of_repeat,
}
