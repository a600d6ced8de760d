"""Finds the time expressions of a text: which words, and of which kind, without telling yet what day they mean.

Reads text and `patterns/dates.yml`; every pattern whose words the text holds runs once over it. Overlaps go to the longest match,
then to the earlier row: "Friday a week ago" is not "Friday".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from services.extractor.dates.written import MONTHS, NUMBERS, WEEKDAYS, Written, find_written
from services.extractor.rules.load import TableError
from services.extractor.rules.needed import Sieve
from services.extractor.rules.rows import build_rows, read_pattern_table

KINDS = frozenset(
    [
        "written",
        "weekday",
        "month",
        "day-of-month",
        "offset",
        "follow",
        "near",
        "event",
        "clock",
        "holiday",
        "vague",
        "nth-weekday",
        "night",
    ]
)
_CAPITAL = re.compile(
    r"(?<!\w)(?:" + "|".join(n + "s?" for n in (*MONTHS, *WEEKDAYS) if len(n) > 4 or n in ("june", "july", "may")) + r")(?!\w)",
    re.I,
)
_DAY_WORDS = r"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime|teatime|dawn|daybreak)"
_PARTS = {
    "<weekday>": r"(?<!\bgood )(?<!\bblack )(?<!\bbloody )(?<!\bsuper )"  # days with a name
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:'s|’s|')?",
    "<part>": rf"(?:[ ,]+(?:(?:early|late|mid)[ -]?)?(?:at )?{_DAY_WORDS}(?:'s|’s)?)?(?: \((?P<bracket>[^()\n]{{1,30}})\))?",
    "<prep>": r"(?:(?:(?:also|only|just|again|still|as)[ ]+)?"
    r"(?:(?:late|early|earlier|later|(?:shortly|just|soon|a little) (?:before|after) (?:noon|midnight|midday)),? )?"
    r"(?:not (?:until|till|before)|(?P<prep>on|in|at|by|since|until|till|before|after|for|from|of|during|through|ahead of"
    r"|as of|as from)) )?"
    r"(?:(?:late|early|earlier|later) )?",
    "<alone>": r"(?=[ ]?[^\w ]|$| (?:at|in|on|by|and|but|with|from|to|into|via|over|about|as|came|was|were|had|did|has|is"
    r"|that (?:the|he|she|it|they|his|her|its|their|no))\b)",
    "<number>": rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})",
    "<month-word>": "(?:" + "|".join(n if len(n) > 4 or n in ("june", "july", "may") else n + r"\." for n in MONTHS) + ")",
    "<year-word>": r"(?:19|20)\d\d",
}
_PART = re.compile(r"(?<!\?P)<(?:weekday|part|prep|alone|number|month-word|year-word)>")
_LEAD = re.compile(
    r"(?:(?:also|only|just|again|as late as|as early as|in the (?:night|morning|evening|afternoon|early hours|small hours) "
    r"(?:of|to|from)|the (?:night|morning|evening|afternoon) of) )?(?:(?:late|early|earlier|later) )?"
    r"\b(?P<prep>on|in|at|by|since|until|till|before|after|for|from|of|through|ahead of|as of|as from)(?: the)? $",
    re.I,
)
_TRAIL = re.compile(r",? (?:of )?(?P<shift>last|this|that|the same|the previous|next) year\b", re.I)


@dataclass(frozen=True)
class DateRule:
    """A row of the table: words of one pattern and what kind of time they tell."""

    id: str
    kind: str
    pattern: str
    days: int | None = None
    sign: int | None = None
    pick: str | None = None
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expression:
    """A time expression at characters `start` to `end`. `words` holds the named pieces of its pattern that matched."""

    start: int
    end: int
    text: str
    rule: DateRule
    words: dict[str, str] = field(default_factory=dict, compare=False)
    written: Written | None = None

    @property
    def kind(self) -> str:
        return self.rule.kind

    @property
    def is_boundary(self) -> bool:
        """Whether a preposition makes it an end or beginning ("since Friday") instead of the time of something."""
        return self.words.get("prep", "").lower() in boundaries()


WRITTEN = DateRule("dates.written", "written", "")
SPAN = DateRule("dates.written-range", "vague", "")
_RANGE_BEFORE = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th)?) ?(?:-|–|/|to|and|until|till) ?$")
_RANGE_BEHIND = re.compile(r" ?(?:-|–|/|to|until|till) ?(?:3[01]|[12]?\d)(?:st|nd|rd|th)?\b(?![:.]\d)")


@lru_cache(maxsize=1)
def load_date_rules() -> tuple[tuple[DateRule, re.Pattern[str]], ...]:
    """The rows of the table with their compiled patterns."""
    rules = build_rows(DateRule, read_pattern_table("dates")["expressions"], "dates.yml")
    for rule in rules:
        if rule.kind not in KINDS:
            raise TableError(f"dates.yml: {rule.id}: unknown kind {rule.kind}")
    return tuple((rule, _compile(rule.pattern)) for rule in rules)


@lru_cache(maxsize=1)
def _load_sieve() -> Sieve:
    return Sieve(pattern for _, pattern in load_date_rules())


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of the table's `vocabulary`."""
    return frozenset(read_pattern_table("dates")["vocabulary"][name])


