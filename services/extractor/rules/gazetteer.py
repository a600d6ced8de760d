"""The tables of names: what a phrase of a text may stand for, and who held an office on a day.

Files what the records of `load.py` tell into the index of `phrases.py`. Knows nothing of syntax.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from services.extractor.rules.entries import FAR, PARTICLES, Entry, Person, Tenure, last_name, with_particles
from services.extractor.rules.load import build_spellings, build_titles, find_own_folder, load_territories
from services.extractor.rules.phrases import HONORIFICS, Phrases
from services.extractor.rules.records import Territory, TitleRow
from services.extractor.rules.soundings import Sounding, Soundings
from services.extractor.rules.sounds import ENOUGH, likeness, make_plain, plain
from services.extractor.rules.words import fold, phrase

ACTIVE = ("official", "honorific", "unofficial", "aide")


class Gazetteer(Phrases):
    """All names and titles; built once per process by `load_gazetteer`."""

    def __init__(self, territories: tuple[Territory, ...], titles: tuple[TitleRow, ...], spellings: list[list[str]]) -> None:
        super().__init__({word: same[0] for same in spellings for word in same})
        self.people: dict[str, Person] = {}
        self.territories = {t.code: t for t in territories}
        self.holders: dict[tuple[str, str], list[tuple[Tenure, Person]]] = defaultdict(list)
        self.bound = {phrase(title) for row in titles if row.state for title in row.titles}  # titles of one state ("pope")
        for territory in territories:
            self._add_territory(territory)
        for territory in territories:
            for text in territory.shared_demonyms:
                self.add(text, Entry("demonym", code=territory.code))  # behind the better known state's
        for row in titles:
            for title in row.titles:
                self._add_title(title, row.office, row.state)
        for person in self.people.values():
            self._add_person_names(person)
        self.by_sound = Soundings(sounding for person in self.people.values() for sounding in _soundings_of(person))
        self.ended = {t.code: t.until for t in territories if t.until}
        self.index_openings()

    def _add_title(self, title: str, office: str, code: str | None) -> None:
        forms = [title]
        if not title.endswith("s"):
            head, _, rest = title.partition(" of ")
            forms.append(f"{head}s of {rest}" if rest else f"{title}s")
        entry = Entry("title", code=code, office=office)
        for form in forms:
            self.file(phrase(form), entry, form.isupper())

    def _add_territory(self, territory: Territory) -> None:
        code = territory.code
        for text in (territory.name, *territory.aliases):
            self.add(text, Entry("state", code=code))
        for text in territory.demonyms:
            self.add(text, Entry("demonym", code=code))
        for text in territory.capitals:
            self.add(text, Entry("capital", code=code))
        for seat in territory.seats:
            self.add(seat.text, Entry("seat", code=code, office=seat.office))
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
            self.add(bare, full if len(phrase(bare)) > 1 else surname)
        for text in (*person.short, last_name(person.name), *with_particles(person.name)):
            words = phrase(text)
            if len(words) > 1 and fold(text.split()[0]) in HONORIFICS:
                continue
            self.add(text, surname if sum(w not in PARTICLES for w in words) < 2 else full)

    def sounding_like(self, folded: tuple[str, ...]) -> list[tuple[float, Person]]:
        """The people whose full name (or surname, for one word) may be another spelling of these words, the likest first."""
        mine = plain(folded)
        best: dict[str, float] = {}
        for words, name in self.by_sound.find(mine):
            if (near := likeness(mine, words)) >= ENOUGH:
                best[name] = max(best.get(name, 0.0), near)
        return [(near, self.people[name]) for name, near in sorted(best.items(), key=lambda item: (-item[1], item[0]))]

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


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of all tables, the user's own among them."""
    own = find_own_folder()
    return Gazetteer(load_territories(), build_titles(own), build_spellings(own))
