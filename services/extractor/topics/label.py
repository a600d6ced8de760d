"""Gives a topic its label from the closed list: the label with most cues in its words, the earlier one in a tie.

A text is read once for the beginnings of all cues; only where one stands is the pattern of its label tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from services.extractor.rules.topic_rules import compile_cues, load_labels

OTHER = "other"
OPENING = 2  # letters by which the cues of a label are put together


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
    text, table = text.lower(), load_table()
    hits: dict[int, int] = {}
    ends: dict[int, int] = {}
    for start, number in table.find_openings(text):
        label, cues = table.cues[number]
        if start >= ends.get(label, 0) and (found := cues.match(text, start)):
            hits[label], ends[label] = hits.get(label, 0) + 1, found.end()
    return hits


class CueTable:
    """The cues of all labels, those of one label that begin alike as one pattern, with the label's number (`cues`)."""

    def __init__(self, cues_of: Iterable[Sequence[str]]) -> None:
        self.cues: list[tuple[int, re.Pattern[str]]] = []
        self.behind: dict[str, list[int]] = {}  # by the letters that a cue begins with, the places in `cues`
        for label, written in enumerate(cues_of):
            cues = [cue.lower() for cue in written]
            for opening in dict.fromkeys(cue[:OPENING] for cue in cues):
                same = [cue for cue in cues if cue[:OPENING] == opening]
                for letters in dict.fromkeys(cue.partition("*")[0] for cue in same):
                    self.behind.setdefault(letters, []).append(len(self.cues))
                self.cues.append((label, compile_cues(same)))
        self.openings = list(self.behind)
        self.automaton = AhoCorasick(self.openings)

    def find_openings(self, text: str) -> list[tuple[int, int]]:
        """The places in `text`, which is in lower case, where a cue may begin, each with the place of the pattern in `cues`."""
        found = set()
        for number, start, _ in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if not start or not (text[start - 1].isalnum() or text[start - 1] == "_"):
                found.update([(start, place) for place in self.behind[self.openings[number]]])
        return sorted(found)


@lru_cache(maxsize=1)
def load_table() -> CueTable:
    """The cues of all labels."""
    return CueTable(rule.cues for rule, _ in load_labels())
