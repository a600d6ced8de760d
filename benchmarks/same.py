"""When two annotations say the same: persons, initiators, topics, outcomes. The yardstick of `score.py`; knows no articles."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

Data = dict[str, Any]

_STOP = """
a an the of in on at to for and or with by from as is are was were be been that this these those its his her their other such
both all any between into over about also it he she they them him president minister prime
"""
STOP = frozenset(_STOP.split())
_NAME_NOISE = """
president prime minister foreign secretary chancellor king queen sheikh sheik crown prince mr mrs ms dr sir general his her
majesty highness excellency al bin ibn el de van von the of
"""
NAME_NOISE = frozenset(_NAME_NOISE.split())
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s")


def fold(text: str | None) -> str:
    """`text` in lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", text or "")
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def find_words(text: str | None) -> list[str]:
    """The folded words of `text`, possessives without their s."""
    return re.findall(r"[a-z0-9]+", fold(text).replace("’s", "").replace("'s", ""))


def stem(word: str) -> str:
    """`word` without its commonest endings."""
    for end in ENDINGS:
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


def text_of(item: Any) -> str:
    """The words of a topic or outcome, which may be a string or an object with a "text"."""
    return str((item.get("text") if isinstance(item, dict) else item) or "")


def _content(item: Any) -> set[str]:
    return {stem(word) for word in find_words(text_of(item)) if word not in STOP}


def _name_tokens(name: str) -> list[str]:
    return [w for w in find_words(name) if w not in NAME_NOISE and len(w) > 1] or find_words(name)


def same_person(a: Data, b: Data) -> bool:
    """Whether two participants are one: the countries agree (where both are told), and so do the names (where both are told)."""
    ca, cb = (a.get("country") or "").upper(), (b.get("country") or "").upper()
    if not a.get("name") or not b.get("name"):
        return bool(ca) and ca == cb
    x, y = _name_tokens(a["name"]), _name_tokens(b["name"])
    if not x or not y:
        return False
    shared = set(x) & set(y)
    spelt = ca == cb != "" and difflib.SequenceMatcher(None, x[-1], y[-1]).ratio() >= 0.75  # Zelensky, Zelenskyy, Selenskyj
    named = x[-1] == y[-1] or spelt or len(shared) >= 2 or (len(shared) == 1 and min(len(x), len(y)) == 1)
    return named and (not ca or not cb or ca == cb or len(shared) >= 2)


def find_initiators(call: Data) -> list[Data]:
    """Everybody whom `call` claims as the one who placed it, as participants."""
    value = call.get("initiator")
    if value is None:
        return []
    people: list[Data] = []
    for claim in value if isinstance(value, list) else [value]:
        if isinstance(claim, dict):
            people.append(claim)
            continue
        known = [p for p in call["participants"] if claim in (p.get("name"), p.get("country"))]
        people.append(known[0] if known else {"name": claim, "country": claim if len(str(claim)) <= 4 else None})
    return people


def same_initiator(a: Data, b: Data) -> bool:
    """Whether two calls tell a common initiator, or neither tells one."""
    x, y = find_initiators(a), find_initiators(b)
    if not x or not y:
        return not x and not y
    return any(same_person(one, other) for one in x for other in y)


def same_topic(gold: Any, found: Any) -> bool:
    """Whether the found topic has half of the gold one's content words and not much beside them."""
    a, b = _content(gold), _content(found)
    if not a or not b:
        return False
    both = len(a & b)
    return both / len(a) >= 0.5 and both / len(b) >= 0.34


def same_outcome(gold: Any, found: Any) -> bool:
    """Whether half of the words of both are common to both, or nearly all of the shorter one's."""
    a, b = ([stem(word) for word in find_words(text_of(item))] for item in (gold, found))
    if not a or not b:
        return False
    left, both = list(b), 0
    for word in a:
        if word in left:
            left.remove(word)
            both += 1
    shorter = min(len(a), len(b))
    return 2 * both / (len(a) + len(b)) >= 0.5 or (shorter >= 4 and both / shorter >= 0.85)


def count_pairs(gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """The number of pairs in a greedy one-to-one matching."""
    left, pairs = list(found), 0
    for one in gold:
        for other in left:
            if same(one, other):
                left.remove(other)
                pairs += 1
                break
    return pairs


def same_record(gold: Data, found: Data) -> bool:
    """Whether participants, initiator and date are all right, and none too many."""
    people = len(found["participants"]) == len(gold["participants"])
    people = people and count_pairs(gold["participants"], found["participants"], same_person) == len(gold["participants"])
    return people and same_initiator(gold, found) and gold.get("date") == found.get("date")


def _overlap(gold: Data, found: Data) -> float:
    hits = count_pairs(gold["participants"], found["participants"], same_person)
    union = len(gold["participants"]) + len(found["participants"]) - hits
    if hits < min(2, len(gold["participants"])) or not union:
        return 0.0
    return hits / union


def match_calls(gold: Sequence[Data], found: Sequence[Data]) -> dict[int, int]:
    """Which found call (by index) is which gold call: most participants in common first, the same date before others."""
    scored = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            share = _overlap(g, p)
            if share >= 0.5:
                day = 0.5 if g.get("date") and g.get("date") == p.get("date") else 0.0
                scored.append((share + day + (0.01 if not g.get("background") else 0), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scored, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
