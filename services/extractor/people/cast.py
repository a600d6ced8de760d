"""Everybody one article speaks of: an `Entity` each, with what is known of it while the article is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.extractor.people.chunk import Chunk
from services.extractor.rules.entries import Person, Tenure
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.words import Word, phrase
from services.extractor.types import Entity

LEADERS = {"head_of_state", "head_of_government", "supreme_leader", "leader", "movement_leader", "head_of_organisation"}
SPOKEN_OF = 4.0  # how much in mind (`Attention.salience`) who was named a sentence or two before is
TOP = {"head_of_state", "head_of_government", "foreign_minister", "crown_prince", "defence_minister"}


@dataclass
class Profile:
    """What is known of an entity while the article is read."""

    entity: Entity
    offices: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    person: Person | None = None
    words: tuple[str, ...] = ()
    former: bool = False
    titles: set[tuple[str, ...]] = field(default_factory=set)
    local: int = 0  # times that the article introduces them by a high office without a state ("the President, Mr Ruto")
    titled: bool = False  # whether it puts a high title without a state in front of the name ("President Ruto")
    abroad: bool = False  # whether it names them with a state ("President Sarkozy of France")
    last_seen: int = -1
    count: int = 0


class Cast:
    """The people and sides of one article. `text`, `words`: what it says; `day`: its day, where known; `home`: the state it is
    written in."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        words: list[Word],
        day: date | None,
        home: str | None,
        home_sure: bool = False,
        day_sure: bool = True,
    ) -> None:
        """`home_sure`: the dateline or a pair of states tells `home`, so that a bare "the President" is that state's. `day_sure`:
        `day` is told, not guessed from who is named."""
        self.gazetteer, self.text, self.words = gazetteer, text, words
        self.day, self.home, self.home_sure, self.day_sure = day, home, home_sure, day_sure
        self.profiles: list[Profile] = []
        self.states: dict[str, Profile] = {}

    def add(self, name: str | None, country: str | None, kind: str) -> Profile:
        """A new entity of the article."""
        entity = Entity(len(self.profiles), name, country, kind)
        profile = Profile(entity, codes={country} if country else set())
        self.profiles.append(profile)
        return profile

    def add_person(self, person: Person) -> Profile:
        """The entity of somebody in the tables, made where the article speaks of them for the first time."""
        for profile in self.profiles:
            if profile.person and profile.person.name == person.name:
                return profile
        tenures = person.tenures_on(self.day)
        profile = self.add(person.name, self.code_of(tenures, person), "person")
        profile.person, profile.words = person, phrase(person.name)
        profile.entity.gender = person.gender
        profile.offices |= {t.office for t in tenures[:3]} if self.day else {t.office for t in person.tenures}
        profile.codes = {t.code for t in tenures} or {t.code for t in person.tenures}
        later = self.day is not None and self.day_sure and person.tenures and all(t.start > self.day for t in person.tenures)
        profile.entity.official = True if tenures and self.day else False if later else None
        profile.former = self.day is not None and not tenures
        if tenures:
            profile.entity.role = tenures[0].titles[0] if tenures[0].titles else tenures[0].office.replace("_", " ")
        return profile

    def code_of(self, tenures: list[Tenure], person: Person) -> str | None:
        """Whom somebody speaks for: by the weightiest of `tenures`, else by the last spell before the day."""
        if tenures:
            return tenures[0].code
        past = sorted(person.tenures, key=lambda t: (len(t.code) != 2, -t.start.toordinal()))
        before = [t for t in past if self.day is None or t.start <= self.day]
        return (before or past)[0].code if past else None

    def sits(self, profile: Profile) -> bool:
        """Whether somebody heads a state now; the chair of an organisation that goes by turns leaves them that."""
        tenures = profile.person.tenures_on(self.day) if profile.person else []
        return any(t.office in ("head_of_state", "head_of_government") and len(t.code) == 2 for t in tenures)

    def link_state(self, code: str) -> Profile:
        """The side that a state's name, capital or seat stands for."""
        if code not in self.states:
            profile = self.add(None, code, "state")
            profile.entity.official = True
            self.states[code] = profile
        return self.states[code]

    def leader_of(self, code: str, office: str | None = None) -> Profile | None:
        """The named person of this article who speaks for a state: the holder of `office`, else its leader."""
        people = [
            p
            for p in self.profiles
            if p.entity.name and p.entity.country == code and not p.former and p.entity.official is not False
        ]
        if office:
            holders = [p for p in people if office in p.offices]
            if holders:
                return max(holders, key=lambda p: p.count)
        leaders = [p for p in people if p.offices & LEADERS]
        if leaders:
            return max(leaders, key=lambda p: p.count)
        return max(people, key=lambda p: p.count) if people else None

    def native_of(self, code: str, near: dict[int, float]) -> Profile | None:
        """Whom "the Bolivian" means: the one in office of that state named last, if still in mind (`near`), else its leader."""
        known = [p for p in self.profiles if p.entity.name and p.entity.country == code and p.entity.official]
        spoken = [p for p in known if near.get(p.entity.id, 0.0) > SPOKEN_OF]
        return max(spoken, key=lambda p: p.last_seen) if spoken else self.leader_of(code)

    def titles(self, chunk: Chunk) -> set[tuple[str, ...]]:
        """The titles of a chunk, as folded words."""
        return {tuple(w.folded for w in self.words[t.start : t.end]) for t in chunk.titles}
