"""For whom those speak whom an article quotes: "the Kremlin" for Russia, "White House spokesman" for the United States.

Reads the tables of names; must not know syntax. A source that stands for none of the sides on the line, or for two, for nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.words import find_words
from shared.folding import fold


def find_speakers(call: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, str]:
    """Returns the country of each source of the call's outcomes that speaks for one side of it."""
    sources = {outcome.get("said_by") for outcome in call.get("outcomes") or ()} - {None}
    sides = {source: _find_side(source, call, gazetteer) for source in sorted(sources)}
    return {source: side for source, side in sides.items() if side}


def _find_side(source: str, call: Mapping[str, Any], gazetteer: Gazetteer) -> str | None:
    countries = {person["country"] for person in call["participants"] if person["country"]}
    named = {p["country"] for p in call["participants"] if p["name"] and p["country"] and _is_named(p["name"], source)}
    told = {entry.code for match in gazetteer.find(source, find_words(source)) for entry in match.entries} & countries
    found = named or told
    return str(found.pop()) if len(found) == 1 else None


def _is_named(name: str, source: str) -> bool:
    return not set(fold(name).split()[-1:]).isdisjoint(fold(source).split())
