"""From which day told before a time expression counts, and which days stand beside the story, from which none counts.

Reads the words between two expressions, and what `Setting` knows of the parse.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import Reading

if TYPE_CHECKING:
    from services.extractor.dates.timeline import Setting

REACH = {"near": 1500, "clock": 2500}
FOLLOW_REACH, FOLLOW_PARAGRAPHS = 400, 3
SENTENCE = 1500
_GOES_BACK = re.compile(r"\b(?:after|following|since|before|had|having)\b")
_PART_OF = re.compile(r"\b(?:morning|afternoon|evening|night|hours|day|midnight|week|eve) \Z")
FRONT = 4  # characters before words that open a sentence
RELATIVE = 60  # characters before a day in which a relative clause opens
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’)]*\s|\n")
_RELATIVE = re.compile(r" (?:who|whom|whose|which|where) [^,.;:!?\n]*\Z")
_SINCE = re.compile(r"\bsince (?:[^\W\d_]+ ){2,6}\Z")
_THAT_DAY = re.compile(r"(?:(?:on|in|during) )?(?:that|the (?:very )?same) ", re.I)
_BEHIND_SENTENCE = re.compile(r"[^.!?\n]{0,60}[.!?]\s+(?:In the (?:morning|afternoon|evening) of )?")
_TELLING = re.compile(
    r" (?:(?:(?:I|we) (?:just )?(?:came|walked|stepped)|coming|walking) (?:\w+ )?(?:here|in|out|down|over|up)\b"
    r"|(?:this|today['’]s) (?:press |news |noon |daily )?(?:briefing|conference)\b)"
)


def is_out_of_reach(text: str, one: Expression, told: int) -> bool:
    """Whether the last day told is too far away to be counted from."""
    if one.kind == "follow" and (one.rule.sign or 0) > 0:
        if one.start - told > SENTENCE:
            return True
        return one.start - told > FOLLOW_REACH and sum(map(bool, text[told : one.start].split("\n"))) > FOLLOW_PARAGRAPHS
    return one.kind in REACH and one.start - told > REACH[one.kind]


def last_told(
    text: str, one: Expression, told: tuple[int, date] | None, main: tuple[int, date] | None, passing: set[int]
) -> tuple[int, date] | None:
    """The day to count from: the last one of the same sentence, else the last one of the story itself. Hours do not count from a
    day in quoted words that they are no part of, nor from one told in `passing` (where such end) in an earlier sentence."""
    near = told and main and told != main and one.start - told[0] < SENTENCE
    if near and told and not re.search(r"[.!?][\"”’)]*\s", text[told[0] - 1 : one.start]):  # "on 26 July." has the point
        return told
    if one.kind == "clock" and main is None and told and _is_left(text, told[0], one.start, told[0] in passing):
        return None
    return main or told


def _is_left(text: str, told: int, start: int, in_passing: bool) -> bool:
    """Whether words beside the story end before `start`: "'On Monday he rang me from the airport', his father said. In the morning
    the president …", "Schröder, who only the day before had sat with him, was shocked. Chirac rang shortly before ten"."""
    if _is_quoted(text, told - 1):
        return not _is_quoted(text, start)
    return in_passing and bool(_SENTENCE_ENDS.search(text, told, start))


def is_beside_story(text: str, reading: Reading, main: tuple[int, date] | None, setting: Setting) -> bool:
    """Whether the day told is beside the story, as in quoted words. In a sentence that has told a day of the story already, that of
    saying so is ("rang him on Monday, an aide said on Tuesday"), as is later an earlier one that opens no sentence ("Pyongyang
    claimed on Sunday"), and that of what was before ("heard on Monday from Rome, when he had barely slept after announcing on
    Sunday")."""
    one = reading.expression
    named = one.kind == "written" and one.text.startswith("of ") and not _PART_OF.search(text, max(0, one.start - 12), one.start)
    if (main and named) or _is_quoted(text, one.start) or (setting.is_aside and setting.is_aside(one)):
        return True  # "the earthquake of April 25"
    if main is None or one.start - main[0] > SENTENCE:
        return False
    if _SINCE.search(text, max(0, one.start - RELATIVE), one.start):
        return True  # "their second exchange since the guard seized power on 26 July"
    between = text[main[0] : one.start]
    if _GOES_BACK.search(between) and not re.search(r"[.!?;:\n]", between):
        return True
    if _SENTENCE_ENDS.search(between):
        opens = _SENTENCE_ENDS.search(text, max(0, one.start - FRONT), one.start)
        if opens or reading.day is None or reading.day >= main[1]:
            return False
    return bool(setting.is_statement and setting.is_statement(one))


def _is_quoted(text: str, at: int) -> bool:
    """Whether the character stands in quotation marks, counted in its paragraph."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def goes_back_beside(text: str, one: Expression) -> bool:
    """Whether a relative clause goes back from the day told: "Schröder, who only the day before had been his guest"."""
    before = one.kind == "follow" and (one.rule.sign or 0) < 0
    return before and _RELATIVE.search(text, max(0, one.start - RELATIVE), one.start) is not None


def tells_since(text: str, one: Expression, told: tuple[int, date] | None) -> bool:
    """Whether the expression tells since when, in a sentence without another day before it."""
    opened = told is None or _SENTENCE_ENDS.search(text, told[0], one.start) is not None
    return opened and one.text.lower().startswith("since")


def is_day_since(text: str, one: Expression, since: int) -> bool:
    """Whether "that day" opens the sentence behind the one that tells since when: "frozen since Thursday. That day he rang"."""
    follows = one.kind == "follow" and _THAT_DAY.match(one.text) is not None
    return follows and _BEHIND_SENTENCE.fullmatch(text, since - 1, one.start) is not None


def is_before_telling(text: str, one: Expression) -> bool:
    """Whether hours or minutes are counted back from where it is told: "just before I came down here"."""
    return one.kind == "near" and _TELLING.match(text, one.end) is not None
