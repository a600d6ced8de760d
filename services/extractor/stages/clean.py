"""Splits a posted page into headline, body and litter, and tells its language and the days it gives for itself.

Reads `article`; sets `blocks`, `language`, `published`, `dateline_day`. Must not know of calls or people. The text itself is never
changed, because every offset counts its characters: `blank_litter` makes the copy that later stages parse.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.page.blocks import read_blocks
from services.extractor.page.language import detect_language
from services.extractor.page.published import dateline_day, find_dateline, find_published, parse_published
from services.extractor.types import Block, Document

LITTER = "litter"


def read(document: Document) -> None:
    """Sets what the page tells of itself."""
    text = document.text
    document.blocks = read_blocks(text, document.article.title)
    kept = " ".join(text[b.start : b.end] for b in document.blocks if b.kind != LITTER)
    document.language = detect_language(kept or text)
    document.published = parse_published(document.article.published_at) or find_published(text, document.blocks)
    bodies = [text[b.start : b.end] for b in document.blocks if b.kind == "body"][:3]
    datelines = (one for line in bodies if (one := find_dateline(line)))
    document.dateline_day = dateline_day(next(datelines, None), document.published)


def blank_litter(text: str, blocks: Sequence[Block]) -> str:
    """`text` with every character of litter replaced by a space, line breaks kept: all offsets stay as they are."""
    parts, at = [], 0
    for block in blocks:
        if block.kind == LITTER:
            parts.append(text[at : block.start])
            parts.append("".join(c if c in "\n\r" else " " for c in text[block.start : block.end]))
            at = block.end
    return "".join(parts) + text[at:]
