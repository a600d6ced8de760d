"""Gives a topic its label from the closed list: the label with most cues in its words, the earlier one in a tie.

Every word of a text is looked up once: the cues of all labels lie in one table by their first two characters.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from services.extractor.rules.topic_rules import compile_cues, load_labels

OTHER = "other"
WORD_START = re.compile(r"\b\w.", re.S)
Found = tuple[int, re.Pattern[str]]  # the number of a label, and those of its cues that begin alike


@lru_cache(maxsize=4096)
def label_of(text: str) -> str:
    """Returns the label for the words of a topic."""
    hits = _count(text)
    return load_labels()[min(hits, key=lambda label: (-hits[label], label))][0].id if hits else OTHER


@lru_cache(maxsize=4)
def count_labels(text: str) -> Counter[str]:
    """Returns how many cues of each label are in a text. Kept for the few texts at hand, since every call of one asks anew."""
    return Counter({load_labels()[label][0].id: hits for label, hits in sorted(_count(text).items())})


@lru_cache(maxsize=4096)
def count_hits(text: str) -> int:
    """Returns how many cues of any label are in the words of a topic."""
    return sum(_count(text).values())


def _count(text: str) -> dict[int, int]:
    """How many cues of each label, told by its number, are in `text`; those of one label do not overlap."""
    text, table = text.lower(), index_cues()
    hits: dict[int, int] = {}
    ends: dict[int, int] = {}
    for word in WORD_START.finditer(text):
        start = word.start()
        for label, cues in table.get(word.group(), ()):
            if start >= ends.get(label, 0) and (found := cues.match(text, start)):
                hits[label], ends[label] = hits.get(label, 0) + 1, found.end()
    return hits


@lru_cache(maxsize=1)
def index_cues() -> dict[str, list[Found]]:
    """Returns the cues by their first two characters."""
    table: dict[str, list[Found]] = {}
    for label, (rule, _) in enumerate(load_labels()):
        cues = [cue.lower() for cue in rule.cues]
        for opening in dict.fromkeys(cue[:2] for cue in cues):
            table.setdefault(opening, []).append((label, compile_cues([cue for cue in cues if cue[:2] == opening])))
    return table
