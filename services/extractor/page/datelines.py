"""The dateline that opens an agency text: "KABUL, March 3 (Reuters) - ", "MOSCOW/KIEV –", "ALGIERS (APS) -"."""

from __future__ import annotations

import re

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ ,-]{2,40}"  # KABUL, MOSCOW/KIEV, TEL AVIV
_DAY = r",?\s*+\d{0,2}\s*+(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*+\.?\s*+\d{0,4}(?:,?\s*+\d{4})?"
_AGENCY = r"\s*+(?:\([^()\n]{2,40}\)\s*+)?"
DATELINE = re.compile(rf"^[ \t]*(?:\d{{1,2}}[:.]\d\d[ \t]+)?{_PLACE}(?:(?:{_DAY})?{_AGENCY}(?:\.-|--|—|–|-|:)|{_DAY}{_AGENCY}\.)\s")
