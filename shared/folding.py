"""Folds names and words for comparing and searching: no case, no diacritics, one kind of space. Pure."""

from __future__ import annotations

import re
import unicodedata

_UNLIKE_PARTS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Returns `text` folded: "José  Luis Şahin" becomes "jose luis sahin"."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_UNLIKE_PARTS))
    return re.sub(r"\s+", " ", "".join(char for char in parts if not unicodedata.combining(char))).strip()
