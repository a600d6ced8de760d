"""Where a text may speak of a call, told from its bare words: what the gate goes by, and the choice of what to parse.

Finds every place where `cues.py`, `round_words.py` or `scenes.py` could find something, and more: a no is sure. The words and
their company stand in `trigger_words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from services.extractor.calls.glance.trigger_words import find_triggers
from services.extractor.calls.glance.triggers import Trigger
from services.extractor.calls.words.lexicon import load_lexicon
from services.extractor.rules.words import lower


class Glimpse(NamedTuple):
    """A place, in characters, that may speak of a call. `remote`: its words can mean a call by themselves; otherwise they tell of
    talk alone ("spoke with"), which is a call only between officials of two states. `beginning`: of the word that was found."""

    start: int
    end: int
    remote: bool
    beginning: str


class GlimpseFinder:
    """Finds glimpses; made once per process by `load_finder`."""

    def __init__(self, triggers: dict[str, list[Trigger]]) -> None:
        self.beginnings = list(triggers)
        self.rows = [tuple(triggers[word]) for word in self.beginnings]
        self.automaton = AhoCorasick(self.beginnings)

    def find(self, text: str) -> Iterator[Glimpse]:
        """The glimpses of `text` in order; several may begin at one place."""
        low = lower(text)
        for number, start, _ in self.automaton.find_matches_as_indexes(low, overlapping=True):
            for row in self.rows[number]:
                end = row.matches(text, low, start)
                if end is not None:
                    yield Glimpse(start, end, row.remote, self.beginnings[number])


@lru_cache(maxsize=1)
def load_finder() -> GlimpseFinder:
    """The finder of all tables."""
    return GlimpseFinder(find_triggers(load_lexicon()))
