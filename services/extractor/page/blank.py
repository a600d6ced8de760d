"""Blanks out what is not the article, so that what is left keeps its offsets."""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.types import Block

LITTER = "litter"


def blank_litter(text: str, blocks: Sequence[Block]) -> str:
    """`text` with every character of litter replaced by a space, line breaks kept: all offsets stay as they are."""
    parts, at = [], 0
    for block in blocks:
        if block.kind == LITTER:
            parts.append(text[at : block.start])
            parts.append("".join(c if c in "\n\r" else " " for c in text[block.start : block.end]))
            at = block.end
    return "".join(parts) + text[at:]
