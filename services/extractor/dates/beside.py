"""Times that the same sentence settles: "on Sunday, the day after the vote", "two days after his inauguration on Saturday", "in
July, hours after the coup".

Reads the timeline as far as it goes and the words between two expressions.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from services.extractor.dates.events import from_event
from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import Reading
from services.extractor.dates.resolve import is_far

if TYPE_CHECKING:
    from services.extractor.dates.timeline import Timeline

INLINE_CHARACTERS = 110
CLOCK_CHARACTERS = 30
_CLOCK_ENDS = re.compile(r"[.!?;]\s|,\s+and\b|\n")
_EVENT_ENDS = re.compile(r"[.;,\n]|\band\b")
BESIDE = ("after", "before", "following", "ahead of", "prior to", "of")


def day_beside(line: Timeline, one: Expression, text: str) -> date | None:
    """The day told right before, of which the expression only says more: "on Sunday, the day after the vote"."""
    before = line.readings[-1] if line.readings else None
    return before.day if before and text[before.expression.end : one.start].strip() in (",", "–", "—", "-", "(") else None


def is_of_month(line: Timeline, one: Expression, text: str) -> bool:
    """Whether hours are counted from something of a month told right before: "in July, hours after the coup"."""
    before = line.readings[-1] if line.readings else None
    behind = one.words.get("later", "").strip().lower() in BESIDE
    joined = before is not None and text[before.expression.end : one.start].strip() in (",", "–", "—", "-", "(")
    return behind and joined and before is not None and before.expression.kind == "month"


def with_inline_day(reading: Reading, line: Timeline, text: str) -> Reading:
    """ "Two days after his inauguration on Saturday" counts from the day told there, "hours before the vote on Saturday" and
    "at two, Moscow time, on Saturday" are of it."""
    one = reading.expression
    beside = one.kind == "near" and one.words.get("later", "").strip().lower() in BESIDE and not is_far(one)
    if not (beside or one.kind == "clock" or (one.kind == "event" and not reading.value)):
        return reading
    reach, ends = (CLOCK_CHARACTERS, _CLOCK_ENDS) if one.kind == "clock" else (INLINE_CHARACTERS, _EVENT_ENDS)
    behind = next((r for r in line.within(one.end, one.end + reach) if r.day), None)
    if behind is None or ends.search(_without_relative(text[one.end : behind.expression.start])):
        return reading
    if one.kind == "clock" and behind.expression.kind not in ("weekday", "written", "offset"):
        return reading
    return from_event(reading, behind.day) if one.kind == "event" else replace(reading, value=behind.value)


def _without_relative(words: str) -> str:
    """Words between an event and its day, without the commas of "the summit, which opened in Singapore on ..."."""
    return re.sub(r",(?= (?:which|that|itself|held|opened|scheduled) )", "", words)
