"""The lines of a page, joined to paragraphs where a text is wrapped at a fixed width.

Reads the text alone; gives character positions without the white space around.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(r"[.?!:;…][\"'”’»)\]]*$")
WRAP_WIDTH = range(55, 101)


class Line(NamedTuple):
    """Half-open characters of a line or wrapped paragraph, without surrounding space."""

    start: int
    end: int


def find_lines(text: str) -> list[Line]:
    """Every line of `text` that holds something, wrapped ones joined."""
    lines = [line for m in _LINE.finditer(text) if (line := _strip(text, m.start(), m.end())).start < line.end]
    joined: list[Line] = []
    for line in lines:
        if joined and _is_wrapped(text, joined[-1], line):
            joined[-1] = Line(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _strip(text: str, start: int, end: int) -> Line:
    piece = text[start:end]
    return Line(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _is_wrapped(text: str, above: Line, below: Line) -> bool:
    """Whether `below` goes on with the sentence of `above`: no blank line between, a full width, an open end, a small letter."""
    gap = text[above.end : below.start]
    last = text[max(above.start, text.rfind("\n", above.start, above.end) + 1, above.end - 200) : above.end]
    return gap.count("\n") == 1 and len(last) in WRAP_WIDTH and not _END.search(last[-6:]) and text[below.start].islower()
