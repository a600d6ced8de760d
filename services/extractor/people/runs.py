"""Runs of words that are written like a name: capitalised proper nouns in a row, whoever they name.

A run alone names nobody; beside a role ("the Uruguayan defence minister, X Y") it does, and where it sounds like somebody of the
tables.
"""

from __future__ import annotations

from services.extractor.tokens import Doc, Span, Token

LONGEST = 8
TITLE_CASE = 0.6  # share of capitalised words from which a sentence is written like a headline
LINKS = {
    "-",
    "’",
    "'",
    "al",
    "el",
    "bin",
    "ibn",
    "ben",
    "bint",
    "abu",
    "ould",
    "de",
    "da",
    "dos",
    "del",
    "di",
    "van",
    "von",
    "der",
    "la",
}


def find_runs(doc: Doc, sents: list[Span], headlines: set[int]) -> list[tuple[int, int]]:
    """The characters of every run of two to eight words; none in `headlines` (by number) that capitalise most of their words."""
    found: list[tuple[int, int]] = []
    for n, sent in enumerate(sents):
        if n in headlines and _is_title_case(sent):
            continue
        i = sent.start
        while i < sent.end:
            end = _run_end(doc, i, sent.end)
            if end > i + 1 and 2 <= sum(t.is_alpha for t in doc[i:end]) <= LONGEST:
                found.append((doc[i].idx, doc[end - 1].idx + len(doc[end - 1])))
            i = max(end, i + 1)
    return found


def _is_title_case(sent: Span) -> bool:
    words = [t for t in sent if t.is_alpha and len(t) > 3]
    return len(words) > 3 and sum(t.text[0].isupper() for t in words) > TITLE_CASE * len(words)


def _run_end(doc: Doc, start: int, limit: int) -> int:
    """The end of the run that begins at `start` (which it is where there is none)."""
    end = start
    while end < limit and (_is_part(doc[end]) or (end > start and doc[end].lower_ in LINKS)):
        end += 1
    while end > start and doc[end - 1].lower_ in LINKS:
        end -= 1
    return end


def _is_part(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper() and token.is_alpha
