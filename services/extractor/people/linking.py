"""Decides who each chunk stands for: one `Entity` per person, unnamed office holder or side of the article.

Names are linked to the tables by name, office and day, then to each other within the article; roles to the named people that hold
them. A role that the article never names stays without a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from services.extractor.people.chunk import Chunk
from services.extractor.rules.gazetteer import ACTIVE, RANK, WEAK, Gazetteer, Person, Tenure, last_name
from services.extractor.rules.words import Word, fold, phrase
from services.extractor.types import Entity

LEADERS = {"head_of_state", "head_of_government", "supreme_leader", "leader", "movement_leader", "head_of_organisation"}
TOP = {"head_of_state", "head_of_government", "foreign_minister", "crown_prince", "defence_minister"}
MONARCHS = {"king", "queen", "emir", "sultan", "emperor", "crown prince", "pope", "sheikh", "amir"}
LEADER_WORDS = {"leader", "leaders", "ruler", "strongman", "head"}


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
    local: int = 0
    last_seen: int = -1
    count: int = 0

    @property
    def surname(self) -> str:
        return self.words[-1] if self.words else ""


class Linker:
    """Links the chunks of one article, in order. `day`: the article's day, where known; `home`: the state it is written in."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        words: list[Word],
        day: date | None,
        home: str | None,
        home_sure: bool = False,
        day_sure: bool = True,
    ) -> None:
        """`home_sure`: the article's own dateline tells `home`, so that a bare "the President" is that state's. `day_sure`: `day`
        is told, not guessed from who is named."""
        self.day_sure = day_sure
        self.gazetteer, self.words, self.day, self.home, self.home_sure = gazetteer, words, day, home, home_sure
        self.profiles: list[Profile] = []
        self.states: dict[str, Profile] = {}
        self.short: dict[str, list[Profile]] = {}

    # -- entities ------------------------------------------------------------------------------------------------------------

    def _new(self, name: str | None, country: str | None, kind: str) -> Profile:
        entity = Entity(len(self.profiles), name, country, kind)
        profile = Profile(entity, codes={country} if country else set())
        self.profiles.append(profile)
        return profile

    def link_names(self, chunks: list[Chunk]) -> dict[int, list[Profile]]:
        """The people of the name chunks: full names first, so that single names find them wherever they stand."""
        linked: dict[int, list[Profile]] = {}
        order = sorted(range(len(chunks)), key=lambda n: (not self._is_full(chunks[n]), n))
        for n in order:
            chunk = chunks[n]
            if chunk.kind == "name" and (profile := self._link_name(chunk)):
                linked[n] = [profile]
        return linked

    def _is_full(self, chunk: Chunk) -> bool:
        return chunk.kind == "name" and (chunk.name_end - chunk.name_start > 1 or bool(chunk.match and chunk.match.of("person")))

    def _link_name(self, chunk: Chunk) -> Profile | None:
        names = self.words[chunk.name_start : chunk.name_end]
        folded = tuple(w.folded for w in names)
        people = self._candidates(chunk)
        profile = self._seen(folded, chunk, people) if not self._is_full(chunk) else None
        if profile is None:
            best = self._choose(people, chunk, folded) if people else self._alike(chunk, folded)
            profile = self._of_person(best) if best else self._seen(folded, chunk, people) or self._unknown(chunk, folded)
        if profile:
            self._learn(profile, chunk, folded)
        return profile

    def _candidates(self, chunk: Chunk) -> list[Person]:
        if not chunk.match:
            return []
        entries = chunk.match.of("person") or chunk.match.of("surname")
        return [self.gazetteer.people[e.person] for e in entries if e.person]

    def _seen(self, folded: tuple[str, ...], chunk: Chunk, people: list[Person]) -> Profile | None:
        """Somebody of this article whose full name ends in (or holds) these words."""
        names = {p.name for p in people}
        found = [
            p for p in self.profiles if p.words and (p.words[-len(folded) :] == folded or (p.person and p.person.name in names))
        ]
        if not found and len(folded) == 1 and len(folded[0]) > 2:
            found = [p for p in self.profiles if p.words and folded[0] in p.words and len(p.words) > 1]
        if chunk.codes and len(found) > 1:
            found = [p for p in found if p.codes & set(chunk.codes)] or found
        if chunk.codes and found and not any(not p.codes or p.codes & set(chunk.codes) for p in found) and people:
            return None
        offices = chunk.offices - set(ACTIVE)
        if len(found) > 1 and offices:
            found = [p for p in found if p.offices & offices] or found
        return found[0] if found else None

    def _choose(self, people: list[Person], chunk: Chunk, folded: tuple[str, ...]) -> Person | None:
        """The person meant among namesakes: by state and office told beside the name, then by office on the day."""
        scored = sorted(((self._fit(p, chunk), -n, p.name) for n, p in enumerate(people)), reverse=True)
        best = scored[0]
        if len(folded) == 1 and best[0] < 2:
            return None
        if len(folded) == 1 and self.gazetteer.spelling.get(folded[0], folded[0]) in WEAK and best[0] < 3.5:
            return None
        return self.gazetteer.people[best[2]]

    def _fit(self, person: Person, chunk: Chunk) -> float:
        current = person.tenures_on(self.day)
        codes, offices = set(chunk.codes) | chunk.title_codes, chunk.offices - set(ACTIVE)
        score = 0.0
        if current:
            score += 2 if self.day else 1
            score += 1 - RANK.get(current[0].office, 20) / 100
        if codes:
            score += 3 if any(t.code in codes for t in person.tenures) else -3
        if offices:
            score += 2 if any(t.office in offices for t in current or person.tenures) else -0.5
        elif "honorific" in chunk.offices and current:
            score += 0.5
        told = {" ".join(t) for t in self._titles(chunk)} & MONARCHS
        if told:
            score += 1.5 if any(told & set(t.titles) for t in person.tenures) else -1.5
        if person.tenures and self.day:
            score -= min(abs(min(t.start for t in person.tenures).year - self.day.year), 40) / 100
        return score

    def _alike(self, chunk: Chunk, folded: tuple[str, ...]) -> Person | None:
        """A holder of the office told beside an unknown name, if the names are spellings of each other."""
        codes = chunk.codes or ([self.home] if self.home else [])
        for code in codes:
            for office in sorted(chunk.offices - set(ACTIVE)):
                for person in self.gazetteer.holders_of(code, office, self.day):
                    theirs = [fold(last_name(person.name)), *(fold(s) for s in person.short)]
                    if any(SequenceMatcher(None, folded[-1], t).ratio() >= 0.75 for t in theirs):
                        return person
        return None

    def _of_person(self, person: Person) -> Profile:
        for profile in self.profiles:
            if profile.person and profile.person.name == person.name:
                return profile
        tenures = person.tenures_on(self.day)
        profile = self._new(person.name, self._code_of(tenures, person), "person")
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

    def _code_of(self, tenures: list[Tenure], person: Person) -> str | None:
        if tenures:
            return tenures[0].code
        past = sorted(person.tenures, key=lambda t: (len(t.code) != 2, -t.start.toordinal()))
        before = [t for t in past if self.day is None or t.start <= self.day]
        return (before or past)[0].code if past else None

    def _unknown(self, chunk: Chunk, folded: tuple[str, ...]) -> Profile | None:
        """Somebody the tables do not know; a single bare name without a title is nobody."""
        titled = bool(chunk.titles) or bool(chunk.codes)
        if len(folded) < 2 and not titled:
            return None
        if chunk.match and not titled and len(folded) < 2:
            return None
        words = self.words[chunk.name_start : chunk.name_end]
        name = " ".join(w.written for w in words)
        profile = self._new(name, None, "person")
        profile.words = folded
        return profile

    def _learn(self, profile: Profile, chunk: Chunk, folded: tuple[str, ...]) -> None:
        """Takes over what the words beside this mention tell."""
        entity, offices = profile.entity, chunk.offices
        active = offices - {"honorific", "unofficial", "aide"}
        profile.titles |= self._titles(chunk)
        profile.local += chunk.is_bare and bool(offices & TOP)
        profile.offices |= active
        if chunk.owner and entity.country is None and (owner := self._owner_code(chunk)):
            entity.country = owner
            profile.codes.add(owner)
        codes = chunk.codes or sorted(chunk.title_codes if len(chunk.title_codes) == 1 else [])
        if codes and not chunk.former:
            explicit = [c for c in codes if c in profile.codes] or codes
            if profile.person is None or (
                active and explicit[0] not in profile.codes and not (self._sits(profile) and len(explicit[0]) > 2)
            ):
                entity.country = entity.country if entity.country in codes else explicit[0]
            elif active and not (entity.country in profile.codes and self._sits(profile) and len(explicit[0]) > 2):
                entity.country = explicit[0]
            profile.codes.add(explicit[0])
        if active and not chunk.former:
            entity.official = True
            profile.former = False
        elif chunk.elect:
            entity.official = True
        elif chunk.former and not active - {"official"}:
            entity.official = False if profile.person is None or not profile.person.tenures_on(self.day) else entity.official
        elif "unofficial" in offices and profile.person is None and not profile.offices:
            entity.official = False
        if chunk.titles and not entity.role and active:
            entity.role = " ".join(w.written for w in self.words[chunk.titles[0].start : chunk.titles[0].end])

    def _sits(self, profile: Profile) -> bool:
        """Whether somebody heads a state now; the chair of an organisation that goes by turns leaves them that."""
        tenures = profile.person.tenures_on(self.day) if profile.person else []
        return any(t.office in ("head_of_state", "head_of_government") and len(t.code) == 2 for t in tenures)

    def _owner_code(self, chunk: Chunk) -> str | None:
        """The state of the person whose adviser or minister this is ("Erdogan's adviser Ibrahim Kalin")."""
        people = [self.gazetteer.people[e.person] for e in (chunk.owner.of("person", "surname") if chunk.owner else []) if e.person]
        codes = [self._code_of(p.tenures_on(self.day), p) for p in people if p.tenures_on(self.day)]
        return codes[0] if codes else None

    # -- roles ---------------------------------------------------------------------------------------------------------------

    def link_role(
        self, chunk: Chunk, subject: Profile | None, salient: dict[int, float], place: str | None = None
    ) -> list[Profile]:
        """The people a role chunk stands for: one per state told; those of this article, or unnamed ones. `subject`: who was
        spoken of last, for "his Turkish counterpart". `salient`: how much in mind each entity is here, by id.
        `place`: the state whose seat speaks in this sentence."""
        offices = set(chunk.offices) - {"honorific"}
        if offices and offices <= {"unofficial", "aide"}:
            return []
        if chunk.kind == "counterpart":
            offices = set(subject.offices) - {"official"} if subject else set()
        word = self.words[chunk.titles[0].start].folded if chunk.titles else ""
        if word in LEADER_WORDS:
            offices |= LEADERS
        codes = list(chunk.codes)
        if not codes and len(chunk.title_codes) == 1 and not self._shared_title(chunk):
            codes = sorted(chunk.title_codes)
        if not codes and place and offices & TOP and chunk.determiner in ("the", None):
            codes = [place]
        if codes:
            return [p for code in codes if (p := self._holder(code, offices, chunk, len(codes) > 1))]
        if chunk.former or (chunk.determiner in ("a", "an", "another", "every", "each") and chunk.kind != "counterpart"):
            return []
        return [p] if (p := self._recent_holder(offices, chunk, salient)) else []

    def _shared_title(self, chunk: Chunk) -> bool:
        """Whether some entry of the title is not bound to a state ("president")."""
        return any(e.code is None for t in chunk.titles for e in t.of("title"))

    def _holder(self, code: str, offices: set[str], chunk: Chunk, several: bool) -> Profile | None:
        titles = self._titles(chunk)
        vague = bool(offices) and offices <= {"official"}
        named = [
            p
            for p in self.profiles
            if p.entity.name and code in p.codes and p.offices & offices and not p.former and (not vague or p.titles & titles)
        ]
        if not offices and chunk.kind != "counterpart":
            named = [p for p in self.profiles if p.entity.name and code in p.codes and p.entity.official]
        if chunk.former:
            return None
        if vague and not named and any("diplomat" in t for t in titles):
            named = [p for p in self.profiles if p.entity.name and code in p.codes and p.entity.official and p.last_seen >= 0]
        if named:
            current = [p for p in named if self._holds(p, code, offices)]
            return max(current or named, key=lambda p: (p.last_seen, p.count))
        for p in self.profiles:
            if (
                p.entity.kind == "role"
                and p.entity.country == code
                and (p.offices & offices or not offices)
                and (not vague or p.titles & titles)
            ):
                return p
        profile = self._new(None, code, "role")
        profile.offices = {"leader"} if offices >= LEADERS else set(offices)
        profile.titles = titles
        profile.entity.official = True
        if chunk.titles:
            profile.entity.role = " ".join(w.written for w in self.words[chunk.titles[0].start : chunk.titles[0].end])
        return profile

    def _titles(self, chunk: Chunk) -> set[tuple[str, ...]]:
        return {tuple(w.folded for w in self.words[t.start : t.end]) for t in chunk.titles}

    def _holds(self, profile: Profile, code: str, offices: set[str]) -> bool:
        return bool(profile.person and any(t.code == code and t.office in offices for t in profile.person.tenures_on(self.day)))

    def _recent_holder(self, offices: set[str], chunk: Chunk, salient: dict[int, float]) -> Profile | None:
        """ "The president", "the chancellor": the one spoken of last who holds such an office; else the home state's, unnamed."""
        if chunk.elect and (chosen := self._elect(offices)):
            return chosen
        fitting = [
            p for p in self.profiles if p.last_seen >= 0 and p.offices & offices and not p.former and p.entity.kind != "state"
        ]
        if chunk.title_codes:
            fitting = [p for p in fitting if p.codes & chunk.title_codes] or fitting
        if fitting:
            return max(fitting, key=lambda p: (salient.get(p.entity.id, 0.0) + self._standing(p), p.last_seen))
        later = [p for p in self.profiles if p.offices & offices and p.entity.name and not p.former]
        if chunk.title_codes:
            later = [p for p in later if p.codes & chunk.title_codes]
        if len(later) == 1:
            return later[0]
        if self.home and self.home_sure and offices & TOP and chunk.determiner in (None, "the", "our"):
            return self._holder(self.home, offices, chunk, False)
        return None

    def _standing(self, profile: Profile) -> float:
        """How likely a bare title means somebody: named, of the home state, often spoken of."""
        home = 1.0 if profile.entity.country == self.home else 0.0
        return (0.5 if profile.entity.name else 0.0) + min(profile.local, 2) + home + 0.1 * min(profile.count, 6)

    def _elect(self, offices: set[str]) -> Profile | None:
        """ "The President-elect": somebody of this article who was about to take such an office."""
        waiting = [
            p
            for p in self.profiles
            if p.person
            and any(
                t.office in offices and t.elected and (self.day is None or abs((t.start - self.day).days) < 400)
                for t in p.person.tenures
            )
        ]
        chosen = max(waiting, key=lambda p: p.count, default=None)
        if chosen:
            chosen.entity.official = True
        return chosen

    def link_state(self, code: str) -> Profile:
        """The side that a state's name, capital or seat stands for."""
        if code not in self.states:
            profile = self._new(None, code, "state")
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
