"""Tells which lines of a page are headline, body and litter.

Reads text and title; gives `Block`s in the order of the text. Two passes: what each line is by itself (`litter.py`, or prose by
its shape), then what its place makes of it: captions above the first paragraph, lists of other headlines, the comments below.
Doubtful prose stays body: a menu that is read costs little, a paragraph that is not may cost the call.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from services.extractor.page.lines import find_lines
from services.extractor.page.litter import LitterRule, find_litter
from services.extractor.types import Block

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_SMALL = re.compile(
    r"\b(?:the|a|an|of|to|in|on|for|with|that|has|had|have|was|were|is|are|by|at|his|her|its|their|and|said|from|not|as|after)\b"
)
_CLOCK_LEAD = re.compile(r"^\d{1,2}[:.]\d{2}\b")
_DATELINE = re.compile(
    r"^[^\W\d_][\w .,/'’()-]{1,60}?(?:\s(?:--|[-–—])\s|\([A-Z][\w./ ,-]*\)\s*(?:--|[-–—]|\.-)|"
    r"[,.] ?\w{3,9}\.? \d{1,2}\b.{0,30}?(?:--|[-–—]))"
)
_ITEM = re.compile(r"^(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]|[•▪–-])\s+[a-z]")
_BULLET = re.compile(r"(?:[•▪*–—-]|\(?\d{1,2}[).])\s+\S")
_SIGN_OFF = re.compile(r"\s(?:--|[-–—])\s*[A-Z][\w./ ]{1,20}$|(?<!\s)\s*+(?:[(\[][A-Z][\w/ .]{1,30}[)\]]|/\s?[A-Z]{3,}/?)$")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def read_blocks(text: str, title: str | None) -> list[Block]:
    """The blocks of a page; they do not overlap and cover everything but white space."""
    lines = find_lines(text)
    pieces = [text[line.start : line.end] for line in lines]
    rules = [find_litter(piece) for piece in pieces]
    kinds = _by_shape(pieces, rules, _find_title(pieces, title))
    _mark_lists(pieces, rules, kinds)
    _mark_ends(pieces, rules, kinds)
    _mark_items(pieces, kinds)
    _mark_top(pieces, kinds)
    _mark_bottom(pieces, kinds)
    _mark_repeats(pieces, kinds)
    return [Block(line.start, line.end, kind) for line, kind in zip(lines, kinds, strict=True)]


def is_prose(line: str) -> bool:
    """Whether the line reads as running text: a sentence with its full stop, an item of a list, or very long."""
    line = _SIGN_OFF.sub("", line[-2000:])
    words = _WORD.findall(line)
    small = len(_SMALL.findall(line))
    if _SENTENCE_END.search(line) and len(words) >= 5 and (small or len(words) >= 8):
        return True
    return is_long(line, 25) or (len(words) >= 6 and bool(_ITEM.match(line) or (_DATELINE.match(line) and small)))


def is_long(line: str, words: int) -> bool:
    """Whether the line has that many words, small ones among them."""
    return len(_WORD.findall(line)) >= words and len(_SMALL.findall(line)) >= 2


def _find_title(pieces: Sequence[str], title: str | None) -> int | None:
    """Index of the line that repeats the title of the article."""
    wanted = _plain(title or "")
    if not wanted:
        return None
    plain = [_plain(piece) for piece in pieces[:40]]
    if wanted in plain:
        return plain.index(wanted)
    pair = difflib.SequenceMatcher(None, "", wanted[:200])
    for index, line in enumerate(plain[:20]):
        if len(pieces[index]) < 300 and _are_alike(line[:200], pair):
            return index
    parts = [i for i, line in enumerate(plain[:20]) if len(line.split()) >= 2 and line in wanted]
    return max(parts, key=lambda i: len(pieces[i]), default=None)


def _are_alike(line: str, pair: difflib.SequenceMatcher[str]) -> bool:
    """Whether four fifths of a line and of the second of `pair` are common to both: lengths and letters mostly show that not."""
    pair.set_seq1(line)
    return all(ratio() > 0.8 for ratio in (pair.real_quick_ratio, pair.quick_ratio, pair.ratio))


def _plain(line: str) -> str:
    return " ".join(_WORD.findall(line)).lower()


def _is_foreign_script(line: str) -> bool:
    if line.isascii():
        return False
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 5 and sum(bool(_LATIN.match(c)) for c in letters) < len(letters) / 2


def _by_shape(pieces: Sequence[str], rules: Sequence[LitterRule | None], title: int | None) -> list[str]:
    foreign = [_is_foreign_script(piece) for piece in pieces]
    mostly_foreign = sum(len(p) for p, f in zip(pieces, foreign, strict=True) if f) * 2 > sum(map(len, pieces))
    kinds = []
    for index, piece in enumerate(pieces):
        if index == title:
            kinds.append("headline")
        elif rules[index] or (foreign[index] and not mostly_foreign) or not _WORD.search(piece):
            kinds.append("litter")
        else:
            kinds.append("body" if is_prose(piece) else "short")
    return kinds


def _mark_lists(pieces: Sequence[str], rules: Sequence[LitterRule | None], kinds: list[str]) -> None:
    """Short lines below "Also read" are headlines of other articles."""
    inside = False
    for index, rule in enumerate(rules):
        if kinds[index] == "litter":
            inside = inside or bool(rule and rule.opens == "list")
        elif inside and kinds[index] == "short" and not _CLOCK_LEAD.match(pieces[index]):
            kinds[index] = "litter"
        elif kinds[index] != "short":
            inside = False


def _mark_items(pieces: Sequence[str], kinds: list[str]) -> None:
    """Short lines with a bullet or number below a line that ends in a colon are what it announces."""
    announced = False
    for index, piece in enumerate(pieces):
        if kinds[index] == "short" and announced and _BULLET.match(piece):
            kinds[index] = "body"
        else:
            announced = piece.endswith(":") and kinds[index] != "litter"


def _mark_ends(pieces: Sequence[str], rules: Sequence[LitterRule | None], kinds: list[str]) -> None:
    """Below "Comments", once half of the prose lies above it, everything is readers' comments."""
    prose = sum(len(p) for p, k in zip(pieces, kinds, strict=True) if k == "body")
    above = 0
    for index, rule in enumerate(rules):
        if kinds[index] == "body":
            above += len(pieces[index])
        elif rule and rule.opens == "end" and kinds[index] == "litter" and above and above * 2 >= prose:
            for later in range(index, len(kinds)):
                kinds[later] = "litter"
            return


