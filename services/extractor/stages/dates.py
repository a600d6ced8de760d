"""Sets the day of every call: of the conversation itself, not of the statement about it, nor of anything else told beside it.

Reads `doc`, `sents`, `headline_sents`, `blocks`, `published`, `dateline_day`, `mentions` and the cues of `calls`; sets `date`,
`date_quote` and `date_basis` of each call. A call whose time the text tells but does not settle ("last week") keeps the words
without a date.
"""

from __future__ import annotations

from services.extractor.dates.elections import find_vote, is_vote
from services.extractor.dates.timeline import Timeline, find_entries, read_timeline
from services.extractor.dates.assign import date_calls
from services.extractor.types import Document


def assign(document: Document) -> None:
    """Dates the calls of `document`."""
    if document.doc is not None and document.calls:
        date_calls(document, read(document))


def read(document: Document) -> Timeline:
    """The time expressions of the article with their meanings."""
    text = document.doc.text if document.doc is not None else document.text
    headings = [(b.start, b.end) for b in document.blocks if b.kind != "body"]

    def find_election(words: str, published: object) -> object:
        return find_vote(text, document.published) if is_vote(words) else None

    return read_timeline(
        text,
        document.published,
        document.dateline_day,
        find_entries(document.text, headings, document.published),
        find_election,  # type: ignore[arg-type]
    )
