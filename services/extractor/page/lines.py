"""The lines of a page, which of them are only wrapped at a fixed width, and plain characters for those that pages have instead.

Reads the text alone; gives character positions without the white space around. Old wires, mailing lists and archives break every
line where the next word would not fit; on other pages a single line is wrapped here and there. Editors set hard spaces behind
titles, initials and numbers, and hyphens at which no line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(r"[.?!:;…][\"'”’»)\]]*$")
_WORD = re.compile(r"\S*")
# A quick look: no line that begins with a small letter goes on with the one above.
_SMALL_START = re.compile(r"\n[^\S\n]*[a-zß-ÿ]")
WRAP_WIDTH = range(55, 101)
# A whole text is wrapped if so many sentences of it go on in the next line, and so large a part of its lines is no longer.
NARROWEST, WRAPS, SHARE = 40, 3, 0.9
# So many characters a line may fall short of the width, since whoever wrapped it counted otherwise.
SLACK = 4
# A text is spaced if fewer than one in so many of its lines stands right on the one below.
DOUBLE = 10


PLAIN = {
    " ": "\xa0\u202f\u2002\u2003\u2007\u2009\u200a\u3000",
    "-": "\u2010\u2011",
    "'": "\u00b4\u02bc\u2032",
}


class Line(NamedTuple):
    """Half-open characters of a line, without surrounding space."""

    start: int
    end: int


def find_lines(text: str) -> list[Line]:
    """Every line of `text` that holds something."""
    return [line for m in _LINE.finditer(text) if (line := _strip(text, m.start(), m.end())).start < line.end]


def smooth(text: str) -> str:
    """`text` of the same length with plain spaces, hyphens and apostrophes, and spaces for the line breaks at which it was only
    wrapped."""
    for plain, others in PLAIN.items():
        for other in others:
            text = text.replace(other, plain)
    return unwrap(text)


def unwrap(text: str) -> str:
    """`text` of the same length with spaces for the line breaks at which it was only wrapped."""
    if _SMALL_START.search(text) is None:
        return text
    lines = find_lines(text)
    breaks = [text[above.end : below.start].count("\n") for above, below in pairwise(lines)]
    spaced = breaks.count(1) * DOUBLE < len(breaks)  # a blank line below each, so that none tells anything
    beside = [pair for pair, number in zip(pairwise(lines), breaks, strict=True) if number == 1 + spaced]
    going_on = {above for above, below in beside if _goes_on(text, above, below)}
    width = _width(going_on, lines)
    if spaced and width is None:
        return text
    parts, at = [], 0
    for above, below in beside:
        open_end = above in going_on and (width is not None or _length(above) in WRAP_WIDTH)
        if open_end or _is_full(text, above, below, width):
            parts += [text[at : above.end], " " * (below.start - above.end)]
            at = below.start
    return "".join(parts) + text[at:]


def _width(going_on: Collection[Line], lines: Sequence[Line]) -> int | None:
    """The width that the whole text is wrapped at, in characters; None if it is not."""
    if len(going_on) < WRAPS:
        return None
    width = max(map(_length, going_on))
    fitting = sum(_length(line) <= width + SLACK for line in lines)
    return width if NARROWEST <= width < WRAP_WIDTH.stop and fitting >= SHARE * len(lines) else None


def _length(line: Line) -> int:
    return line.end - line.start


def _strip(text: str, start: int, end: int) -> Line:
    piece = text[start:end]
    return Line(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _goes_on(text: str, above: Line, below: Line) -> bool:
    """Whether `below` goes on with the sentence of `above`: an open end, a small letter."""
    return not _END.search(text[above.end - 6 : above.end]) and text[below.start].islower()


def _is_full(text: str, above: Line, below: Line, width: int | None) -> bool:
    """Whether, in a text that is wrapped at `width`, the line above had no room for the next word."""
    word = _WORD.match(text, below.start)
    return width is not None and _length(above) + 1 + (len(word[0]) if word else 0) > width - SLACK
