"""Folds names and words for comparing and searching: no case, no diacritics, one kind of space. Pure."""

from __future__ import annotations

import re
import unicodedata

_UNLIKE_PARTS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Returns `text` folded: "José  Luis Şahin" becomes "jose luis sahin". Folding twice equals once."""
    folded = _fold_once(_fold_once(text))  # taking a letter apart may leave parts that fold again
    return re.sub(r"\s+", " ", folded).strip()


def _fold_once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_UNLIKE_PARTS))
    return "".join(char for char in parts if not unicodedata.combining(char))
