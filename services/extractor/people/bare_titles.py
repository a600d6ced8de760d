"""Whom a title without a state means: "the president", "the minister", "His Majesty", "the President-elect"."""

from __future__ import annotations

from datetime import date

from services.extractor.people.cast import TOP, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.incumbents import Incumbents
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
# How much speaks for somebody, where being of the home state is 1:
BARELY = 1.2  # for each time that "the Prime Minister, X" names him, up to twice
OWN = 2.5  # where "President X" without a state names him, and never with one, and the title has its capital
AT_HOME = 3.0  # where it is sure that he is of the home state, and he is introduced without naming it
TITLED = 1.5  # where the article gives him that title
NAMED = 0.5  # where it names him
OFTEN = 0.1  # for each time that it speaks of him, up to six times
AROUND_ELECTION = 120  # days between an election and the oath, and some for a holder who was acting before
SECRETARIES = {("secretary", "general")}
MONARCHS = {"king", "queen", "emir", "amir", "sultan", "emperor", "pope"}
CROWNS = MONARCHS | {"chancellor", "taoiseach"}  # borne in a few states only


class BareTitles:
    """The bearers of titles in one article: those of its cast, else the incumbents of states that it speaks of. `salient` is how
    much in mind each entity is at the title, by id; `others` the ids of those whom the same clause names beside it."""

    def __init__(self, cast: Cast, incumbents: Incumbents) -> None:
        self.cast, self.incumbents = cast, incumbents

    def by_office(
        self, offices: set[str], chunk: Chunk, salient: dict[int, float], others: frozenset[int], seat: str | None
    ) -> Profile | None:
        """ "The president", "the chancellor": the one spoken of last who holds such an office; else the home state's, unnamed.
        `seat`: the state whose seat of power the sentence before names."""
        if chunk.elect:
            return self._elect(offices)
        fitting = [
            p
            for p in self.cast.profiles
            if p.last_seen >= 0 and p.offices & offices and not p.former and p.entity.kind != "state" and p.entity.id not in others
        ]
        if chunk.title_codes:
            fitting = [p for p in fitting if p.codes & chunk.title_codes] or fitting
        strict = bool(self.cast.titles(chunk) & SECRETARIES)  # a secretary-general is no other head of an organisation
        president = any("president" in title for title in self.cast.titles(chunk))  # no king is one
        apart = [p for p in fitting if not (president and any(MONARCHS & {*title} for title in self._called(p)))]
        fitting = [p for p in fitting if self._bears(p, chunk)] or ([] if strict else apart)
        crowned = self.cast.words[chunk.end - 1].folded in CROWNS and chunk.determiner in ("the", None)
        if crowned and not any(self._bears(p, chunk) for p in fitting):
            return self._crowned(offices, chunk)
        if fitting:
            return self._likeliest(fitting, salient, self.cast.titles(chunk), self._is_capital(chunk))
        later = [
            p for p in self.cast.profiles if p.offices & offices and p.entity.name and not p.former and p.entity.id not in others
        ]
        if chunk.title_codes:
            later = [p for p in later if p.codes & chunk.title_codes]
        later = [p for p in later if self._bears(p, chunk)] or ([] if strict else later)
        if seat and offices & TOP and chunk.determiner == "the":
            return self.incumbents.holder_of(seat, offices, chunk)
        at_home = self.cast.home if self.cast.home_sure and offices & TOP and chunk.determiner in (None, "the", "our") else None
        told = any(_is_short_for(words, title) for one in later for words in self.cast.titles(chunk) for title in one.titles)
        if len(later) == 1 and (at_home is None or at_home in later[0].codes or told):
            return later[0]  # "Chairman Arafat" is not the President of whom the White House speaks
        if at_home:
            return self.incumbents.holder_of(at_home, offices, chunk)
        return self._secretary(offices, chunk)

    def newest(self, offices: set[str], codes: set[str], salient: dict[int, float]) -> Profile | None:
        """ "The new prime minister": the one spoken of whose spell in such an office begins about the day, rather than whoever
        leaves it then; of several states' the one most in mind."""
        day = self.cast.day
        begun = [(p, t) for p in self.cast.profiles if p.last_seen >= 0 and p.person for t in p.person.tenures]
        begun = [(p, t) for p, t in begun if day and _begins_near(t, offices, day) and (t.code in codes or not codes)]
        newest, _ = max(begun, key=lambda one: (salient.get(one[0].entity.id, 0.0), one[1].start), default=(None, None))
        if newest is not None and newest.entity.official is False:
            newest.entity.official, newest.former = True, False
        return newest

    def _is_capital(self, chunk: Chunk) -> bool:
        """ "The President", with its capital: of local papers the one whom they call "President X" without a state."""
        return chunk.determiner == "the" and bool(chunk.titles) and self.cast.words[chunk.titles[0].start].written.istitle()

    def by_word(self, chunk: Chunk, salient: dict[int, float]) -> Profile | None:
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
        return self._likeliest(fitting, salient, {(word,)})

    def by_style(self, chunk: Chunk, salient: dict[int, float], others: frozenset[int]) -> Profile | None:
        """ "His Majesty", "Her Highness": the one spoken of who has a title for that."""
        if chunk.offices != {"honorific"}:
            return None
        titles = {title for told in self.cast.titles(chunk) for title in titles_behind(told)}
        fitting = [
            p
            for p in self.cast.profiles
            if p.last_seen >= 0 and p.entity.id not in others and any(titles & set(title) for title in self._called(p))
        ]
        return self._likeliest(fitting, salient, set())

    def _secretary(self, offices: set[str], chunk: Chunk) -> Profile | None:
        """ "The Secretary-General", whom nobody names: of the one organisation spoken of that has such an office; where there is
        none, that of the United Nations, whose own papers call him so."""
        behind = [w.folded for w in self.cast.words[chunk.end : chunk.end + 1]]
        if not self.cast.titles(chunk) & SECRETARIES or chunk.determiner not in ("the", None) or chunk.owner or behind == ["of"]:
            return None
        spoken_of = {*self.cast.states, *([self.cast.home] if self.cast.home and self.cast.home_sure else [])}
        held = [c for c in sorted(spoken_of) if len(c) > 2 or c == "UN"]
        held = [c for c in held if self._is_crowned(c, {"head_of_organisation", "movement_leader"}, {"secretary-general"})]
        return self.incumbents.holder_of(held[0] if held else "UN", offices, chunk) if len(held) < 2 else None

    def _crowned(self, offices: set[str], chunk: Chunk) -> Profile | None:
        """ "The emir" behind "Doha": whom the tables have under this title in a state spoken of, or somebody named later."""
        later = [p for p in self.cast.profiles if p.offices & offices and not p.former and self._bears(p, chunk)]
        if len(later) == 1:
            return later[0]
        titles = {" ".join(words) for words in self.cast.titles(chunk)}
        codes = [code for code in [*reversed(self.cast.states), self.cast.home] if code and self._is_crowned(code, offices, titles)]
        return self.incumbents.holder_of(codes[0], offices, chunk) if codes else None

    def fits(self, chunk: Chunk, offices: set[str], code: str) -> bool:
        """Whether a state may have the title: "the chancellor" that the Élysée speaks of is no Frenchman."""
        crowned = self.cast.words[chunk.end - 1].folded in CROWNS
        return not crowned or self._is_crowned(code, offices, {" ".join(words) for words in self.cast.titles(chunk)})

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
        return any(_is_short_for(words, title) for words in told for title in self._called(profile))

    def _likeliest(
        self, profiles: list[Profile], salient: dict[int, float], told: set[tuple[str, ...]], capital: bool = False
    ) -> Profile | None:
        """Whom of several a title means, `told` in these words and perhaps with a `capital`: who is most in mind, and rather one
        for whom something else speaks."""

        def score(profile: Profile) -> tuple[float, int]:
            return salient.get(profile.entity.id, 0.0) + self._standing(profile, told, capital), profile.last_seen

        return max(profiles, key=score, default=None)

    def _standing(self, profile: Profile, told: set[tuple[str, ...]], capital: bool) -> float:
        """How likely a bare title means somebody, wherever he was spoken of last."""
        at_home, sure = profile.entity.country == self.cast.home, self.cast.home_sure
        own = profile.local or (profile.titled and not profile.abroad)
        clues = (
            (NAMED, profile.entity.name),
            (TITLED, any(_is_short_for(words, title) for words in told for title in profile.titles)),
            (OWN, capital and own and (not sure or self.cast.home in profile.codes)),
            (AT_HOME if sure and profile.local else 1.0, at_home),
        )
        barely = min(profile.local, 2) if at_home or not sure else 0  # a guest is "Prime Minister Abe" in London too
        return sum(weight for weight, there in clues if there) + BARELY * barely + OFTEN * min(profile.count, 6)

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


def _is_short_for(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether words stand for a title: its last ones ("minister"), or those before "of" ("president of the republic")."""
    return title[-len(words) :] == words or title[: len(words) + 1] == (*words, "of")


def _begins_near(tenure: Tenure, offices: set[str], day: date) -> bool:
    """Whether a spell in one of `offices` begins within some weeks of `day`."""
    return tenure.office in offices and abs((tenure.start - day).days) < AROUND_ELECTION
