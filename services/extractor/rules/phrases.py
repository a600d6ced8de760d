"""Phrases and what each may stand for: an index from folded words to entries, and the longest phrase at each word of a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from sys import intern

from services.extractor.rules.entries import Entry, Match
from services.extractor.rules.load import load_plain_words
from services.extractor.rules.words import Word, is_joint, phrase

COMMON, HONORIFICS, WEAK = (load_plain_words()[kind] for kind in ("common", "honorifics", "weak"))
FEW = 8  # what is searched as quickly one by one
_UPPER_ONLY = re.compile(r"^[A-Z]{2,5}$")


class Phrases:
    """Entries by phrase, each under its folded words with blanks between. `spelling`: the usual one of words that have several.
    Filled by `add` and `file`; `index_openings` has to follow before anything is found."""

    def __init__(self, spelling: dict[str, str]) -> None:
        self.spelling = spelling
        self.phrases: dict[str, tuple[Entry, ...]] = {}  # entries in the order of the tables
        self.upper: set[str] = set()
        self.longest: dict[str, int] = {}
        self.seconds: dict[str, Collection[str]] = {}

    def index_openings(self) -> None:
        """Notes by which words phrases begin, once all are filed."""
        self.longest, self.seconds = _index_openings(self.phrases)

    def file(self, words: tuple[str, ...], entry: Entry, upper: bool) -> None:
        """Files an entry under folded words; `upper`: they are written in capitals only."""
        if not words:
            return
        key = " ".join(self.key(words))
        entries = self.phrases.get(key, ())
        if entry not in entries:
            self.phrases[key] = (*entries, entry)
        if upper:
            self.upper.add(key)

    def add(self, text: str, entry: Entry) -> None:
        """Files an entry under a phrase as it is written."""
        self.file(phrase(text), entry, text.isupper() and bool(_UPPER_ONLY.match(text.replace(".", ""))))

    def find(self, text: str, words: list[Word]) -> Iterator[Match]:
        """The longest phrases of the tables in `words`, left to right, not overlapping."""
        behind = 0  # where the match before ends
        for i, word in enumerate(words):
            if i < behind:
                continue
            first = self.spelling.get(word.folded, word.folded)
            if first in self.longest and (match := self._longest_at(text, words, i, first)):
                if match.end > i + 1:
                    titled = self._as_title(text, words, match) if first in HONORIFICS else None
                    match = titled or self._running_on(text, words, match) or match
                yield match
                behind = match.end

    def _as_title(self, text: str, words: list[Word], match: Match) -> Match | None:
        """The first word alone of a match that begins like a title, where a longer name than the rest stands behind it: the
        "Sheikh" of "Sheikh Ahmed Abdullah al-Sabah", not the Cheikh Ahmed whom the tables know too."""
        second = self.spelling.get(words[match.start + 1].folded, words[match.start + 1].folded)
        name = self._longest_at(text, words, match.start + 1, second) if second in self.longest else None
        if name is None or name.end <= match.end:
            return None
        one = words[match.start : match.start + 1]
        entries = self.phrases.get(self.spelling.get(one[0].folded, one[0].folded), ())
        kept = tuple(e for e in entries if e.kind == "title")
        return Match(match.start, match.start + 1, one[0].start, one[0].end, kept) if kept else None

    def _running_on(self, text: str, words: list[Word], match: Match) -> Match | None:
        """A name whose last word begins a longer one of the same person: "Crown Prince Abdullah" of "Crown Prince Abdullah bin
        Abdul Aziz"."""
        last = self.spelling.get(words[match.end - 1].folded, words[match.end - 1].folded)
        if last not in self.longest or not match.of("person"):
            return None
        longer = self._longest_at(text, words, match.end - 1, last)
        if longer is None or longer.end <= match.end:
            return None
        same = tuple(e for e in longer.entries if e.person and any(e.person == own.person for own in match.entries))
        return Match(match.start, longer.end, match.char_start, longer.char_end, same) if same else None

    def key(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Folded words with the usual spelling of each, without middle initials: those that phrases are filed under."""
        if len(words) > 2:
            words = tuple([w for n, w in enumerate(words) if len(w) > 1 or n in (0, len(words) - 1) or w.isdigit()])
        return tuple([self.spelling.get(w, w) for w in words])

    def _longest_at(self, text: str, words: list[Word], i: int, first: str) -> Match | None:
        size, most = 1, min(self.longest[first] + 1, len(words) - i)
        if most > 1:
            second = self.spelling.get(words[i + 1].folded, words[i + 1].folded)
            if len(second) > 1 and second not in self.seconds[first]:
                most = 1  # no initial, so it would have to be there
        if most == 1 and first not in self.phrases:
            return None
        while size < most and is_joint(text[words[i + size - 1].end : words[i + size].start], words[i + size - 1].written):
            size += 1
        for length in range(size, 0, -1):
            written = words[i : i + length]
            key = self.key(tuple([w.folded for w in written])) if length > 1 else (first,)
            if entries := self.phrases.get(" ".join(key)):
                kept = tuple([e for e in entries if self._fits(e, written, key)])
                if kept:
                    return Match(i, i + length, written[0].start, written[-1].end, kept)
        return None

    def titles(self) -> Iterator[tuple[tuple[str, ...], tuple[Entry, ...]]]:
        """Every title of the tables as its folded words, with the offices it names."""
        for key, entries in self.phrases.items():
            if offices := tuple(e for e in entries if e.kind == "title"):
                yield tuple(key.split(" ")), offices

    def title_of(self, words: tuple[str, ...]) -> tuple[Entry, ...]:
        """The offices that these folded words name, the whole of them."""
        return tuple(e for e in self.phrases.get(" ".join(self.key(words)), ()) if e.kind == "title")

    def _fits(self, entry: Entry, written: list[Word], key: tuple[str, ...]) -> bool:
        """Names need a capital first letter, short codes ("US", "UN") all capitals; titles may be written either way."""
        if entry.kind == "title":
            told = len(key) == 1 and key[0] not in COMMON  # "the pm", but "he" is nobody's excellency
            return key[0] not in self.upper or told or written[0].written.isupper()
        if len(key) == 1 and entry.kind in ("surname", "person") and (key[0] in COMMON or len(key[0]) == 1):
            return False
        if len(key) == 1 and len(key[0]) <= 4 and key[0] in self.upper:
            return written[0].written.isupper()
        return written[0].written[0].isupper() or (key[0] in ("al", "el", "bin") and written[-1].written[0].isupper())


def _index_openings(phrases: Iterable[str]) -> tuple[dict[str, int], dict[str, Collection[str]]]:
    """By the first word of phrases: how many words the longest has, and which words come second."""
    longest: dict[str, int] = {}
    seconds: dict[str, dict[str, None]] = {}
    for key in phrases:
        first, _, rest = key.partition(" ")
        first = intern(first)
        longest[first] = max(longest.get(first, 0), 1 + key.count(" "))
        words = seconds.setdefault(first, {})
        if rest:
            words[intern(rest.partition(" ")[0])] = None
    return longest, {first: (tuple if len(words) <= FEW else frozenset)(words) for first, words in seconds.items()}