def _mark_top(pieces: Sequence[str], kinds: list[str]) -> None:
    """Above the first paragraph: the headline, perhaps a second one under it; the rest are labels and captions."""
    first = kinds.index("body") if "body" in kinds else len(kinds)
    if "headline" in kinds:
        title = kinds.index("headline")
    else:
        title = next((i for i in range(first) if kinds[i] == "short" and len(_WORD.findall(pieces[i])) >= 2), -1)
    for index in range(first):
        if kinds[index] == "short":
            is_deck = index > title and len(_WORD.findall(pieces[index])) >= 7
            kinds[index] = "headline" if index == title or is_deck or _CLOCK_LEAD.match(pieces[index]) else "litter"


def _mark_bottom(pieces: Sequence[str], kinds: list[str]) -> None:
    """Below the last paragraph short lines are remains of the page; between paragraphs they are headings."""
    last = max((i for i, kind in enumerate(kinds) if kind == "body"), default=-1)
    for index, kind in enumerate(kinds):
        if kind == "short":
            spoken = bool(_SENTENCE_END.search(pieces[index])) and sum(len(w) > 2 for w in _WORD.findall(pieces[index])) >= 2
            heading = "body" if spoken else "headline"
            kinds[index] = (
                heading if index < last or last < 0 or (spoken and not pieces[index].endswith(":")) else _remains(pieces[index])
            )


def _remains(piece: str) -> str:
    return "body" if is_long(piece, 14) else "litter"


def _mark_repeats(pieces: Sequence[str], kinds: list[str]) -> None:
    """A paragraph that stands on the page a second time, word for word, is a teaser's doing."""
    seen: set[str] = set()
    for index, piece in enumerate(pieces):
        if kinds[index] == "body":
            if piece in seen and len(piece) > 60:
                kinds[index] = "litter"
            seen.add(piece)
