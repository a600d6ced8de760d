"""Folds names and words for comparing and searching: no case, no diacritics, one kind of space; and takes words apart. Pure."""

from __future__ import annotations

import re
import unicodedata

_UNLIKE_PARTS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Returns `text` folded: "José  Luis Şahin" becomes "jose luis sahin". Folding twice equals once."""
    folded = text.lower() if text.isascii() else _fold_once(_fold_once(text))  # a letter's parts may fold again
    return " ".join(folded.split())


def _fold_once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_UNLIKE_PARTS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def find_words(text: str) -> list[str]:
    """Returns the words of `text`, folded, each once: "Élysée Palace's" gives elysee, palace, s."""
    return split_words(fold(text))


def split_words(folded: str) -> list[str]:
    """Returns the words of a text that is folded already, each once."""
    return list(dict.fromkeys(re.findall(r"\w+", folded)))
