"""Sets the day of every call: of the conversation itself, not of the statement about it, nor of anything else told beside it.

Reads `doc`, `sents`, `headline_sents`, `blocks`, `published`, `dateline_day`, `mentions` and the cues of `calls`; sets `date`,
`date_quote` and `date_basis` of each call. A call whose time the text tells but does not settle ("last week") keeps the words
without a date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.asides import is_aside
from services.extractor.dates.assign import date_calls
from services.extractor.dates.captions import dates_picture
from services.extractor.dates.elections import find_vote, is_vote, settle_by_vote
from services.extractor.dates.headings import find_entries, find_hours, find_weekday_line
from services.extractor.dates.statements import dates_statement
from services.extractor.dates.timeline import Setting, Timeline, read_timeline
from services.extractor.dates.written import find_written
from services.extractor.page.published import find_dateline
from services.extractor.types import Document

BY_VOTE = "dates.weekday-after-vote"
DAY_ALONE = 24  # characters within which a day alone opens a text
_DASH = re.compile(r" ?(?:--?|[–—]) ")
VOTE_RULES = ("dates.weekday-before-publication", "dates.last-weekday", "dates.this-weekday")


def assign(document: Document) -> None:
    """Dates the calls of `document`."""
    if document.doc is not None and document.calls:
        date_calls(document, read(document))


def read(document: Document) -> Timeline:
    """The time expressions of the article with their meanings."""
    text = document.doc.text if document.doc is not None else document.text
    standing = [(b.start, b.end) for b in document.blocks if b.kind != "body"]
    published, settled = document.published, False
    if published is None and (published := settle_by_vote(text)):
        settled = True
    if published and document.dateline_day == published + timedelta(days=1):
        published = document.dateline_day  # written where it was the next day already
    timeline = read_timeline(
        text,
        Setting(
            published=published,
            today=None if settled else written_on(document, published),
            entries=tuple(
                find_entries(document.text, standing, published, [(b.start, b.end) for b in document.blocks if b.kind == "body"])
            ),
            hours=[hour.start() for hour in find_hours(document.text)],  # of which the parse may know nothing
            skip=tuple(datelines(document)),
            headings=tuple((b.start, b.end) for b in document.blocks if b.kind == "headline"),
            find_election=lambda words: find_vote(text, published) if is_vote(words) else None,
            is_aside=(lambda one: is_aside(doc, one)) if (doc := document.doc) is not None else None,
            is_statement=(lambda one: dates_statement(doc, one, anchor_of(doc, one))) if doc is not None else None,
            story=document.story,
            is_of_picture=(lambda one: dates_picture(doc, one, document.published)) if doc is not None else None,
        ),
    )
    if settled:
        timeline.readings = [replace(r, basis=BY_VOTE) if r.basis in VOTE_RULES else r for r in timeline.readings]
    return timeline


def datelines(document: Document) -> list[tuple[int, int]]:
    """The stretches in which agency texts put place and day before they begin; the day of publication may stand alone ("11 July
    2012 – The Secretary-General …")."""
    found = []
    for block in [b for b in document.blocks if b.kind == "body"][:3]:
        line = document.text[block.start : block.end]
        if one := find_dateline(line):
            found.append((block.start, block.start + one.end))
        elif end := _end_of_day_alone(line, document.published):
            found.append((block.start, block.start + end))
        elif told := find_weekday_line(line):
            found.append((block.start, block.start + told[0]))
    return found


def _end_of_day_alone(line: str, published: date | None) -> int:
    """Where the day of publication ends that opens a line before a dash; 0 where none does."""
    one = next(iter(find_written(line[:DAY_ALONE])), None)
    alone = one is not None and not one.start and one.weekday is None and one.date == published and _DASH.match(line, one.end)
    return one.end if one and alone else 0


def written_on(document: Document, published: date | None) -> date | None:
    """The day on which the text was written: of its dateline, be it a weekday alone, else of publication."""
    if document.dateline_day or published is None:
        return document.dateline_day or published
    lines = (document.text[b.start : b.end] for b in [b for b in document.blocks if b.kind == "body"][:3])
    weekday = next((told[1] for line in lines if (told := find_weekday_line(line))), published.weekday())
    return published - timedelta(days=(published.weekday() - weekday) % 7)
