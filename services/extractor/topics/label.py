"""Gives a topic its label from the closed list: the label with most cues in its words, the earlier one in a tie."""

from __future__ import annotations

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
