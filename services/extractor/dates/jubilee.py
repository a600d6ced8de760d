"""The year that a look back on an anniversary is about: "Twenty years on: how Moscow spent September 11".

Reads headline and first lines, where such texts say so.
"""

from __future__ import annotations

import re
from datetime import date

from services.extractor.dates.written import NUMBERS, ORDINALS

TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
TENTHS = {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60}
_COUNTS = {**TENS, **NUMBERS, **{f"{ten}-{one}": TENS[ten] + n for ten in TENS for one, n in NUMBERS.items() if n < 10}}
_COUNTED = "|".join(sorted(_COUNTS, key=len, reverse=True))
_ORDINAL = "|".join(sorted({**ORDINALS, **TENTHS}, key=len, reverse=True))
_YEARS_ON = re.compile(
    rf"\b(?:(?P<count>\d{{1,2}}|{_COUNTED}) years|(?P<century>a quarter of a|half a) century) (?:ago|on|later|after|since)\b"
    rf"|\b(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL}) anniversary",
    re.I,
)
OPENING = 400
LEAST = 5  # years, below which "years ago" is no look back


def remembered_year(text: str, published: date | None) -> int | None:
    """The year so many before the day of publication as the opening of the text counts back; None where it does not."""
    if published is None:
        return None
    counts = (_years(match) for match in _YEARS_ON.finditer(text[:OPENING]))
    return next((published.year - years for years in counts if years >= LEAST), None)


def _years(match: re.Match[str]) -> int:
    if match["century"]:
        return 50 if match["century"].lower().startswith("half") else 25
    words = (match["count"] or match["nth"]).lower()
    return int(re.sub(r"\D", "", words)) if words[0].isdigit() else (_COUNTS | ORDINALS | TENTHS)[words]
