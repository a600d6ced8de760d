"""Decides who each name stands for: somebody of the tables, by name, office and day, or a person whom only the article knows."""

from __future__ import annotations

from difflib import SequenceMatcher

from services.extractor.people.bare_titles import VAGUE
from services.extractor.people.cast import TOP, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.styles import styles_of
from services.extractor.rules.entries import RANK, Person, Tenure, last_name
from services.extractor.rules.gazetteer import ACTIVE
from services.extractor.rules.phrases import WEAK
from services.extractor.rules.sounds import ENOUGH, nearest
from services.extractor.rules.words import fold, phrase

WEIGHT = 30  # how little the weight of an office tells among namesakes, against their time in office
SURE = 0.86  # how alike a name must be to one of the tables where nothing beside it tells the state
MARKED = 2.9  # how well somebody in one of the highest offices fits by that alone
COURTESIES = {"mr", "mrs", "ms"}
PREMIER = {("premier",)}
MONARCHS = {"king", "queen", "emir", "sultan", "emperor", "crown prince", "pope", "sheikh", "amir"}


class NameLinker:
    """Links the name chunks of one article to its cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.roles: set[tuple[str, str]] = set()

    def link_names(self, chunks: list[Chunk]) -> dict[int, list[Profile]]:
        """The people of the name chunks, by the place of the chunk; roles told beside them help ("the King of Saudi Arabia")."""
        self.roles = {(code, office) for c in chunks if c.kind == "role" for code in c.codes for office in c.offices & TOP}
        return self._link_names(chunks)

    def _link_names(self, chunks: list[Chunk]) -> dict[int, list[Profile]]:
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
        names = self.cast.words[chunk.name_start : chunk.name_end]
        folded = tuple(w.folded for w in names)
        people = self._candidates(chunk)
        profile = self._seen(folded, chunk, people) if not self._is_full(chunk) else None
        if profile is None:
            best = self._choose(people, chunk, folded) if people else self._alike(chunk, folded)
            profile = self.cast.add_person(best) if best else self._seen(folded, chunk, people) or self._unknown(chunk, folded)
        if profile:
            self._learn(profile, chunk, folded)
        return profile

    def _candidates(self, chunk: Chunk) -> list[Person]:
        if not chunk.match:
            return []
        entries = chunk.match.of("person") or chunk.match.of("surname")
        return [self.cast.gazetteer.people[e.person] for e in entries if e.person]

    def _seen(self, folded: tuple[str, ...], chunk: Chunk, people: list[Person]) -> Profile | None:
        """Somebody of this article whose full name ends in (or holds) these words."""
        names = {p.name for p in people}
        found = [
            p
            for p in self.cast.profiles
            if p.words and (p.words[-len(folded) :] == folded or (p.person and p.person.name in names))
        ]
        if not found and len(folded) == 1 and len(folded[0]) > 2:
            found = [p for p in self.cast.profiles if p.words and folded[0] in p.words and len(p.words) > 1]
        if chunk.codes and len(found) > 1:
            found = [p for p in found if p.codes & set(chunk.codes)] or found
        told = {" ".join(t) for t in self.cast.titles(chunk)} & MONARCHS
        if told and any(_reigns(p, told) for p in people) and not any(p.person and _reigns(p.person, told) for p in found):
            return None  # "King Salman" beside Prince Abdulaziz bin Salman
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
        if len(folded) == 1 and self.cast.gazetteer.spelling.get(folded[0], folded[0]) in WEAK and best[0] < self._enough(chunk):
            return None
        return self.cast.gazetteer.people[best[2]]

    def _enough(self, chunk: Chunk) -> float:
        """How well somebody must fit a name that is a word or borne by many; "Mr" before it says that it is a name, the model that
        it is a person's."""
        return MARKED if chunk.marked else 3.4 if any(t[0] in COURTESIES for t in self.cast.titles(chunk)) else 3.5

    def _fit(self, person: Person, chunk: Chunk) -> float:
        current = person.tenures_on(self.cast.day)
        codes, offices = set(chunk.codes) | chunk.title_codes, chunk.offices - set(ACTIVE)
        score = 0.0
        if current:
            score += 2 if self.cast.day else 1
            score += 1 - RANK.get(current[0].office, 20) / WEIGHT
        if codes:
            score += 3 if any(t.code in codes for t in person.tenures) else -3
        elif self.cast.home_sure and any(t.code == self.cast.home for t in current):
            score += 0.4  # "AMMAN - King Abdullah"
        if offices:
            score += 2 if any(t.office in offices for t in current or person.tenures) else -0.5
        elif self._is_part_of_title(chunk, current):
            score += 2  # "Secretary Powell", who is secretary of state
        elif "honorific" in chunk.offices and current:
            score += 0.5
        if not codes and any((t.code, t.office) in self.roles for t in current):
            score += 1.0
        told = {" ".join(t) for t in self.cast.titles(chunk)} | {w.folded for w in self.cast.words[chunk.start : chunk.name_start]}
        told &= MONARCHS - set(phrase(person.name))
        if told:
            score += 1.5 if any(told & ({*t.titles} | styles_of(t.code)) for t in person.tenures) else -1.5
        if person.tenures and self.cast.day:
            score -= min(abs(min(t.start for t in person.tenures).year - self.cast.day.year), 40) / 100
        return score

    def _is_part_of_title(self, chunk: Chunk, current: list[Tenure]) -> bool:
        """Whether a vague title in front of a name begins or ends that of an office held on the day."""
        told = {title[0] for title in self.cast.titles(chunk) if len(title) == 1 and title[0] in VAGUE}
        held = {phrase(title) for tenure in current[:2] for title in tenure.titles}
        return any(word in (words[0], words[-1]) and words[0] not in VAGUE[word] for word in told for words in held)

    def _alike(self, chunk: Chunk, folded: tuple[str, ...]) -> Person | None:
        """Somebody of the tables whose name these words spell in another way: who holds the office told beside them, or who was in
        office on the day."""
        return self._alike_in_office(chunk, folded) or self._alike_by_sound(chunk, folded)

    def _alike_in_office(self, chunk: Chunk, folded: tuple[str, ...]) -> Person | None:
        """Whoever holds the office told beside the name, if theirs is like it, or the same with the surname first."""
        codes = chunk.codes or ([self.cast.home] if self.cast.home else [])
        for code in codes:
            for office in sorted(chunk.offices - set(ACTIVE)):
                for person in self.cast.gazetteer.holders_of(code, office, self.cast.day):
                    theirs = [fold(last_name(person.name)), *(fold(s) for s in person.short)]
                    near = any(SequenceMatcher(None, folded[-1], t).ratio() >= 0.75 for t in theirs)
                    if near or set(folded) == set(phrase(person.name)) or nearest(folded[-1:], [(t,) for t in theirs]) >= ENOUGH:
                        return person
        return None

    def _alike_by_sound(self, chunk: Chunk, folded: tuple[str, ...]) -> Person | None:
        codes = set(chunk.codes) | chunk.title_codes
        for near, person in self.cast.gazetteer.sounding_like(folded):
            if codes and not any(t.code in codes for t in person.tenures):
                continue
            current = [t for t in person.tenures_on(self.cast.day) if len(folded) > 1 or t.office in TOP]
            if current and near >= (ENOUGH if codes else SURE):
                return person
        return None

    def _unknown(self, chunk: Chunk, folded: tuple[str, ...]) -> Profile | None:
        """Somebody the tables do not know; a single bare name without a title is nobody."""
        titled = bool(chunk.titles) or bool(chunk.codes)
        if len(folded) < 2 and not titled:
            return None
        if chunk.match and not titled and len(folded) < 2:
            return None
        words = self.cast.words[chunk.name_start : chunk.name_end]
        name = " ".join(self.cast.text[words[0].start : words[-1].end].split())
        profile = self.cast.add(name, None, "person")
        profile.words = folded
        return profile

    def _learn(self, profile: Profile, chunk: Chunk, folded: tuple[str, ...]) -> None:
        """Takes over what the words beside this mention tell."""
        entity, offices = profile.entity, chunk.offices
        active = offices - {"honorific", "unofficial", "aide"}
        profile.titles |= self.cast.titles(chunk)
        profile.local += chunk.is_bare and bool(offices & TOP)
        profile.titled |= chunk.is_titled and bool(offices & TOP)
        profile.abroad |= bool(chunk.codes)
        profile.offices |= self._told_offices(profile, active)
        if chunk.owner and entity.country is None and (owner := self._owner_code(chunk)):
            entity.country = owner
            profile.codes.add(owner)
        codes = chunk.codes or sorted(chunk.title_codes if len(chunk.title_codes) == 1 else [])
        if codes and not chunk.former:
            explicit = [c for c in codes if c in profile.codes] or codes
            if profile.person is None or (
                active and explicit[0] not in profile.codes and not (self.cast.sits(profile) and len(explicit[0]) > 2)
            ):
                entity.country = entity.country if entity.country in codes else explicit[0]
            elif active and not (entity.country in profile.codes and self.cast.sits(profile) and len(explicit[0]) > 2):
                entity.country = explicit[0]
            profile.codes.add(explicit[0])
        if active and not chunk.former and not chunk.regional and not (profile.person is None and self._leads_a_part(chunk)):
            entity.official = True
            profile.former = False
        elif chunk.elect or (chunk.counterpart and chunk.codes and not chunk.former):
            entity.official = True
        elif self._speaks_for_nobody(profile, chunk):
            entity.official = False
        if chunk.titles and not entity.role and active:
            entity.role = " ".join(w.written for w in self.cast.words[chunk.titles[0].start : chunk.titles[0].end])

    def _told_offices(self, profile: Profile, active: set[str]) -> set[str]:
        """Which offices a title tells of somebody: "president" of a head of state says nothing of an organisation."""
        held = {t.office for t in profile.person.tenures_on(self.cast.day)} if profile.person else set()
        return active & held or active

    def _speaks_for_nobody(self, profile: Profile, chunk: Chunk) -> bool:
        in_office = bool(profile.person and profile.person.tenures_on(self.cast.day))
        told = profile.offices if profile.person is None else self.cast.day is None  # "Opposition leader X", a minister once
        unofficial = "unofficial" in chunk.offices and not in_office and not told
        regional = profile.person is None and (chunk.regional or self._leads_a_part(chunk))
        return (chunk.former and not in_office) or regional or unofficial

    def _leads_a_part(self, chunk: Chunk) -> bool:
        """ "Premier Doug Ford", in a state that somebody else is the premier of, or nobody ever: of a province."""
        home, holders_of = self.cast.home, self.cast.gazetteer.holders_of
        if self.cast.titles(chunk) != PREMIER or chunk.codes or chunk.owner or home is None or self.cast.day is None:
            return False
        return bool(holders_of(home, "head_of_government", self.cast.day)) or not holders_of(home, "head_of_government", None)

    def _owner_code(self, chunk: Chunk) -> str | None:
        """The state of the person whose adviser or minister this is ("Erdogan's adviser Ibrahim Kalin")."""
        owners = chunk.owner.of("person", "surname") if chunk.owner else []
        people = [self.cast.gazetteer.people[e.person] for e in owners if e.person]
        codes = [self.cast.code_of(p.tenures_on(self.cast.day), p) for p in people if p.tenures_on(self.cast.day)]
        return codes[0] if codes else None


def _reigns(person: Person, titles: set[str]) -> bool:
    """Whether somebody ever bore one of these titles."""
    return any(titles & set(t.titles) for t in person.tenures)
