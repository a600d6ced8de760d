"""The table of words by which an article takes back a call that it has told: `patterns/tales.yml`, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from services.extractor.rules.load import TableError
from services.extractor.rules.needed import Sieve
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


class TaleFinder:
    """Finds where the patterns of one kind begin to tell it, trying only those whose words are there; for what is asked of every
    sentence."""

    def __init__(self, kind: str) -> None:
        table = load_tale_rules()
        self.patterns = [table.patterns[row.id] for row in table.rows if row.kind == kind]
        self.sieve = Sieve(self.patterns)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place, by the earliest pattern, as the expression of the whole kind finds it."""
        found = [match for place in self.sieve.sift(text) if (match := self.patterns[place].search(text))]
        return min(found, key=lambda match: match.start(), default=None)


@cache
def load_tale_finder(kind: str) -> TaleFinder:
    """The finder of a kind, made once."""
    return TaleFinder(kind)


def _fill(source: str, words: dict[str, str]) -> str:
    for name, group in words.items():
        source = source.replace("{" + name + "}", group)
    return source


def fold_sentence(text: str) -> str:
    """`text` as the patterns read it: lower case, straight apostrophes, one space between words."""
    return " ".join(text.lower().replace("’", "'").split())
