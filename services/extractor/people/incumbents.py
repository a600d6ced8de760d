"""Who holds an office of a state that the text tells: somebody the article names, or a role that it leaves without a name."""

from __future__ import annotations

from services.extractor.people.cast import LEADERS, Cast, Profile
from services.extractor.people.chunk import Chunk

CLAIMED = 60  # days after the end of a spell in which a text may still call somebody by the office


class Incumbents:
    """Those in office in the states of one article, by its cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def holder_of(self, code: str, offices: set[str], chunk: Chunk, salient: dict[int, float] | None = None) -> Profile | None:
        """The one who holds one of `offices` of a state, as a role chunk tells it; of several leaders the one most in mind
        (`salient`, by entity id); an unnamed one where the article names none. None for a former holder."""
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
