"""Names of accounts in posts, read as the names they are: "@ImranKhanPTI", "@narendramodi".

Takes the words of a text; gives them back with the words of such handles cut into the parts that a reader sees in them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.words import Word, fold

PARTS = re.compile(r"[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z]+|\d+")
SHORTEST = 3  # letters of a name that is looked for in a handle without capitals
LONGEST = 40  # letters of a handle


def split_handles(text: str, words: list[Word], gazetteer: Gazetteer) -> list[Word]:
    """`words` with those behind an "@" cut at their capitals, or where a full name of the tables falls into its two words."""
    if "@" not in text:
        return words
    return [part for word in words for part in (_parts(word, gazetteer) if _is_handle(text, word) else (word,))]


def _is_handle(text: str, word: Word) -> bool:
    alone = word.start < 2 or not text[word.start - 2].isalnum()  # no address of a mailbox
    return word.start > 0 and text[word.start - 1] == "@" and alone and len(word.written) <= LONGEST


def _parts(word: Word, gazetteer: Gazetteer) -> list[Word]:
    cuts = [m.start() for m in PARTS.finditer(word.written)]
    if word.written.islower():
        cuts = _cut_of_name(word.folded, gazetteer)
    bounds = [*cuts, len(word.written)]
    pieces = list(pairwise(bounds))
    if len(pieces) < 2 or pieces[0][0]:
        return [word]
    return [_word(word.written[a:b], word.start + a) for a, b in pieces]


def _word(written: str, start: int) -> Word:
    shown = written if written[0].isupper() else written.capitalize()
    return Word(shown, fold(written), start, start + len(written))


def _cut_of_name(folded: str, gazetteer: Gazetteer) -> list[int]:
    """Where a handle without capitals falls into the first and last name of somebody in the tables."""
    for k in range(SHORTEST, len(folded) - SHORTEST + 1):
        entries = gazetteer.phrases.get(" ".join(gazetteer.key((folded[:k], folded[k:]))), ())
        if any(e.kind == "person" for e in entries):
            return [0, k]
    return []
