"""The turn of the day: "on Friday night ... a little after midnight" is Saturday, and "Friday" what it still was elsewhere.

Reads the words of time expressions and of their sentences.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import Moment, Reading
from services.extractor.dates.written import MONTHS, WEEKDAYS

AFTER_MIDNIGHT = "dates.after-midnight"
_OTHER_HOUR = re.compile(
    r"(?:\bstill|\b(?:for whom|where) it was already|(?:\d|[ap]\.?m\.?|o['’]clock|noon|midnight)(?:,| \(| or)) ?\Z", re.I
)
_OTHER_ZONE = re.compile(rf"\b(?:{'|'.join([*WEEKDAYS, *MONTHS])})\b[^()\n]{{0,30}}\([^()\n]{{0,60}}\Z", re.I)
_ZONE = re.compile(r"[^()\n]{0,40}\b(?:time|GMT|UTC)\b", re.I)
_THERE_IT_WAS = re.compile(r"\bit was (?:already |still |by then )?\Z", re.I)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.I)
_OTHER_PLACE = re.compile(r" in (?:the )?[A-Z]")
OTHER_HOUR = 28  # characters before a day that tell that it is one elsewhere
TOLD_BEFORE = 500  # characters before it in which the day is told as the scene has it
BEHIND = 25  # characters in which the rest of an hour stands ("at 2:30 | in the morning")
_HOURS = r"(?:[1-5](?:[:.][0-5]\d)?|one|two|three|four|five)"
_EVENING = re.compile(
    r"\b(?:evening|night(?! to\b| into\b)|nightfall|dusk|sunset|(?:around|towards?|before|near|until) midnight)\b"
    r"|\b(?:[6-9]|1[01])(?:[:.][0-5]\d)? ?p\.?m\b",
    re.I,
)
_EARLY = re.compile(
    rf"(?:after|past) midnight|\b{_HOURS}(?: o['’]clock)? ?(?:a\.?m\b|in the morning)|(?:small|early|wee) hours|dawn\b|daybreak"
    r"|first light|before (?:it was light|sunrise)",
    re.I,
)
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’)]*\s|\n")
_HAD = re.compile(r"\bhad\b")
_TOLD = re.compile(r"\b(?:said|told|wrote|added|recalled|recounted|related|says|tells)\b.*", re.S)


def is_elsewhere(text: str, one: Expression) -> bool:
    """Whether the day is only that of another part of the world: "after 10 a.m., Tuesday evening in Washington", "for whom it was
    still Sunday", "on 21 September (22 September, Japan time)", "… on Thursday night. It was Friday morning in China"."""
    if _ZONE.match(text, one.end) and _OTHER_ZONE.search(text, max(0, one.start - 100), one.start):
        return True
    before = _OTHER_HOUR.search(text, max(0, one.start - OTHER_HOUR), one.start)
    bare = one.kind == "weekday" and one.words.get("prep") is None
    if bare and _THERE_IT_WAS.search(text, max(0, one.start - 20), one.start) and _OTHER_PLACE.match(text, one.end):
        return _WEEKDAY.search(text, max(0, one.start - TOLD_BEFORE), one.start) is not None
    return (
        bare
        and before is not None
        and (before.group().strip().endswith(("still", "already")) or bool(_OTHER_PLACE.match(text, one.end)))
    )


class Night:
    """The evening that was told last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.day: date | None = None

    def turn(self, reading: Reading, moment: Moment) -> Reading:
        """The reading of an hour after midnight, which is of the day behind the evening told before, where that has come and the
        sentence does not go back. Notes which evening is told last."""
        one = reading.expression
        after = one.kind == "clock" and reading.day is not None and reading.day == self.day and self._is_early(one)
        if after and not self._goes_back(one) and self.day and (moment.base is None or self.day < moment.base):
            turned = self.day + timedelta(days=1)
            self.day = None
            return Reading(one, turned.isoformat(), AFTER_MIDNIGHT, reading.boundary, reading.planned)
        if reading.day and not reading.boundary and (_EVENING.search(one.text) or self._is_night_of(one)):
            self.day = reading.day
        return reading

    def _is_night_of(self, one: Expression) -> bool:
        """ "In the night | of 9 April"."""
        return one.text.startswith("of ") and self.text[max(0, one.start - 8) : one.start].endswith(("night ", "evening "))

    def _is_early(self, one: Expression) -> bool:
        if one.text in ("In the morning", "By morning", "Towards morning"):  # which opens a sentence, after an evening
            return True
        return bool(_EARLY.search(self.text[one.start : one.end + BEHIND]))

    def _goes_back(self, one: Expression) -> bool:
        """Whether the sentence tells what had been before, and not only what somebody said."""
        if one.text.startswith("By "):
            return False
        before = _SENTENCE_ENDS.split(self.text[max(0, one.start - 200) : one.start])[-1]
        behind = _SENTENCE_ENDS.split(self.text[one.end : one.end + 200])[0]
        return bool(_HAD.search(_TOLD.sub("", before)) or _HAD.search(behind))