def boundaries() -> frozenset[str]:
    return word_list("boundaries")


def _compile(pattern: str) -> re.Pattern[str]:
    """The pattern with its parts filled in; a part's groups get a number where the part stands there more than once."""
    seen: dict[str, int] = {}

    def fill(match: re.Match[str]) -> str:
        part = match.group()
        seen[part] = seen.get(part, 0) + 1
        return re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}_{seen[part]}>", _PARTS[part])

    return re.compile(rf"(?<![\w-])(?:{_PART.sub(fill, pattern)})(?![\w])", re.I)


def find_expressions(text: str) -> list[Expression]:
    """Every time expression of `text`, in order, none overlapping."""
    found: list[tuple[int, int, int, Expression]] = []
    for one in find_written(text):
        start, end, words = _widen(text, one)
        rule = SPAN if _is_range(text, one) else WRITTEN
        found.append((start, -end, -1, Expression(start, end, text[start:end], rule, words, None if rule is SPAN else one)))
    start = 0
    for line in text.split("\n"):  # none of the patterns has a line break in it
        end = start + len(line)
        for rank in _load_sieve().sift(line.lower()):
            rule, pattern = load_date_rules()[rank]
            for match in pattern.finditer(text, start, end):
                if _is_capital(match.group()):
                    told = Expression(match.start(), match.end(), match.group(), rule, _named(match))
                    found.append((told.start, -told.end, rank, told))
        start = end + 1
    return _without_overlaps([e for *_, e in sorted(found, key=lambda f: f[:3])])


def _is_range(text: str, one: Written) -> bool:
    """Whether the date is one end of several days ("5 to 6 May", "May 5-6")."""
    if text[one.start].isdigit():
        return bool(_RANGE_BEFORE.search(text, max(0, one.start - 12), one.start))
    return text[one.end - 1].isdigit() and one.year is None and bool(_RANGE_BEHIND.match(text, one.end))


def _named(match: re.Match[str]) -> dict[str, str]:
    """The named pieces that matched; a piece that stands at several places of a pattern has a number behind its name there."""
    return {re.sub(r"_?\d{1,3}$", "", name): words for name, words in match.groupdict().items() if words}


def _is_capital(words: str) -> bool:
    return all(
        m.group()[0].isupper() for m in _CAPITAL.finditer(words) if m.group().lower() != "may" or words.strip().lower() == "may"
    )


def _widen(text: str, one: Written) -> tuple[int, int, dict[str, str]]:
    """A written date with the preposition before and "last year" behind it."""
    words: dict[str, str] = {}
    start, end = one.start, one.end
    if lead := _LEAD.search(text, max(0, start - 45), start):
        start = lead.start()
        if not (lead["prep"].lower() in ("until", "till") and text[max(0, start - 4) : start].lower().endswith("not ")):
            words["prep"] = lead["prep"]
    if one.year is None and (trail := _TRAIL.match(text, end)):
        end = trail.end()
        words["shift"] = trail["shift"]
    return start, end, words


def _without_overlaps(ordered: list[Expression]) -> list[Expression]:
    kept: list[Expression] = []
    for one in ordered:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.written and kept[-1].kind == "weekday" and one.end > kept[-1].end:
            kept[-1] = one  # "on the night of | Monday, Jan. 30"
        elif kept[-1].kind in ("event", "near") and one.kind in ("weekday", "written", "holiday") and one.end > kept[-1].end:
            kept.append(_behind(one, kept[-1].end))
        elif one.end - one.start > kept[-1].end - kept[-1].start and not kept[-1].written:
            kept[-1] = one
    return kept


def _behind(one: Expression, end: int) -> Expression:
    """The expression without its preposition, which belongs to the one before ("two days after | Monday's vote")."""
    text = one.text[end - one.start :]
    start = one.end - len(text.lstrip())
    return Expression(start, one.end, text.lstrip(), one.rule, {k: v for k, v in one.words.items() if k != "prep"}, one.written)
