"""What a report says of its call, in comparable form: the words of its matters, and its longer sentences as quotes. Pure.

Words lose case, diacritics and their commonest endings; names of the people on the line, and the stock of words that every
readout uses, say nothing of which call is meant and are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from shared.folding import fold

_FUNCTION_WORDS = """
a an the of in on at to for and or with by from as is are was were be been being that this these those its his her their other
such both all any each between into over about also it he she they them him who whom which what when while after before during
not no than then there had has have do did does would will could should may might can shall so if more most up out off
"""
_READOUT_WORDS = """
president prime minister foreign leader leaders side sides country countries two agreed agree discussed discuss spoke speak talk
talks talked call called telephone phone conversation issue issues matter matters situation relation relations bilateral cooperation
cooperate continue contact contacts meet meeting statement said say says told kremlin white house ministry spokesman spokeswoman
office government current international regional development developments future further possible
"""
_EMPTY = frozenset(_FUNCTION_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s")
QUOTE_WORDS = 5  # shorter sentences are anybody's


@lru_cache(maxsize=16384)
def find_stems(text: str) -> frozenset[str]:
    """Returns the stems of the words of `text` that say something."""
    words = re.findall(r"[a-z0-9]+", fold(text).replace("’s", "").replace("'s", ""))
    return frozenset(stem(word) for word in words if word not in _EMPTY)


def stem(word: str) -> str:
    """Returns `word` without its commonest endings."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


STOCK_STEMS = frozenset(stem(word) for word in _READOUT_WORDS.split())


def find_matters(call: Mapping[str, Any]) -> frozenset[str]:
    """Returns the stems of a call's topics and outcomes, without its people and without stock words."""
    return _join(part["text"] for name in ("topics", "outcomes") for part in call.get(name) or ()) - STOCK_STEMS - _own(call)


def find_evidence(call: Mapping[str, Any]) -> frozenset[str]:
    """Returns the stems of the sentence that reports the call, without its people and without stock words."""
    return find_stems(call["evidence"]) - STOCK_STEMS - _own(call)


def find_quotes(call: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Returns the call's longer sentences (evidence and outcomes) by a key that is the same wherever the same words stand, each
    with its stems but the names of its people."""
    sentences = [call["evidence"], *(outcome["text"] for outcome in call.get("outcomes") or ())]
    found = {}
    for sentence in sentences:
        words = [word for word in re.findall(r"\w+", fold(sentence)) if word not in _EMPTY]
        if len(words) >= QUOTE_WORDS:
            found[hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]] = find_stems(sentence) - _own(call)
    return found


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Returns which share of the smaller set is in the other; 0.0 where one says next to nothing."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= 2 else 0.0


def _own(call: Mapping[str, Any]) -> frozenset[str]:
    return _join(person["name"] or "" for person in call["participants"])


def _join(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(find_stems(text) for text in texts))
