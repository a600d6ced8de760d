"""The table by which sentences are given to calls: word lists and patterns of `patterns/scope.yml`, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.rules.load import TableError
from services.extractor.rules.rows import build_rows, read_pattern_table

LISTS = ("groups", "pronouns", "sources", "saying", "publicity", "third_parties", "gathering", "passives")
PATTERNS = ("the-call", "came-up", "his-part", "joint", "each", "old", "elsewhere", "enumerated")


@dataclass(frozen=True)
class ScopePattern:
    """One pattern: its `parts` joined are a regular expression, read with case ignored."""

    id: str
    why: str
    parts: tuple[str, ...]
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True)
class ScopeTable:
    """The word lists by name, the patterns by id, and the rows they were made of."""

    words: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern[str]]
    rows: tuple[ScopePattern, ...]


@lru_cache(maxsize=1)
def load_scope_rules() -> ScopeTable:
    """Returns the table `patterns/scope.yml`; raises TableError where a list or a pattern is missing."""
    raw = read_pattern_table("scope")
    rows = build_rows(ScopePattern, raw["patterns"], "scope.yml")
    if set(LISTS) | {"patterns"} != set(raw) or {row.id for row in rows} != set(PATTERNS):
        raise TableError(f"scope.yml: needs the lists {LISTS} and the patterns {PATTERNS}")
    patterns = {row.id: re.compile("".join(row.parts), re.I) for row in rows}
    return ScopeTable({name: frozenset(raw[name]) for name in LISTS}, patterns, rows)
