"""Spellings of one name: what is left of it when the ways that English, French, German and Polish write a sound are made one.

`plain` gives the usual letters of a folded name; `skeletons` its consonants by their class, the key under which names that may be
one are filed; `likeness` how near two plain names are. Vowels stay in `plain`: Hassan and Hussein are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

ENOUGH = 0.8  # likeness from which two plain names are spellings of one
SHORTEST = 5  # letters that a plain name needs to be told by its sound
EACH = 0.66  # what each word of them must have

# Read from left to right, the first that fits a place wins.
_SAME = re.compile(
    r"(?P<ch>tsch|tch|tsh|cz)|(?P<j>dsch|dzh|dj|dsh)|(?P<sh>sch|sz|chtch|shch|schtsch)|(?P<h>kh)|(?P<g>gh)|(?P<k>ck|qu|q)"
    r"|(?P<f>ph)|(?P<t>th)|(?P<d>dh)|(?P<v>w)|(?P<u>oo|ou)|(?P<i>ee|ie|iy|yi|ey|ei|ai|ay|ii|y)"
)
_ARTICLES = frozenset(["al", "el", "ul", "ad", "ar", "as", "ash", "at", "az"])
_SERVANT = re.compile(r"^abd(?:[aeou]l|oul|oel)?$")
_CLASSES = {
    **dict.fromkeys("sz", ("S",)),
    **dict.fromkeys("kq", ("K",)),
    **dict.fromkeys("fv", ("F",)),
    **dict.fromkeys("td", ("T",)),
    **dict.fromkeys("bp", ("P",)),
    **dict.fromkeys("mnlr", None),
    "g": ("K",),
    "c": ("K", "S"),
    "j": ("S", ""),
    "x": ("KS",),
    "C": ("S", "K", ""),  # ch: sh in French, kh in German
}
_DOUBLED = re.compile(r"(.)\1+")
_MUTE_E = re.compile(r"(?<=[bdfgklmnprstvz])e$")
_MUTE_H = re.compile(r"(?<=[aeou])h(?=[bdfgklmnprstvz]|$)")
_SERVANT_OF = re.compile(r"abd[aeou]l")
MOST_KEYS = 16
KEPT_NAMES = 2048


@lru_cache(maxsize=KEPT_NAMES)
def plain_word(word: str) -> str:
    """One folded word with one letter or pair of letters for each sound."""
    text = _SAME.sub(lambda m: str(m.lastgroup), word)
    text = _DOUBLED.sub(r"\1", text)
    text = _MUTE_E.sub("", text) if len(text) > 5 else text
    return _MUTE_H.sub("", text) if "h" in text else text


@lru_cache(maxsize=KEPT_NAMES)
def plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """What `make_plain` gives, kept for the names at hand."""
    return make_plain(words)


def make_plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a folded name, each made plain; Arabic articles go, "Abd al-" and "Abdul" are joined to what follows."""
    found: list[str] = []
    joined = ""
    for n, word in enumerate(words):
        if word in _ARTICLES and n:
            continue
        if _SERVANT.match(word) and n + 1 < len(words):
            joined = "abd"
            continue
        if joined or (len(word) > 6 and _SERVANT_OF.match(word)):
            found.append("abd" + plain_word(word if joined else word[5:]))
        else:
            found.append(plain_word(word))
        joined = ""
    return tuple(found)


def skeletons(words: tuple[str, ...]) -> list[str]:
    """The keys of a plain name: its consonants by class, all words together; several where a letter is read in several ways."""
    text = "".join(words).replace("sh", "s").replace("ch", "C")
    classes = [_CLASSES[c] or (c,) for c in text if c in _CLASSES]
    readings = [""]
    for options in classes:
        if len(options) == 1 == len(readings):  # as nearly always
            readings[0] += "" if readings[0].endswith(options) else options[0]
            continue
        read = (a + b if not b or not a.endswith(b) else a for a, b in product(readings, options))
        readings = list(dict.fromkeys(read))[:MOST_KEYS]
    return readings


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two plain names are, 0 to 1; 0 where one of their words is too far off."""
    if len(one) == len(other):
        each = [_ratio(a, b) for a, b in zip(one, other, strict=True)]
        if min(each) < EACH:
            return 0.0
        return sum(each) / len(each)
    return _ratio("".join(one), "".join(other))


def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one and other and one[0] != other[0] and {one[0], other[0]} & set("aou"):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def nearest(words: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> float:
    """The likeness of a folded name to the most alike of other folded names."""
    mine = plain(words)
    return max((likeness(mine, plain(other)) for other in others), default=0.0)
