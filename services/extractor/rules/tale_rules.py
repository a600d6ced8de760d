"""The table of words by which an article takes back a call that it has told: `patterns/tales.yml`, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.rules.load import TableError
from services.extractor.rules.rows import build_rows, read_pattern_table

KINDS = ("denied", "limit", "withheld", "hoax", "fiction", "work", "missed", "unreturned", "unreached", "timetable")


@dataclass(frozen=True)
class TalePattern:
    """One pattern: its `parts` joined are a regular expression over lower case; `kind`: what it makes of the call."""

    id: str
    kind: str
    why: str
    parts: tuple[str, ...]
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True)
class TaleTable:
    """The patterns by kind (one expression each) and by id, and the rows they were made of."""

    kinds: dict[str, re.Pattern[str]]
    patterns: dict[str, re.Pattern[str]]
    rows: tuple[TalePattern, ...]


@lru_cache(maxsize=1)
def load_tale_rules() -> TaleTable:
    """Returns the table; raises TableError where a row has an unknown kind or a kind has no row."""
    raw = read_pattern_table("tales")
    rows = build_rows(TalePattern, raw["patterns"], "tales.yml")
    if {row.kind for row in rows} != set(KINDS):
        raise TableError(f"tales.yml: the kinds are {KINDS}")
    sources = {row.id: _fill("".join(row.parts), raw["words"]) for row in rows}
    kinds = {kind: re.compile("|".join(sources[row.id] for row in rows if row.kind == kind)) for kind in KINDS}
    return TaleTable(kinds, {name: re.compile(source) for name, source in sources.items()}, rows)


def _fill(source: str, words: dict[str, str]) -> str:
    for name, group in words.items():
        source = source.replace("{" + name + "}", group)
    return source


def fold_sentence(text: str) -> str:
    """`text` as the patterns read it: lower case, straight apostrophes, one space between words."""
    return " ".join(text.lower().replace("’", "'").split())
