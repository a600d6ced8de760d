"""Gives a topic its label from the closed list: the label with most cues in its words, the earlier one in a tie."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from services.extractor.rules.topic_rules import load_labels

OTHER = "other"


@lru_cache(maxsize=4096)
def label_of(text: str) -> str:
    """Returns the label for the words of a topic."""
    best, most = OTHER, 0
    for rule, cues in load_labels():
        hits = len(cues.findall(text))
        if hits > most:
            best, most = rule.id, hits
    return best


@lru_cache(maxsize=4)
def count_labels(text: str) -> Counter[str]:
    """Returns how many cues of each label are in a text. Kept for the few texts at hand, since every call of one asks anew."""
    counts = ((rule.id, len(cues.findall(text))) for rule, cues in load_labels())
    return Counter({label: hits for label, hits in counts if hits})


@lru_cache(maxsize=4096)
def count_hits(text: str) -> int:
    """Returns how many cues of any label are in the words of a topic."""
    return sum(len(cues.findall(text)) for _, cues in load_labels())
