"""Which sides a text may have people of, told from its bare words and the tables: what the gate goes by before any parsing.

Counts everybody whom `chunks.py` and `linking.py` could take for somebody who speaks for a state or organisation, and more: known
people, titles with the states beside them, names with a state beside them, spellings that sound like a known name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise

from services.extractor.people.chunks import COUNTERPARTS
from services.extractor.people.dating import story_day
from services.extractor.people.joining import RANKS
from services.extractor.rules.entries import Match
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.words import Word, find_words, phrase

LEFT, RIGHT = 7, 18  # words beside a title within which its state may be told
LEAD, LEAD_WEIGHT = 120, 3  # characters at the top of an article, whose states are the likeliest home
STATES = ("state", "demonym", "capital", "seat")
HOME = "home"  # the side of those whose state is not told, where the article names none
_NAME_BEHIND = re.compile(r"(?:['’]s|\.)?[ -]{1,9}+[^\W\d_a-zß-ÿ]")
_JOINT = re.compile(r"\.? ?(?:and (?:the )?|[-–—/] ?)", re.I)
_BINDING = re.compile(r"\b(?:of|for|in|from|and|the)\W*$|[(,]\s*$")
_RUN = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]{1,40}(?:[ -](?:al |el |bin |de |van |von )?[^\W\d_a-zß-ÿ][^\W\d_]{1,40}){1,5}")


class Presence:
    """The sides in one text, published on a day (None where it is not known)."""

    def __init__(self, text: str, gazetteer: Gazetteer, published: date | None) -> None:
        self.text, self.gazetteer = text, gazetteer
        self.words: list[Word] = find_words(text)
        self.matches = list(gazetteer.find(text, self.words))
        self.places = [(match, {e.code for e in match.of(*STATES) if e.code}) for match in self.matches]
        named = {e.person: gazetteer.people[e.person] for m in self.matches for e in m.of("person") if e.person}
        self.day = story_day(published, [named[name] for name in sorted(named)], text) if published else None

    def count_sides(self, beside: set[str], by_sound: bool = False) -> int:
        """How many sides may have people who speak for them, states that are named as such (`beside`) counted with them; 0 where
        nobody is a person. `by_sound`: whether to take names for those of people whom they sound like."""
        people, homes = self._told
        if by_sound:
            people = people | self._find_by_sound()
        if not people and not homes:
            return 0
        sides = people | beside
        return len(sides) + bool(homes and not homes <= sides)

    @cached_property
    def _told(self) -> tuple[set[str], set[str]]:
        """The sides of people whom names and titles tell; where a title leaves its state open, those that may be home."""
        told = [self._beside(start, end) for start, end in self._titles()]
        return self._find_named().union(*told), set() if all(told) else self._find_homes()

    def _find_named(self) -> set[str]:
        """The sides of those whom a name tells, alone or with a state beside it, and of the seats of ministers."""
        found = {code for match in self.matches for code in self._known(match)}
        for match, codes in self.places:
            if _NAME_BEHIND.match(self.text, match.char_end) or match.of("seat"):
                found |= codes
        return found

    def find_states(self, spans: list[tuple[int, int]]) -> set[str]:
        """The states and organisations that the given characters name."""
        starts = [match.char_start for match, _ in self.places]
        ranges = {(bisect_left(starts, a), bisect_left(starts, b)) for a, b in spans}
        return {c for first, last in ranges for _, codes in self.places[first:last] for c in codes}

    def _find_by_sound(self) -> set[str]:
        """Those of people whose full names the text spells in a way of its own."""
        names = {phrase(run.group()) for run in _RUN.finditer(self.text)}
        parts = {name[i:] for name in names for i in range(len(name) - 1)}
        people = (person for part in parts for _, person in self.gazetteer.sounding_like(part))
        return {tenure.code for person in people for tenure in person.tenures}

    def _known(self, match: Match) -> Iterator[str]:
        """Whom those may speak for whom a phrase names: by a surname alone only people in office on the day."""
        alone = match.end - match.start == 1
        for entry in match.of("person", "surname"):
            person = self.gazetteer.people[entry.person or ""]
            yield from (t.code for t in (person.tenures_on(self.day) if alone and self.day else person.tenures))

    def _titles(self) -> Iterator[tuple[int, int]]:
        """The words of every title of people who may speak for a state, and of counterparts."""
        for match in self.matches:
            offices = {entry.office for entry in match.of("title")} - {"unofficial"}
            if offices - {"honorific"} or (offices and self._is_rank(match)):
                yield match.start, match.end
        for n, word in enumerate(self.words):
            if (word.folded,) in COUNTERPARTS:
                yield n, n + 1

    def _is_rank(self, match: Match) -> bool:
        """Whether a mere honorific has a name behind it, or stands for an officer."""
        return bool(_NAME_BEHIND.match(self.text, match.char_end)) or self.words[match.end - 1].folded in RANKS

    def _beside(self, start: int, end: int) -> set[str]:
        """The states told beside words `start` to `end`: in front of them, or behind a word that binds ("of", "and", a comma)."""
        found = {e.code for m in self.matches if m.start == start for e in m.of("title") if e.code}
        first, last = self.words[start].start, self.words[end - 1].end
        for match, codes in self.places:
            if not codes or match.end < start - LEFT or match.start > end + RIGHT or match.start == start:
                continue
            left = match.start < start
            between = self.text[match.char_end : first] if left else self.text[last : match.char_start]
            if "\n" not in between and (left or _BINDING.search(self.text[max(last, match.char_start - 8) : match.char_start])):
                found |= codes
        return found

    def _find_homes(self) -> set[str]:
        """The states that may be the one an article is written in: named at least half as often as the one named most, or in a
        pair ("the UK and Russia")."""
        counts: Counter[str] = Counter()
        for match, codes in self.places:
            counts.update(dict.fromkeys(codes, LEAD_WEIGHT if match.char_start < LEAD else 1))
        most = max(counts.values(), default=0)
        often = {code for code, count in counts.items() if 2 * count >= most}
        return often.union(*(a | b for a, b in self._pairs())) or {HOME}

    def _pairs(self) -> Iterator[tuple[set[str], set[str]]]:
        """The states of "the UK and India", "UK-India"."""
        for (one, codes), (other, more) in pairwise(self.places):
            if codes and more and _JOINT.fullmatch(self.text[one.char_end : other.char_start]):
                yield codes, more
