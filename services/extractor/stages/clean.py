"""Splits a posted page into headline, body and litter, and tells its language and the days it gives for itself.

Reads `article`; sets `text`, `blocks`, `language`, `published`, `dateline_day`. Must not know of calls or people. No character is
added or dropped, because every offset counts them: `page/blank.py` makes the copy that later stages parse.
"""

from __future__ import annotations

from services.extractor.page.blank import LITTER
from services.extractor.page.blocks import read_blocks
from services.extractor.page.language import detect_language
from services.extractor.page.lines import smooth
from services.extractor.page.published import dateline_day, find_dateline, find_headed, find_published, parse_published
from services.extractor.types import Document


def read(document: Document) -> None:
    """Sets what the page tells of itself."""
    article = document.article
    text = document.text = smooth(article.text)
    document.blocks = read_blocks(text, article.title)
    kept = " ".join(text[b.start : b.end] for b in document.blocks if b.kind != LITTER)
    document.language = detect_language(kept or text)
    document.published = parse_published(article.published_at) or find_published(text, document.blocks, article.title)
    bodies = [text[b.start : b.end] for b in document.blocks if b.kind == "body"][:3]
    datelines = (one for line in bodies if (one := find_dateline(line)))
    told = dateline_day(next(datelines, None), document.published)
    document.dateline_day = told or find_headed(text, document.blocks, document.published, article.title)
