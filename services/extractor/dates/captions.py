"""The day of a picture: "US President George W. Bush, right, greets the press as he arrives in Prague, Thursday, Nov. 21, 2002."

It stands in the text like any other day, but the story beside the picture never counts from it. Reads the parse. The decision a
reader would question: only a day written in full behind a comma, as the last words of a whole sentence without a verb in the past,
is one; the parser trips over captions too often to ask for more.
"""

from __future__ import annotations

from services.extractor.dates.expressions import Expression
from services.extractor.dates.statements import tokens_of
from services.extractor.tokens import Doc

LEAST = 8  # words before the day; fewer are a heading


def dates_picture(doc: Doc, one: Expression) -> bool:
    """Whether the expression is the day of a picture, in the words below it."""
    if one.written is None or one.written.date is None or one.words.get("prep"):
        return False
    span = tokens_of(doc, one)
    if span is None or span.start - span.sent.start < LEAST or doc[span.start - 1].text != ",":
        return False
    told = any(t.tag_ == "VBD" for t in doc[span.sent.start : span.start])
    return not told and all(t.is_space or t.text in ".)" for t in doc[span.end : span.sent.end])
