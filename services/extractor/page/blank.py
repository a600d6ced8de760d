"""Blanks out what is not the article, so that what is left keeps its offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.extractor.page.datelines import DATELINE
from services.extractor.types import Block

LITTER = "litter"
_SIGN_OFF = re.compile(r"(?<=[.!?\"”’)])\s*+(?:/\.|[(\[/-]?(?:end ?item|ends?)[)\]/]?)\.?$", re.I)
_ADDED = re.compile(r"\[([^\W\d_][\w.’'-]{0,20}(?: [A-ZÀ-Þ][\w.’'-]{0,20}){0,2})\](?= [A-ZÀ-Þ])")
SIGN = 12  # characters of the longest of them


def blank_litter(text: str, blocks: Sequence[Block]) -> str:
    """`text` with every character of litter replaced by a space, line breaks kept: all offsets stay as they are."""
    parts, at = [], 0
    for block in blocks:
        if block.kind == LITTER:
            parts.append(text[at : block.start])
            parts.append("".join(c if c in "\n\r" else " " for c in text[block.start : block.end]))
            at = block.end
    return "".join(parts) + text[at:]


def blank_datelines(text: str, blocks: Sequence[Block]) -> str:
    """`text` of the same length without the datelines that open its paragraphs ("KABUL, March 3 (Reuters) -"), which the parser
    would take for subjects."""
    for block in blocks:
        match = DATELINE.match(text[block.start : block.end]) if block.kind == "body" else None
        if match:
            text = text[: block.start] + " " * match.end() + text[block.start + match.end() :]
    return text


def blank_sign_offs(text: str, blocks: Sequence[Block]) -> str:
    """`text` of the same length without the marks by which agencies close a report ("./.", "(End)", "Enditem")."""
    for block in blocks:
        if block.kind == "body" and (match := _SIGN_OFF.search(text, max(block.start, block.end - SIGN), block.end)):
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def blank_brackets(text: str) -> str:
    """`text` of the same length without the brackets around what is added to a name in quoted words: "Mr. [Emmanuel] Macron"."""
    return _ADDED.sub(lambda m: f" {m[1]} " if m[1][0].isupper() else m[0], text) if "[" in text else text


def blank_page(text: str, blocks: Sequence[Block]) -> str:
    """`text` of the same length with nothing left but what is parsed: no litter, datelines, closing marks, brackets in names."""
    return blank_brackets(blank_sign_offs(blank_datelines(blank_litter(text, blocks), blocks), blocks))
