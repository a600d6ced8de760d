"""One piece of a text that names somebody, with what its own words tell: a name, a role, a state."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.extractor.rules.entries import Match


@dataclass(eq=False)
class Chunk:
    """Words `start` to `end` that speak of somebody. `kind`: `name`, `role`, `counterpart`, `state`, `place`, `demonym`."""

    kind: str
    start: int
    end: int
    match: Match | None = None
    name_start: int = -1
    name_end: int = -1
    titles: list[Match] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    determiner: str | None = None
    former: bool = False
    elect: bool = False
    new: bool = False  # "the new prime minister", who has just taken over
    owner: Match | None = None
    top: bool = False
    counterpart: bool = False  # whether the name is that of somebody's counterpart
    marked: bool = False  # whether the model takes exactly these words for the name of a person
    regional: bool = False  # whether the office is that of a part of a state ("the president of the Oromia region")
    unlikely: set[str] = field(default_factory=set)  # of `codes`, states that share an adjective with one more likely meant

    @property
    def is_bare(self) -> bool:
        """Whether the words name an office without its state, as local writers do ("the Prime Minister, Mr X")."""
        return bool(self.titles) and not self.codes and not self.owner and self.determiner in ("the", "our")

    @property
    def is_titled(self) -> bool:
        """Whether an office without its state stands in front of a name ("President Ruto")."""
        return self.has_own_title and not self.codes and not self.owner and self.determiner is None

    @property
    def has_own_title(self) -> bool:
        """Whether an office stands in front of the name: "the ministers of A and B, his spokesman X said"."""
        return bool(self.titles) and self.start < self.name_start and not self.offices <= {"honorific"}

    @property
    def offices(self) -> set[str]:
        offices = {office for t in self.titles for office in self._offices_of(t)}
        return offices - {"diplomat"} | ({"foreign_minister" if self.top else "official"} if "diplomat" in offices else set())

    def _offices_of(self, title: Match) -> set[str]:
        """The offices of one title; "chief executive" is that of a company, but where a state is told."""
        offices = {e.office for e in title.of("title") if e.office}
        return {"unofficial"} if "unofficial" in offices and not self.codes else offices

    @property
    def title_codes(self) -> set[str]:
        """States that bear this title peculiarly ("taoiseach")."""
        return {e.code for t in self.titles for e in t.of("title") if e.code}
