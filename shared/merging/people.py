"""Whether two lists of participants are the same people: by the sides they speak for, their names' parts and their roles. Pure.

The extractor prints the one name that its tables hold for a person; what is left to compare are spellings of people it does not
know ("Zelensky", "Zelenskyy"), shortened names ("Lula da Silva") and sides told by their office alone ("the Cambodian premier").
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Any

from shared.folding import fold

_TITLES = """
al el bin ibn bint de da do dos del della der den van von la le the of jr sr
president prime minister king queen pope prince sheikh sheik emir sultan general mr mrs ms dr sir
"""
_NO_PARTS = frozenset(_TITLES.split())
_LEADER = "leader"  # whatever the office is called
_BELOW = frozenset(
    ["minister", "secretary", "adviser", "advisor", "envoy", "ambassador", "deputy", "vice", "chief", "commissioner"]
)
_MOST_PERMUTED = 4  # in a conference one country has one voice, hardly ever two


@dataclass(frozen=True, order=True)
class Side:
    """One participant: `country` as printed ("" where nothing tells), the parts of the folded name (none where only an office
    is told), and the folded office."""

    country: str
    parts: tuple[str, ...] = ()
    role: str = ""


def find_sides(participants: Sequence[Mapping[str, Any]]) -> tuple[Side, ...]:
    """Returns the sides of a call, sorted, each once."""
    return tuple(sorted({Side(p["country"] or "", _find_parts(p["name"]), fold(p.get("role") or "")) for p in participants}))


def find_block(sides: Sequence[Side]) -> str:
    """Returns what all reports of one call have in common for sure: the countries on the line, as one string."""
    return "+".join(sorted(side.country or "?" for side in sides))


def name_sides(sides: Sequence[Side]) -> str:
    """Returns the sides as one string, without their offices: "FR:emmanuel macron|KH:"."""
    return "|".join(sorted({f"{side.country}:{' '.join(side.parts)}" for side in sides}))


@lru_cache(maxsize=16384)  # the same few people are compared again and again
def are_same(one: tuple[Side, ...], other: tuple[Side, ...]) -> bool:
    """Whether both lists can be the same people: sides pair up one to one, and at least one pair is known by name."""
    if find_block(one) != find_block(other):
        return False
    by_country = _by_country(one), _by_country(other)
    known = False
    for country, mine in by_country[0].items():
        paired = _pair_up(mine, by_country[1][country])
        if paired is None:
            return False
        known = known or paired
    return known


def are_named(sides: Sequence[Side]) -> bool:
    """Whether every side has a name and a country."""
    return all(side.parts and side.country for side in sides)


def _by_country(sides: Sequence[Side]) -> dict[str, list[Side]]:
    found: dict[str, list[Side]] = {}
    for side in sides:
        found.setdefault(side.country, []).append(side)
    return found


def _pair_up(mine: list[Side], theirs: list[Side]) -> bool | None:
    """Whether some pairing of one country's voices is known by name; None where no pairing fits."""
    if len(mine) > _MOST_PERMUTED:
        return True if sorted(mine) == sorted(theirs) else None
    fitting = [
        any(a.parts and b.parts for a, b in zip(mine, order, strict=True))
        for order in permutations(theirs)
        if all(_is_same_side(a, b) for a, b in zip(mine, order, strict=True))
    ]
    return any(fitting) if fitting else None


def _is_same_side(one: Side, other: Side) -> bool:
    if one.parts and other.parts:
        return _is_same_name(one.parts, other.parts)
    if not one.role or not other.role or one.role == other.role:
        return True
    return _LEADER in (one.role, other.role) and _may_lead(one, other)


def _may_lead(*sides: Side) -> bool:
    """Whether none of the offices told is one below the head of a state or government."""
    return all(_BELOW.isdisjoint(side.role.replace("prime minister", "").split()) for side in sides)


def _find_parts(name: str | None) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", fold(name or ""))
    return tuple(word for word in words if word not in _NO_PARTS) or tuple(words)


def _is_same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Every part of the shorter name is in the longer; a single part must be the last one, where surnames stand."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return _is_same_part(short[0], long[-1])
    left = list(long)
    for part in short:
        match = next((candidate for candidate in left if _is_same_part(part, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return len(short) == len(long) or not _have_rival_initials(short, long)


def _have_rival_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether both tell initials and those differ: George W. and George H. W."""
    initials = [{part for part in name if len(part) == 1} for name in (short, long)]
    return bool(initials[0] and initials[1] and initials[0] != initials[1])


def _is_same_part(one: str, other: str) -> bool:
    """Equal, an initial of the other, or two spellings of a longer word that begin alike."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return one[0] == other[0] and min(len(one), len(other)) >= 5 and difflib.SequenceMatcher(None, one, other).ratio() >= 0.8
