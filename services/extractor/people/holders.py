"""Decides who a role stands for: the holders of the office in the states that its words tell, else whom the bare title means."""

from __future__ import annotations

from services.extractor.people.bare_titles import BareTitles
from services.extractor.people.cast import LEADERS, TOP, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.incumbents import Incumbents

LEADER_WORDS = {"leader", "leaders", "ruler", "strongman", "head"}


class RoleLinker:
    """Links the role chunks of one article to its cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.incumbents = cast, Incumbents(cast)
        self.bare = BareTitles(cast, self.incumbents)

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
            and (chosen := self.bare.by_word(chunk, salient) or self.bare.by_style(chunk, salient, others))
        ):
            return [chosen]
        if chunk.regional or (offices and offices <= {"unofficial", "aide"}):
            return []
        if chunk.kind == "counterpart":
            offices = set(subject.offices) - {"official"} if subject else set()
            others |= {subject.entity.id} if subject else frozenset()  # nobody is their own counterpart
        word = self.cast.words[chunk.titles[0].start].folded if chunk.titles else ""
        if word in LEADER_WORDS:
            offices |= LEADERS
        codes = [code for code in chunk.codes if code not in chunk.unlikely]
        if not codes and len(chunk.title_codes) == 1 and not self._shared_title(chunk):
            codes = sorted(chunk.title_codes)
        definite = chunk.determiner in ("the", "his", "her", "their", None)
        if not codes and place and definite and offices & TOP and self.bare.fits(chunk, offices, place):
            codes = [place]
        if chunk.new and (newest := self.bare.newest(offices, set(codes), salient)) is not None:
            return [newest]
        if codes:
            return [p for code in codes if (p := self.incumbents.holder_of(code, offices, chunk, salient))]
        if chunk.former or (chunk.determiner in ("a", "an", "another", "every", "each") and chunk.kind != "counterpart"):
            return []
        return [p] if (p := self.bare.by_office(offices, chunk, salient, others, seat)) else []

    def _shared_title(self, chunk: Chunk) -> bool:
        """Whether some entry of the title is not bound to a state ("president")."""
        return any(e.code is None for t in chunk.titles for e in t.of("title"))
