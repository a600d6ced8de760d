"""The dateline that opens an agency text: "KABUL, March 3 (Reuters) - ", "MOSCOW/KIEV –", "ALGIERS (APS) -", and the stamp that an
archive puts in front of it: "date 2021-04-30"."""

from __future__ import annotations

import re

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ ,-]{2,40}"  # KABUL, MOSCOW/KIEV, TEL AVIV
_MONTH = r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*+\.?"
_DAY = r",?\s*+\d{0,2}\s*+" + _MONTH + r"\s*+\d{0,4}(?:,?\s*+\d{4})?"
_WRITTEN = r"\d{1,2}(?:st|nd|rd|th)?\s++" + _MONTH + r",?\s++\d{4}"
_FULL = rf"(?:{_WRITTEN}|{_MONTH}\s++\d{{1,2}}(?:st|nd|rd|th)?,?\s++\d{{4}})"
_STAMP = r"date:?[ \t]++\d{4}-\d\d-\d\d[ \t]++"
_DATED = rf"\([^()\n\d]{{2,60}}{_WRITTEN}\s*+\)"  # (UrduPoint News / Sputnik - 17th November, 2021)
_AGENCY = r"\s*+(?:\([^()\n]{2,40}\)\s*+)?"
_TOWN = r"[A-ZÀ-Þ][a-zß-ÿ'’]+(?:[ -](?:(?:de|da|do|la|el|al)[ -])?[A-ZÀ-Þ][a-zß-ÿ'’]+){0,2}"  # San José, N'Djamena
_LAND = rf"(?:(?<=,\s){_TOWN}\.?)?"  # BEIRUT, Lebanon
_OPENING = (  # words by which a report begins behind a town in small letters, so that "Paris - Berlin" is none
    r"(?:The|An?|On|In|At|During|Following|After|Today|Yesterday|H(?:M|RH|E|is|er)|President|Prime|Foreign|Federal|State|Vice|Deputy"
    r"|Minister|Secretary|King|Queen|Emir|Crown|Chancellor)\b"
)
_AGENCY_TEXT = (
    rf"(?:(?:\d{{1,2}}[:.]\d\d[ \t]+)?{_PLACE}(?:{_LAND}(?:{_DAY})?{_AGENCY}(?:\.-|--|—|–|-|:)|{_DAY}{_AGENCY}\.)\s"
    rf"|{_TOWN}(?:{_DAY})?{_AGENCY}(?:\.-|--|—|–|-)\s(?={_OPENING})"
    rf"|(?:{_TOWN}|{_PLACE}){_DAY}\s*+\([^()\n]{{2,40}}\)\s(?={_OPENING}|[A-Z][a-z]{{3,}} )"
    rf"|(?:{_TOWN}|{_PLACE}),?\s*+{_DATED}\s*+(?::\s*+)?(?=[A-ZÀ-Þ])"
    rf"|{_WRITTEN}(?:\s*+\([^()\n]{{2,40}}\)|,\s*+(?:{_TOWN}|{_PLACE}))\.\s"
    rf"|{_FULL}\s*+\([^()\n]{{2,40}}\)\s*+(?:--|—|–|-)\s)"
)
DATELINE = re.compile(rf"^[ \t]*(?:{_STAMP}(?:{_AGENCY_TEXT})?|{_AGENCY_TEXT})")
