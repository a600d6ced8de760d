"""What a reader knows where a time expression stands, and what the expression then means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.written import NUMBERS
from services.extractor.dates.years import Years

PAST, FUTURE = "past", "future"
NARRATIVE_AGE = timedelta(days=6)
Value = tuple[date | str | None, str]


@dataclass(frozen=True)
class Moment:
    """What a reader knows where an expression stands. `published`: day of publication; `today`: the day that "today" means there
    (dateline, entry of a live page); `told`: the last day the text told; `narrated`: the last day told with weekday and date;
    `years`: the years that the text tells, in a text without a day of publication; `remembered`: the year that a look back on an
    anniversary is about, `of_old` the same where those named have long left office; `tale`: the last day told of a look back that
    begins with a day of long ago."""

    published: date | None = None
    today: date | None = None
    told: date | None = None
    narrated: date | None = None
    tense: str | None = None
    years: Years | None = None
    remembered: int | None = None
    tale: date | None = None
    of_old: int | None = None

    @property
    def base(self) -> date | None:
        return self.published or self.today

    def is_before(self, day: date) -> bool:
        """Whether the day was still to come; a dateline may be ahead of the day of publication."""
        latest = max(filter(None, (self.base, self.today)), default=None)
        return latest is not None and day > latest


@dataclass(frozen=True)
class Reading:
    """What an expression means: `value` an ISO day or month or None, `basis` the rule's id, `boundary`: since, until, ...;
    `planned`: told as what is or was to come."""

    expression: Expression
    value: str | None
    basis: str
    boundary: bool = False
    planned: bool = False

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.value) if self.value and len(self.value) == 10 else None


def count_of(one: Expression) -> int | None:
    """The number of days an expression counts; None for "some ten days" and the like."""
    word = one.words.get("number", "").lower()
    if one.words.get("approx"):
        return None
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)
