"""Finds calls that are history although no word beside them says so: their day lies well before the news of the article.

Reads the days of the calls and of publication; sets `background`. The decision a reader would question: only a call that is told
behind the news can be history, since an old call that opens an article is what the article is about.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.types import Call, Document

BEFORE_NEWS = timedelta(days=3)  # so long before the latest call told as news ahead of it, a call frames the news
BEFORE_PRINT = timedelta(days=15)  # so long before publication, where another call is told ahead of it

LIVE = ("today", "tonight", "this ")


def mark(document: Document) -> None:
    """Sets `background`, and its rule, of the calls that lie before the news."""
    told = sorted(document.calls, key=_place)
    for n, call in enumerate(told):
        day = _day(call)
        ahead = [c for c in told[:n] if not c.background]
        if call.background or day is None or not ahead or _is_told_live(call):
            continue
        news = [d for c in ahead if (d := _day(c)) is not None]
        old = any(d - day >= BEFORE_NEWS for d in news)
        stale = document.published is not None and document.published - day >= BEFORE_PRINT and not news
        if old or stale:
            call.background = True
            call.rules["background"] = "background.day"


def _is_told_live(call: Call) -> bool:
    """Whether the words for the day are those of a live page, on which the older entries stand behind the newer."""
    return call.date_quote is not None and any(word in call.date_quote.text.lower() for word in LIVE)


def _place(call: Call) -> int:
    """The sentence that first tells the call."""
    return min(cue.sent for cue in call.cues)


def _day(call: Call) -> date | None:
    """The day of a call; None where it is open or only the month is told."""
    return date.fromisoformat(call.date) if call.date and len(call.date) == len("2020-01-01") else None
