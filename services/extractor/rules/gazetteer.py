"""The tables of names as one index from folded words to what they may stand for.

Reads the records of `load.py`; answers which entries begin at a word of a text (longest first) and who held an office on a day.
Knows nothing of syntax.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from sys import intern

from services.extractor.rules.entries import FAR, PARTICLES, Entry, Match, Person, Tenure, last_name, with_particles
from services.extractor.rules.load import build_spellings, build_titles, find_own_folder, load_plain_words, load_territories
from services.extractor.rules.records import Territory, TitleRow
from services.extractor.rules.soundings import Sounding, Soundings
from services.extractor.rules.sounds import ENOUGH, likeness, make_plain, plain
from services.extractor.rules.words import Word, fold, is_joint, phrase

ACTIVE = ("official", "honorific", "unofficial", "aide")
COMMON, HONORIFICS, WEAK = (load_plain_words()[kind] for kind in ("common", "honorifics", "weak"))
_UPPER_ONLY = re.compile(r"^[A-Z]{2,5}$")


FEW = 8  # what is searched as quickly one by one


class Gazetteer:
    """All names and titles; built once per process by `load_gazetteer`. Phrases are filed under their words with blanks between."""

    def __init__(self, territories: tuple[Territory, ...], titles: tuple[TitleRow, ...], spellings: list[list[str]]) -> None:
        self.spelling = {word: same[0] for same in spellings for word in same}
        self.people: dict[str, Person] = {}
        self.territories = {t.code: t for t in territories}
        self.phrases: dict[str, tuple[Entry, ...]] = {}  # entries in the order of the tables
        self.upper: set[str] = set()
        self.holders: dict[tuple[str, str], list[tuple[Tenure, Person]]] = defaultdict(list)
        self.bound = {phrase(title) for row in titles if row.state for title in row.titles}  # titles of one state ("pope")
        for territory in territories:
            self._add_territory(territory)
        for territory in territories:
            for text in territory.shared_demonyms:
                self._add(text, Entry("demonym", code=territory.code))  # behind the better known state's
        for row in titles:
            for title in row.titles:
                self._add_title(title, row.office, row.state)
        for person in self.people.values():
            self._add_person_names(person)
        self.by_sound = Soundings(sounding for person in self.people.values() for sounding in _soundings_of(person))
        self.ended = {t.code: t.until for t in territories if t.until}
        self.longest, self.seconds = _index_openings(self.phrases)

    def _file(self, words: tuple[str, ...], entry: Entry, upper: bool) -> None:
        """Files an entry under folded words; `upper`: they are written in capitals only."""
        if not words:
            return
        key = " ".join(self.key(words))
        entries = self.phrases.get(key, ())
        if entry not in entries:
            self.phrases[key] = (*entries, entry)
        if upper:
            self.upper.add(key)

    def _add(self, text: str, entry: Entry) -> None:
        self._file(phrase(text), entry, text.isupper() and bool(_UPPER_ONLY.match(text.replace(".", ""))))

    def _add_title(self, title: str, office: str, code: str | None) -> None:
        forms = [title]
        if not title.endswith("s"):
            head, _, rest = title.partition(" of ")
            forms.append(f"{head}s of {rest}" if rest else f"{title}s")
        entry = Entry("title", code=code, office=office)
        for form in forms:
            self._file(phrase(form), entry, form.isupper())

    def _add_territory(self, territory: Territory) -> None:
        code = territory.code
        for text in (territory.name, *territory.aliases):
            self._add(text, Entry("state", code=code))
        for text in territory.demonyms:
            self._add(text, Entry("demonym", code=code))
        for text in territory.capitals:
            self._add(text, Entry("capital", code=code))
        for seat in territory.seats:
            self._add(seat.text, Entry("seat", code=code, office=seat.office))
        for known in territory.people:
            person = self.people.setdefault(known.name, Person(known.name))
            person.gender = known.gender if known.gender == "f" else person.gender
            person.short = tuple(dict.fromkeys(person.short + known.short))
            person.aliases = tuple(dict.fromkeys(person.aliases + known.aliases))
        own = _names_of(territory)
        for office in territory.offices:
            for title in office.titles:
                if (words := phrase(title)) not in self.bound:
                    self._add_title(title, office.office, code if _tells(words, own) else None)
            for holder in office.holders:
                person = self.people.setdefault(holder.name, Person(holder.name))
                tenure = Tenure(code, office.office, office.titles, holder.start, holder.until or FAR, holder.elected)
                person.tenures.append(tenure)
                self.holders[code, office.office].append((tenure, person))

    def _add_person_names(self, person: Person) -> None:
        full, surname = Entry("person", person=person.name), Entry("surname", person=person.name)
        for text in (person.name, *person.aliases):
            named = text.split()
            while len(named) > 1 and fold(named[0]).strip(".") in HONORIFICS:
                named = named[1:]
            bare = " ".join(named)
            self._add(bare, full if len(phrase(bare)) > 1 else surname)
        for text in (*person.short, last_name(person.name), *with_particles(person.name)):
            words = phrase(text)
            if len(words) > 1 and fold(text.split()[0]) in HONORIFICS:
                continue
            self._add(text, surname if sum(w not in PARTICLES for w in words) < 2 else full)

    def sounding_like(self, folded: tuple[str, ...]) -> list[tuple[float, Person]]:
        """The people whose full name (or surname, for one word) may be another spelling of these words, the likest first."""
        mine = plain(folded)
        best: dict[str, float] = {}
        for words, name in self.by_sound.find(mine):
            if (near := likeness(mine, words)) >= ENOUGH:
                best[name] = max(best.get(name, 0.0), near)
        return [(near, self.people[name]) for name, near in sorted(best.items(), key=lambda item: (-item[1], item[0]))]

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

    def exists(self, code: str, day: date | None) -> bool:
        """Whether a state of the tables was there on `day`: one that has ended (the Soviet Union) is not, without a day."""
        ends = self.ended.get(code)
        return ends is None or (day is not None and day <= ends)

    def holders_of(self, code: str, office: str, day: date | None) -> list[Person]:
        """Who held `office` of `code` on `day` (all who ever did, where `day` is None)."""
        rows = self.holders.get((code, office), [])
        return [person for tenure, person in rows if day is None or tenure.covers(day)]


def _soundings_of(person: Person) -> Iterator[Sounding]:
    """The names of a person, made plain, for the index of sounds."""
    for text in (person.name, *person.aliases, last_name(person.name), *person.short):
        yield make_plain(phrase(text)), person.name


def _names_of(territory: Territory) -> set[tuple[str, ...]]:
    """The words of every name of a state or organisation."""
    demonyms = (*territory.demonyms, *territory.shared_demonyms)
    names = (territory.code, territory.name, *territory.aliases, *demonyms, *territory.capitals)
    return {phrase(name) for name in names}


def _tells(words: tuple[str, ...], names: set[tuple[str, ...]]) -> bool:
    """Whether a title tells its state by itself: it holds one of its names ("NATO chief", "Soviet leader")."""
    return any(words[i : i + len(name)] == name for name in names for i in range(len(words)))


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


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of all tables, the user's own among them."""
    own = find_own_folder()
    return Gazetteer(load_territories(), build_titles(own), build_spellings(own))
