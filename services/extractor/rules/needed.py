"""Which words a text must hold for a pattern to be found in it, so that most patterns need not be tried.

Asks Python's own reader of regular expressions. Knows nothing of what the patterns are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

SHORTEST = 3  # characters: shorter ones are in nearly every text

Pieces = frozenset[str]  # of which a text must hold at least one


_known: dict[int, tuple[re.Pattern[str], tuple[Pieces, ...]]] = {}  # by identity: to hash a pattern takes as long as to try it


def find_needed(pattern: re.Pattern[str]) -> tuple[Pieces, ...]:
    """Returns sets of words or pieces of them in lower case: every text that `pattern` is found in holds one of each set. Remembers
    the pattern, which is to be one of a table."""
    known = _known.get(id(pattern))
    if known is None:
        known = _known[id(pattern)] = pattern, _read_needed(pattern)
    return known[1]


def _read_needed(pattern: re.Pattern[str]) -> tuple[Pieces, ...]:
    tree = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(sorted(_of_sequence(tree), key=sorted)))


def may_match(pattern: re.Pattern[str], lowered: str) -> bool:
    """Whether `pattern` can be found in a text that is `lowered` in lower case."""
    for pieces in find_needed(pattern):
        for piece in pieces:
            if piece in lowered:
                break
        else:
            return False
    return True


def occurs(pattern: re.Pattern[str], text: str) -> bool:
    """Whether `pattern` is found in `text`."""
    return may_match(pattern, text.lower()) and pattern.search(text) is not None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> list[Pieces]:
    found: list[Pieces] = []
    run = ""
    for kind, what in [*items, (None, None)]:
        if str(kind) == "LITERAL":
            run += chr(what).lower()
            continue
        if len(run) >= SHORTEST:
            found.append(frozenset({run}))
        run = ""
        if part := _PARTS.get(str(kind)):
            found += part(what)
    return found


def _of_branch(what: Any) -> list[Pieces]:
    """One of what each alternative needs most clearly; nothing if there is one that needs nothing."""
    alternatives = [_of_sequence(items) for items in what[1]]
    if not all(alternatives):
        return []
    return [frozenset().union(*(max(needed, key=lambda pieces: min(map(len, pieces))) for needed in alternatives))]


def _of_repeat(what: Any) -> list[Pieces]:
    least, _, items = what
    return _of_sequence(items) if least else []


_PARTS = {
    "SUBPATTERN": lambda what: _of_sequence(what[-1]),
    "BRANCH": _of_branch,
    "MAX_REPEAT": _of_repeat,
    "MIN_REPEAT": _of_repeat,
}
