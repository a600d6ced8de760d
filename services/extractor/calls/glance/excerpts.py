"""The lines of a text that may speak of a call, cut out with some words on either side: what is parsed before the whole article.

Reads the text alone. The decision a reader would question: only lines of which every word for a call or for talk is one that the
sentence itself can settle are cut out; telephones, lines and recordings make scenes that take the sentences around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.extractor.calls.glance.glimpses import Glimpse, load_finder

WORDS_BESIDE = 6  # on either side of a line, so that its first and last words are read as in their place
REACH = 90  # characters within which these stand
MOST_LINES = 3  # an article that has more is about a call, or likely to be
WORTH = 0.6  # of the text, above which reading it twice does not pay
GAP = "\n\n"
SETTLED = {"call", "conversations"}  # beside words of talk
_WORD = re.compile(r"\S+")
_SCENE = re.compile(r"\bvoices\b", re.IGNORECASE)

Stretch = tuple[int, int]  # characters, half open


class Excerpt(NamedTuple):
    """Words of a text, and where in them the lines stand that were looked for."""

    text: str
    lines: list[Stretch]


def cut_excerpt(text: str) -> Excerpt | None:
    """Returns the lines of `text` that may speak of a call (none where nothing does); None where all of it has to be read."""
    glimpses = list(load_finder().find(text))
    lines = sorted({_line_of(text, glimpse) for glimpse in glimpses})
    settled = all(not glimpse.remote or glimpse.beginning in SETTLED for glimpse in glimpses)
    if not settled or len(lines) > MOST_LINES or _SCENE.search(text):
        return None
    stretches = list(_join((_back(text, start), _ahead(text, end)) for start, end in lines))
    if sum(end - start for start, end in stretches) > WORTH * len(text):
        return None
    kept: list[Stretch] = []
    at = 0
    for first, last in stretches:
        kept += [(start - first + at, end - first + at) for start, end in lines if first <= start < last]
        at += last - first + len(GAP)
    return Excerpt(GAP.join(text[start:end] for start, end in stretches), kept)


def _line_of(text: str, glimpse: Glimpse) -> Stretch:
    end = text.find("\n", glimpse.end)
    return text.rfind("\n", 0, glimpse.start) + 1, end if end >= 0 else len(text)


def _back(text: str, start: int) -> int:
    """Where the words in front of `start` begin."""
    words = list(_WORD.finditer(text, max(0, start - REACH), start))[-WORDS_BESIDE:]
    return words[0].start() if words else start


def _ahead(text: str, end: int) -> int:
    """Where the words behind `end` end."""
    words = list(_WORD.finditer(text, end, end + REACH))[:WORDS_BESIDE]
    return words[-1].end() if words else end


def _join(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Stretches in order, those that meet made one."""
    start = end = -1
    for first, last in stretches:
        if end >= 0 and first > end:
            yield start, end
        start, end = (first, last) if end < 0 or first > end else (start, max(end, last))
    if end >= 0:
        yield start, end
