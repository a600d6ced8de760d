"""Words as the tables and the matchers see them: folded to plain lower-case ASCII where possible, with their place in the text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "ʼ": "", "ʻ": ""}
)


def fold(text: str) -> str:
    """`text` in lower case without diacritics: "Çavuşoğlu" gives "cavusoglu"."""
    return text.lower() if text.isascii() else _fold_letters(text)


@lru_cache(maxsize=4096)
def _fold_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def lower(text: str) -> str:
    """`text` in lower case, every character at its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Word(NamedTuple):
    """One word of a text: as `written`, as `folded`, and its characters."""

    written: str
    folded: str
    start: int
    end: int


def find_words(text: str) -> list[Word]:
    """Every run of letters or digits of `text`, in order."""
    spans = [match.span() for match in _WORD.finditer(text)]
    if not text.isascii():
        return [Word(text[start:end], fold(text[start:end]), start, end) for start, end in spans]
    lowered = text.lower()
    return [Word(text[start:end], lowered[start:end], start, end) for start, end in spans]


@lru_cache(maxsize=256)
def phrase(text: str) -> tuple[str, ...]:
    """The folded words of a name or phrase of the tables."""
    return tuple(_WORD.findall(text.lower()) if text.isascii() else map(fold, _WORD.findall(text)))


def is_joint(gap: str, before: str = "") -> bool:
    """Whether the characters between two words leave them in one name: a space, hyphen, apostrophe, or the point of an
    abbreviation (`before`, the word in front, is short then)."""
    if len(gap) > 2 or "\n" in gap or gap.strip(" -.'’‘‑–"):
        return False
    return "." not in gap or len(before) <= 3
