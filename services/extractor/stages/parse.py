"""Gives the document its linguistic analysis: tokens, parts of speech, syntax and names of people, by spaCy.

Reads `text` and `blocks`; sets `doc`, `sents`, `headline_sents`. Litter is blanked out first, so nothing behind this stage can read
it, and every offset stays that of the article. A line break ends a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.page.blank import blank_page
from services.extractor.parsing.mend import mend
from services.extractor.parsing.parser import Parser, load_parser
from services.extractor.tokens import Span
from services.extractor.types import Document

__all__ = ["load_parser", "run", "run_many"]


def run_many(documents: Sequence[Document], parser: Parser) -> None:
    """Sets `doc`, `sents` and `headline_sents` of each document, parsing them together."""
    texts = (blank_page(document.text, document.blocks) for document in documents)
    for document, doc in zip(documents, parser.pipe(texts), strict=True):
        mend(doc)
        document.doc = doc
        document.sents = doc.find_sentences()
        headlines = [b for b in document.blocks if b.kind == "headline"]
        document.headline_sents = {i for i, s in enumerate(document.sents) if any(b.start <= _first(s) < b.end for b in headlines)}


def run(document: Document, parser: Parser) -> None:
    """Sets `doc`, `sents` and `headline_sents` of `document`."""
    run_many([document], parser)


def _first(sent: Span) -> int:
    return next(t.idx for t in sent if not t.is_space)
