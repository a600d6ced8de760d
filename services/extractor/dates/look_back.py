"""Whether a text looks back on days of long ago: the first day that it tells is one of those, with its year.

Takes the readings in their order and the day of publication. The decision a reader would question: a day beside that of publication
may be a byline's, so it decides nothing; "yesterday" and "today" end the look back.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.dates.moment import Reading

LONG_AGO = timedelta(days=300)
BYLINE = timedelta(days=1)


class LookBack:
    """What the days told so far make of a text."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.begun, self.is_one = False, False

    def note(self, reading: Reading) -> None:
        """Takes in the next day told."""
        one, day = reading.expression, reading.day
        if self.published is None or day is None or reading.boundary or (self.begun and not self.is_one):
            return
        years_back = one.rule.pick == "years"  # "twenty years ago today"
        if one.kind == "offset" and not years_back:
            self.begun, self.is_one = True, False
        elif not self.begun and not (one.written and abs(day - self.published) <= BYLINE):
            self.begun = True
            self.is_one = (one.written is not None or years_back) and self.published - day > LONG_AGO
