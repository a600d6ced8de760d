"""Decides who holds the office that a role names: somebody the article names, or a role that it leaves without a name."""

from __future__ import annotations

from datetime import date

from services.extractor.people.cast import LEADERS, TOP, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.styles import titles_behind
from services.extractor.rules.entries import Tenure
from services.extractor.rules.words import phrase

# Words that stand for a longer title, and the first words of longer titles that they do not stand for.
VAGUE: dict[str, frozenset[str]] = {
    "minister": frozenset({"prime", "first", "deputy"}),
    "secretary": frozenset({"press"}),
    **dict.fromkeys(
        ("general", "admiral", "marshal", "colonel", "captain", "commander", "envoy", "mediator", "prince"), frozenset()
    ),
}
CLAIMED = 60  # days after the end of a spell in which a text may still call somebody by the office
AROUND_ELECTION = 120  # days between an election and the oath, and some for a holder who was acting before
LEADER_WORDS = {"leader", "leaders", "ruler", "strongman", "head"}
SECRETARIES = {("secretary", "general")}
CROWNS = {"king", "queen", "emir", "amir", "sultan", "emperor", "pope", "chancellor", "taoiseach"}  # borne in a few states only


class RoleLinker:
    """Links the role chunks of one article to its cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def link(
        self,
        chunk: Chunk,
        subject: Profile | None,
        salient: dict[int, float],
        place: str | None = None,
        others: frozenset[int] = frozenset(),
        seat: str | None = None,
    ) -> list[Profile]:
        """The people a role chunk stands for: one per state told; those of this article, or unnamed ones. `subject`: who was
        spoken of last, for "his Turkish counterpart". `salient`: how much in mind each entity is here, by id.
        `place`: the state whose seat speaks in this sentence; `others`: the ids of those whom the same clause names beside it.
        `seat`: the state whose seat of power the sentence before names."""
        offices = set(chunk.offices) - {"honorific"}
        if (
            chunk.kind == "role"
            and not chunk.codes
            and (chosen := self._vaguely(chunk, salient) or self._styled(chunk, salient, others))
        ):
            return [chosen]
        if chunk.regional or (offices and offices <= {"unofficial", "aide"}):
            return []
        if chunk.kind == "counterpart":
            offices = set(subject.offices) - {"official"} if subject else set()
        word = self.cast.words[chunk.titles[0].start].folded if chunk.titles else ""
        if word in LEADER_WORDS:
            offices |= LEADERS
        codes = list(chunk.codes)
        if not codes and len(chunk.title_codes) == 1 and not self._shared_title(chunk):
            codes = sorted(chunk.title_codes)
        if not codes and place and offices & TOP and chunk.determiner in ("the", "his", "her", None):
            codes = [place]
        if codes:
            return [p for code in codes if (p := self._holder(code, offices, chunk, len(codes) > 1, salient))]
        if chunk.former or (chunk.determiner in ("a", "an", "another", "every", "each") and chunk.kind != "counterpart"):
            return []
        return [p] if (p := self._recent_holder(offices, chunk, salient, others, seat)) else []

    def _shared_title(self, chunk: Chunk) -> bool:
        """Whether some entry of the title is not bound to a state ("president")."""
        return any(e.code is None for t in chunk.titles for e in t.of("title"))

    def _holder(
        self, code: str, offices: set[str], chunk: Chunk, several: bool, salient: dict[int, float] | None = None
    ) -> Profile | None:
        titles = self.cast.titles(chunk)
        vague = bool(offices) and offices <= {"official"}
        named = [
            p
            for p in self.cast.profiles
            if p.entity.name and code in p.codes and p.offices & offices and not p.former and (not vague or p.titles & titles)
        ]
        if not offices and chunk.kind != "counterpart":
            named = [p for p in self.cast.profiles if p.entity.name and code in p.codes and p.entity.official]
        if chunk.former:
            return None
        if vague and not named and any("diplomat" in t for t in titles):
            named = [p for p in self.cast.profiles if p.entity.name and code in p.codes and p.entity.official and p.last_seen >= 0]
        if named:
            current = [p for p in named if self._holds(p, code, offices)]
            leading = salient if salient and offices >= LEADERS else {}  # "the East Timorese leader": of two the one in mind
            return max(current or named, key=lambda p: (leading.get(p.entity.id, 0.0), p.last_seen, p.count))
        if ousted := self._ousted(code, offices):
            return ousted
        for p in self.cast.profiles:
            if (
                p.entity.kind == "role"
                and p.entity.country == code
                and (p.offices & offices or not offices)
                and (not vague or p.titles & titles)
            ):
                return p
        profile = self.cast.add(None, code, "role")
        profile.offices = {"leader"} if offices >= LEADERS else set(offices)
        profile.titles = titles
        profile.entity.official = True
        if chunk.titles:
            profile.entity.role = " ".join(w.written for w in self.cast.words[chunk.titles[0].start : chunk.titles[0].end])
        return profile

    def _ousted(self, code: str, offices: set[str]) -> Profile | None:
        """ "Niger's president" of whom the text tells, days after soldiers took his office: he still claims it."""
        day = self.cast.day
        if day is None or not self.cast.day_sure:
            return None
        for p in self.cast.profiles:
            spells = [t for t in p.person.tenures if t.code == code and t.office in offices] if p.person else []
            if any(0 <= (day - t.until).days <= CLAIMED for t in spells) and p.entity.official is None:
                p.entity.official, p.former = True, False
                return p
        return None

    def _holds(self, profile: Profile, code: str, offices: set[str]) -> bool:
        return bool(
            profile.person and any(t.code == code and t.office in offices for t in profile.person.tenures_on(self.cast.day))
        )

    def _recent_holder(
        self, offices: set[str], chunk: Chunk, salient: dict[int, float], others: frozenset[int], seat: str | None
    ) -> Profile | None:
        """ "The president", "the chancellor": the one spoken of last who holds such an office; else the home state's, unnamed."""
        if chunk.elect:
            return self._elect(offices)
        fitting = [
            p
            for p in self.cast.profiles
            if p.last_seen >= 0 and p.offices & offices and not p.former and p.entity.kind != "state" and p.entity.id not in others
        ]
        if chunk.title_codes:
            fitting = [p for p in fitting if p.codes & chunk.title_codes] or fitting
        fitting = [p for p in fitting if self._bears(p, chunk)] or fitting
        crowned = self.cast.words[chunk.end - 1].folded in CROWNS and chunk.determiner in ("the", None)
        if crowned and not any(self._bears(p, chunk) for p in fitting):
            return self._crowned(offices, chunk)
        if fitting:
            return max(fitting, key=lambda p: (salient.get(p.entity.id, 0.0) + self._standing(p), p.last_seen))
        later = [
            p for p in self.cast.profiles if p.offices & offices and p.entity.name and not p.former and p.entity.id not in others
        ]
        if chunk.title_codes:
            later = [p for p in later if p.codes & chunk.title_codes]
        later = [p for p in later if self._bears(p, chunk)] or later
        if seat and offices & TOP and chunk.determiner == "the":
            return self._holder(seat, offices, chunk, False)
        at_home = self.cast.home if self.cast.home_sure and offices & TOP and chunk.determiner in (None, "the", "our") else None
        if len(later) == 1 and (at_home is None or at_home in later[0].codes or later[0].titles):
            return later[0]
        if at_home:
            return self._holder(at_home, offices, chunk, False)
        return self._secretary(offices, chunk)

    def _secretary(self, offices: set[str], chunk: Chunk) -> Profile | None:
        """ "The Secretary-General", whom nobody names: of the organisation spoken of, if there is one that has such an office."""
        behind = [w.folded for w in self.cast.words[chunk.end : chunk.end + 1]]
        if not self.cast.titles(chunk) & SECRETARIES or chunk.determiner not in ("the", None) or chunk.owner or behind == ["of"]:
            return None
        spoken_of = {*self.cast.states, *([self.cast.home] if self.cast.home and self.cast.home_sure else [])}
        held = [c for c in sorted(spoken_of) if len(c) > 2 or c == "UN"]
        held = [c for c in held if self._is_crowned(c, {"head_of_organisation", "movement_leader"}, {"secretary-general"})]
        return self._holder(held[0], offices, chunk, False) if len(held) == 1 else None

    def _crowned(self, offices: set[str], chunk: Chunk) -> Profile | None:
        """ "The emir" behind "Doha": whom the tables have under this title in a state spoken of, or somebody named later."""
        later = [p for p in self.cast.profiles if p.offices & offices and not p.former and self._bears(p, chunk)]
        if len(later) == 1:
            return later[0]
        titles = {" ".join(words) for words in self.cast.titles(chunk)}
        codes = [code for code in [*reversed(self.cast.states), self.cast.home] if code and self._is_crowned(code, offices, titles)]
        return self._holder(codes[0], offices, chunk, False) if codes else None

    def _is_crowned(self, code: str, offices: set[str], titles: set[str]) -> bool:
        """Whether whoever holds one of `offices` of a state bears one of `titles`."""
        people = [p for office in sorted(offices) for p in self.cast.gazetteer.holders_of(code, office, self.cast.day)]
        return any(titles & set(t.titles) for p in people for t in p.tenures_on(self.cast.day) if t.code == code)

    def _called(self, profile: Profile) -> set[tuple[str, ...]]:
        """The titles that somebody bears, by the article or by the tables."""
        current = profile.person.tenures_on(self.cast.day)[:3] if profile.person else []
        return profile.titles | {phrase(title) for t in current for title in t.titles}

    def _bears(self, profile: Profile, chunk: Chunk) -> bool:
        told = self.cast.titles(chunk)
        return any(title[-len(words) :] == words for words in told for title in self._called(profile))

    def _vaguely(self, chunk: Chunk, salient: dict[int, float]) -> Profile | None:
        """ "The minister", "the secretary", "the general": the one spoken of whose title has that word."""
        word = self.cast.words[chunk.start].folded if chunk.end - chunk.start == 1 else self.cast.words[chunk.end - 1].folded
        bare = chunk.determiner in ("the", None) and chunk.end - chunk.start <= 2 and not chunk.former
        if not bare or word not in VAGUE or chunk.offices == {"unofficial"}:
            return None  # "Chief Minister X" is no minister of the state
        fitting = [
            p
            for p in self.cast.profiles
            if p.last_seen >= 0
            and p.entity.kind != "state"
            and p.entity.official is not False
            and any(word in title and title[0] not in VAGUE[word] for title in self._called(p))
        ]
        return max(fitting, key=lambda p: (salient.get(p.entity.id, 0.0) + self._standing(p), p.last_seen), default=None)

    def _styled(self, chunk: Chunk, salient: dict[int, float], others: frozenset[int]) -> Profile | None:
        """ "His Majesty", "Her Highness": the one spoken of who has a title for that."""
        if chunk.offices != {"honorific"}:
            return None
        titles = {title for told in self.cast.titles(chunk) for title in titles_behind(told)}
        fitting = [
            p
            for p in self.cast.profiles
            if p.last_seen >= 0 and p.entity.id not in others and any(titles & set(title) for title in self._called(p))
        ]
        return max(fitting, key=lambda p: (salient.get(p.entity.id, 0.0) + self._standing(p), p.last_seen), default=None)

    def _standing(self, profile: Profile) -> float:
        """How likely a bare title means somebody: named, of the home state, often spoken of."""
        home = 1.0 if profile.entity.country == self.cast.home else 0.0
        return (0.5 if profile.entity.name else 0.0) + min(profile.local, 2) + home + 0.1 * min(profile.count, 6)

    def _elect(self, offices: set[str]) -> Profile | None:
        """ "The President-elect": somebody of this article who was about to take such an office."""
        waiting = [
            p
            for p in self.cast.profiles
            if p.person
            and any(
                t.office in offices and t.elected and (self.cast.day is None or abs((t.start - self.cast.day).days) < 400)
                for t in p.person.tenures
            )
        ]
        day = self.cast.day
        waiting = waiting or [
            p
            for p in self.cast.profiles
            if p.entity.name and day and p.person and any(_begins_near(t, offices, day) for t in p.person.tenures)
        ]
        chosen = max(waiting, key=lambda p: p.count, default=None)
        if chosen:
            chosen.entity.official = True
        return chosen


def _begins_near(tenure: Tenure, offices: set[str], day: date) -> bool:
    """Whether a spell in one of `offices` begins within some weeks of `day`."""
    return tenure.office in offices and abs((tenure.start - day).days) < AROUND_ELECTION
