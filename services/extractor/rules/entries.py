"""What stands in the gazetteer: people with their spells in office, what a phrase may stand for, and a phrase found in a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.extractor.rules.words import fold

FAR = date(9999, 1, 1)
# The same title is borne by several offices in the world; the earlier in this list is meant where nothing tells.
_RANKED = """
head_of_state head_of_government head_of_organisation leader movement_leader supreme_leader foreign_minister crown_prince
vice_president deputy_head_of_government defence_minister security_adviser military_chief envoy finance_minister
"""
RANK = {office: n for n, office in enumerate(_RANKED.split())}


@dataclass(frozen=True, slots=True)
class Tenure:
    """A spell of a person in an office of a state or organisation."""

    code: str
    office: str
    titles: tuple[str, ...]
    start: date
    until: date
    elected: date | None = None

    def covers(self, day: date, grace_days: int = 3) -> bool:
        """Whether the spell, or the wait of the elect, includes `day`."""
        start = min(self.start, self.elected or self.start)
        return start.toordinal() - grace_days <= day.toordinal() <= min(self.until.toordinal() + grace_days, FAR.toordinal())


@dataclass(slots=True)
class Person:
    """Somebody in the tables: all spells under one name."""

    name: str
    gender: str = "m"
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tenures: list[Tenure] = field(default_factory=list)

    def tenures_on(self, day: date | None) -> list[Tenure]:
        """The spells that cover `day`, the weightiest office first; without a day all spells, the latest first."""
        if day is None:
            return sorted(self.tenures, key=lambda t: (len(t.code) != 2, -t.start.toordinal(), RANK.get(t.office, 99)))
        return sorted((t for t in self.tenures if t.covers(day)), key=lambda t: (RANK.get(t.office, 99), -t.start.toordinal()))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase may stand for. `kind`: person, surname, state, demonym, capital, seat, title."""

    kind: str
    code: str | None = None
    office: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the tables in a text: words `start` to `end`, characters `char_start` to `char_end`."""

    start: int
    end: int
    char_start: int
    char_end: int
    entries: tuple[Entry, ...]

    def of(self, *kinds: str) -> list[Entry]:
        return [e for e in self.entries if e.kind in kinds]


PARTICLES = {"al", "el", "bin", "ibn", "de", "da", "dos", "van", "von", "der", "den", "la", "le"} | {
    "ii", "iii", "iv", "v", "vi", "jr", "sr", "junior", "senior",
}  # fmt: skip


def last_name(name: str) -> str:
    """The last word of a name that is no numeral or suffix ("Elizabeth II" gives the whole name)."""
    words = name.replace("-", " ").split() if name.count(" ") == 0 else name.split()
    while len(words) > 1 and fold(words[-1]).strip(".") in PARTICLES:
        words = words[:-1]
    if len(words) == 1 and name.split()[-1] != words[0]:
        return name
    return words[-1]


def with_particles(name: str) -> tuple[str, ...]:
    """The last name with the small words before it ("dos Santos", "von der Leyen"), where there are some."""
    words = name.split()
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return (" ".join(words[first:]),) if first < len(words) - 1 else ()
