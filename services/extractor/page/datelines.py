"""The dateline that opens an agency text: "KABUL, March 3 (Reuters) - ", "MOSCOW/KIEV –", "ALGIERS (APS) -"."""

from __future__ import annotations

import re

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ ,-]{2,40}"  # KABUL, MOSCOW/KIEV, TEL AVIV
_DAY = r",?\s*+\d{0,2}\s*+(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*+\.?\s*+\d{0,4}(?:,?\s*+\d{4})?"
_WRITTEN = r"\d{1,2}(?:st|nd|rd|th)?\s++(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*+\.?,?\s++\d{4}"
_DATED = rf"\([^()\n\d]{{2,60}}{_WRITTEN}\s*+\)"  # (UrduPoint News / Sputnik - 17th November, 2021)
_AGENCY = r"\s*+(?:\([^()\n]{2,40}\)\s*+)?"
_TOWN = r"[A-ZÀ-Þ][a-zß-ÿ'’]+(?:[ -](?:(?:de|da|do|la|el|al)[ -])?[A-ZÀ-Þ][a-zß-ÿ'’]+){0,2}"  # San José, N'Djamena
_OPENING = (  # words by which a report begins behind a town in small letters, so that "Paris - Berlin" is none
    r"(?:The|An?|On|In|At|During|Following|After|Today|Yesterday|H(?:M|RH|E|is|er)|President|Prime|Foreign|Federal|State|Vice|Deputy"
    r"|Minister|Secretary|King|Queen|Emir|Crown|Chancellor)\b"
)
DATELINE = re.compile(
    rf"^[ \t]*(?:(?:\d{{1,2}}[:.]\d\d[ \t]+)?{_PLACE}(?:(?:{_DAY})?{_AGENCY}(?:\.-|--|—|–|-|:)|{_DAY}{_AGENCY}\.)\s"
    rf"|{_TOWN}(?:{_DAY})?{_AGENCY}(?:\.-|--|—|–|-)\s(?={_OPENING})"
    rf"|(?:{_TOWN}|{_PLACE}){_DAY}\s*+\([^()\n]{{2,40}}\)\s(?={_OPENING}|[A-Z][a-z]{{3,}} )"
    rf"|(?:{_TOWN}|{_PLACE}),?\s*+{_DATED}\s*+(?::\s*+)?(?=[A-ZÀ-Þ])"
    rf"|{_WRITTEN}(?:\s*+\([^()\n]{{2,40}}\)|,\s*+(?:{_TOWN}|{_PLACE}))\.\s)"
)
