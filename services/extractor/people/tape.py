"""A text as words, with the gazetteer's matches and the language model's names at their places.

Answers what follows what: whether two words stand together, whether a sentence ends between them, where a run of name words ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property

from services.extractor.rules.entries import Match
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word

WORDS = load_words("people.yml")
PARTICLES = WORDS["particles"]
NOT_NAMES = WORDS["not_names"]
PROCESSES = WORDS["processes"]
ABBREVIATIONS = {"mr", "mrs", "ms", "dr", "gen", "sen", "prof", "lt", "col", "hon", "st", "maj"}
CLOSED_QUOTE = re.compile(r",[\"”]|[\"”],")  # '… of Peru and Chile," Mr. Blair said': his title is not in the quotation
LONGEST_NAME = 6
LONGEST_HEAD = 3  # words of "commander-in-chief"
LONGEST_BODY = 4  # words of "supreme national security council"


class Tape:
    """The words of one text. `at` and `ends`: the match that begins at, or ends before, a word; `people`: word spans that the model
    takes for people; `runs`: those that are only written like names; `tails`: the last words of full names; `inner`: the state that
    stands inside a title, by the title's first word ("chief of the Malaysian armed forces")."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        words: list[Word],
        names: list[tuple[int, int]],
        runs: list[tuple[int, int]],
        home: str | None = None,
    ) -> None:
        """`names`, `runs`: character spans that the language model takes for people, or that are written like names; used for
        names that no table knows. `home`: the state that the dateline, agency or letterhead tells."""
        self.text, self.words = text, words
        self.gazetteer, self.home = gazetteer, home
        self.at: dict[int, Match] = {}
        self.ends: dict[int, Match] = {}
        for match in gazetteer.find(text, words):
            if self._names_a_process(match):
                continue
            self.at[match.start] = match
            self.ends[match.end] = match
        self.inner: dict[int, Match] = {}
        self._find_split_titles()
        self.starts = [w.start for w in words]
        self.people = self._word_spans(names)
        self.runs = {i: end for i, end in self._word_spans(runs).items() if self._is_run(i, end)}
        self.tails = {
            tuple(w.folded for w in words[k:end]) for i, end in self.people.items() for k in range(max(i + 1, end - 2), end)
        }
        self.run_ends = {end: i for i, end in self.runs.items()}
        known = {self.words[k].folded for i, end in self.people.items() for k in range(i, end)}
        self.inside_people = {k for k, w in enumerate(words) if w.folded in known}

    def _names_a_process(self, match: Match) -> bool:
        """ "The Lima Group", "the Minsk Agreement": a capital that only names what was founded there."""
        k = match.end
        if not match.of("capital") or match.of("state", "demonym") or k >= len(self.words) or not self.close(k):
            return False
        return self.words[k].folded in PROCESSES and self.words[k].written[0].isupper()

    def _find_split_titles(self) -> None:
        """ "Secretary of Russia's Security Council": a title of the tables that a state's name or adjective divides."""
        for state in [m for m in self.at.values() if m.of("state", "demonym") and m.start > 1]:
            of = state.start - 2 if self.words[state.start - 1].folded == "the" else state.start - 1
            begin = state.end + (state.end < len(self.words) and self.words[state.end].folded == "s")
            if self.words[of].folded != "of" or not all(self.close(k) for k in range(of, state.end)):
                continue
            for first in range(max(0, of - LONGEST_HEAD), of):
                head = tuple(w.folded for w in self.words[first:of])
                end = self._end_of_title((*head, "of", "the"), begin)
                if end and all(self.close(k) for k in (*range(first + 1, of), *range(state.end, end))):
                    offices = self.gazetteer.title_of((*head, "of", "the", *(w.folded for w in self.words[begin:end])))
                    title = Match(first, end, self.words[first].start, self.words[end - 1].end, offices)
                    self.at[first] = self.ends[end] = title
                    self.inner[first] = state
                    break

    def _end_of_title(self, head: tuple[str, ...], begin: int) -> int | None:
        """The end of the longest title that goes on with word `begin`."""
        for end in range(min(begin + LONGEST_BODY, len(self.words)), begin, -1):
            if self.gazetteer.title_of((*head, *(w.folded for w in self.words[begin:end]))):
                return end
        return None

    def _word_spans(self, names: list[tuple[int, int]]) -> dict[int, int]:
        """The words of character spans, without titles in front."""
        spans: dict[int, int] = {}
        for start, end in names:
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            while first < last and (match := self.at.get(first)) and match.of("title") and not match.of("person", "surname"):
                first = match.end
            while first < last and self.words[last - 1].folded == "s":
                last -= 1
            if first < last:
                spans[first] = last
        return spans

    def _is_run(self, i: int, end: int) -> bool:
        """Whether words written like a name can be one: two or more, none of them known for something else."""
        return 2 <= end - i <= LONGEST_NAME and all(self._can_be_name(k) for k in range(i, end))

    def meant(self, codes: list[str]) -> str:
        """Which of the states that share a word is meant ("Congolese"): that of the dateline or of which the text tells most by
        other words, else the best known, which stands first."""
        return max(codes, key=lambda code: (code == self.home, self._told[code]))

    @cached_property
    def _told(self) -> Counter[str]:
        """How often names tell of each state: its own, its capital's, those of people who spoke for it."""
        named = (e.code for m in self.at.values() for e in m.of("state", "capital") if e.code)
        return Counter([*named, *(code for m in self.at.values() for code in self._states_of(m))])

    def _states_of(self, match: Match) -> set[str]:
        """The states for which those whom a phrase names ever spoke."""
        return {t.code for e in match.of("person") if e.person for t in self.gazetteer.people[e.person].tenures}

    def gap(self, i: int) -> str:
        """The characters between word `i - 1` and word `i`."""
        if i <= 0 or i >= len(self.words):
            return "\n"
        return self.text[self.words[i - 1].end : self.words[i].start]

    def close(self, i: int, comma: bool = False) -> bool:
        """Whether word `i` follows the one before without punctuation (a comma where allowed)."""
        gap = self.gap(i)
        if "\n" in gap or len(gap) > 3 or self.ends_sentence(i):
            return False
        rest = gap.strip(" -.'’\"“”@")
        return rest == "" or (comma and rest == "," and not CLOSED_QUOTE.search(gap))

    def ends_sentence(self, k: int) -> bool:
        """Whether a sentence ends in front of word `k`, and not just an abbreviation."""
        gap = self.gap(k)
        return "." in gap and len(self.words[k - 1].folded) > 1 and self.words[k - 1].folded not in ABBREVIATIONS

    def name_end(self, i: int) -> int | None:
        """The end of a run of capitalised words (with particles) from word `i` on, as behind a title; None where none is."""
        if i >= len(self.words) or not self.close(i):
            return None
        if i in self.at and self.at[i].of("title"):
            return None
        if i in self.at and self.at[i].of("person", "surname"):
            return self.at[i].end
        end, loud = i, self._is_loud(i)
        while end < len(self.words) and end - i < LONGEST_NAME and (end == i or self.close(end)) and self._can_be_name(end):
            if loud and end not in self.inside_people:
                break
            end += 1
        while end > i and self.words[end - 1].folded in PARTICLES:
            end -= 1
        if end == i or (end < len(self.words) and self.words[end].folded == "of" and self.close(end)):
            return None
        found_by_model = any(k in self.people or k in self.inside_people for k in range(i, end))
        return end if end - i > 1 or found_by_model else None

    def _is_loud(self, i: int) -> bool:
        """Whether all around word `i` is in capitals, verbs too: "PRESIDENT CALLS FRANCE"."""
        around = [w.written for w in self.words[max(0, i - 1) : i + 3]]
        return len(around) > 2 and all(word.isupper() for word in around)

    def _can_be_name(self, k: int) -> bool:
        word = self.words[k]
        match = self.at.get(k)
        if match and match.of("state", "capital", "seat", "demonym", "title") and not match.of("person", "surname"):
            return False
        if word.folded in NOT_NAMES or word.written[0].isdigit():
            return False
        return word.written[0].isupper() or (word.folded in PARTICLES and word.folded != "of")
