"""The day of a picture: "US President George W. Bush, right, greets the press as he arrives in Prague, Thursday, Nov. 21, 2002."

It stands in the text like any other day, but the story beside the picture never counts from it. Reads the parse. The decision a
reader would question: only a day written in full behind a comma, or an old one, as the last words of a whole sentence
without a verb in the past, is one; the parser trips over captions too often to ask for more.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.extractor.dates.expressions import Expression
from services.extractor.dates.statements import tokens_of
from services.extractor.tokens import Doc

OLD = timedelta(30)  # before publication, so that it is not the day of a meeting to come
LEAST = 8  # words before the day; fewer are a heading


def dates_picture(doc: Doc, one: Expression, published: date | None) -> bool:
    """Whether the expression is the day of a picture, in the words below it."""
    day = one.written.date if one.written is not None else None
    prep, old = one.words.get("prep"), day is not None and published is not None and published - day >= OLD
    if day is None or (prep and (prep != "on" or not old)):
        return False
    span = tokens_of(doc, one)
    if span is None or span.start - span.sent.start < LEAST or (doc[span.start - 1].text != "," and not old):
        return False
    told = any(t.tag_ == "VBD" for t in doc[span.sent.start : span.start])
    credited = span.end < span.sent.end and doc[span.end].text in ("-", "–", "—")
    return not told and (credited or all(t.is_space or t.text in ".)" for t in doc[span.end : span.sent.end]))
