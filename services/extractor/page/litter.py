"""Which lines of a page are not the article: the rules of `patterns/litter.yml`, and the shape of menus.

Reads one line at a time; what surrounds it (a list of related headlines, comments at the end) is `blocks.py`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from services.extractor.dates.written import MONTH, WEEKDAY, find_written
from services.extractor.rules.load import TableError
from services.extractor.rules.needed import Sieve
from services.extractor.rules.rows import build_rows, read_pattern_table

_SENTENCE = re.compile(r"[.!?][\"”’)]*$")
_TELLING = re.compile(
    r"\b(?:said|says|told|spoke|spoken|called|phoned|telephoned|rang|talked|agreed|discussed|urged|confirmed|reported|"
    r"(?:have|has|had) (?:a |the )?(?:call|conversation)|phone (?:call|conversation|talks)|he|she) ?\b"
)
_CALL = re.compile(r"\b(?:calls?|conversation|talks?|spoke)\b", re.I)
OPENS = ("end", "list", "none")
_CUTS = re.compile(r"\s+[|»•·]\s+|\s{3,}|\t|\s+//\s+")
_CLOCK = re.compile(
    rf"\b(?:at|on|the|of|day|{WEEKDAY}|{MONTH}|[ap]\.?m\.?|gmt|"
    rf"utc|bst|ist|est|edt|et|cet|cest|pst|msk|hrs?|min(?:ute)?s? read|noon|midnight)(?![a-z])"
    r"|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?|[(]?(?:utc|gmt)?\s{0,9}[+-]\d{1,2}:?\d{0,2}[)]?",
    re.I,
)


@dataclass(frozen=True)
class LitterRule:
    """A kind of line that is not the article. `opens`: what it begins, `none`, `list` (short lines below) or `end` (all below).
    `takes_news`: whether even a sentence that tells news may be one."""

    id: str
    pattern: str
    opens: str = "none"
    max_words: int = 60
    takes_news: bool = False
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()

    def matches(self, line: str) -> bool:
        """Whether the line is of this kind."""
        return self.knows(Looks(line))

    def knows(self, line: Looks) -> bool:
        """The same of a line that was looked at."""
        if line.blanks >= self.max_words or (line.is_news and not self.takes_news):
            return False
        return bool(_compiled(self.pattern).search(line.beginning))


class Looks:
    """What every rule asks of a line, told once."""

    def __init__(self, line: str) -> None:
        self.blanks, self.is_news = line.count(" "), is_news(line)
        self.beginning = line[:600]
        self.lowered = self.beginning.lower()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def load_litter_rules() -> tuple[LitterRule, ...]:
    """The rules of `patterns/litter.yml`, those that open something first; TableError where a row says an unknown `opens`."""
    rules = build_rows(LitterRule, read_pattern_table("litter")["lines"], "litter.yml")
    for rule in rules:
        if rule.opens not in OPENS:
            raise TableError(f"litter.yml: {rule.id}: opens {rule.opens!r}")
    return tuple(sorted(rules, key=lambda rule: OPENS.index(rule.opens)))


@lru_cache(maxsize=1)
def _load_sieve() -> Sieve:
    return Sieve(_compiled(rule.pattern) for rule in load_litter_rules())


def find_litter(line: str) -> LitterRule | None:
    """The first rule that knows `line` as litter, the menu shape last; None for what may be the article."""
    looks, rules = Looks(line), load_litter_rules()
    for place in _load_sieve().sift(looks.lowered):
        if rules[place].knows(looks):
            return rules[place]
    if is_menu(line) or is_timestamp(line):
        return LitterRule("litter.menu-shape", "")
    return None


def is_news(line: str) -> bool:
    """Whether the line is a sentence that tells who said what or spoke to whom, however much it begins like a button."""
    return bool(_SENTENCE.search(line[-4:]) and _TELLING.search(line[:600]))


def is_menu(line: str) -> bool:
    """Whether the line is cut into short pieces by bars, bullets or wide gaps, none of them a sentence."""
    if line.count(" ") > 60:
        return False
    pieces = [p for p in _CUTS.split(line) if p]
    if len(pieces) < 2 or re.match(r"\d{1,2}[:.]\d{2}\b", line):
        return False
    return all(p.count(" ") < 14 and not re.search(r"[a-z]{3}[.?!][\"”’)]?$", p) for p in pieces)


def is_timestamp(line: str) -> bool:
    """Whether nothing but a date, a time, a weekday and perhaps a place is on the line: "Tuesday 1 February 2022, 10:04"."""
    if len(line) > 90 or _CALL.search(line) or not (find_written(line) or re.match(r"\W{0,90}+\d{1,2}[:.]\d{2}\b", line)):
        return False
    rest = line
    for one in reversed(find_written(line)):
        rest = rest[: one.start] + " " + rest[one.end :]
    return len(re.findall(r"[^\W\d_]{2,}", _CLOCK.sub(" ", rest))) <= (2 if find_written(line) else 0)
