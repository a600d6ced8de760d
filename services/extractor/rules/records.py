"""What a row of the tables of names is once loaded: frozen records whose fields are the permitted keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# In the order in which a record lists them; README.md of names/ shows the same list.
_OFFICES = """
head_of_state head_of_government foreign_minister defence_minister security_adviser vice_president deputy_head_of_government
crown_prince finance_minister trade_minister interior_minister energy_minister military_chief intelligence_chief envoy
ambassador parliament_speaker supreme_leader chief_of_staff head_of_organisation deputy_head_of_organisation movement_leader
leader
"""
OFFICES = tuple(_OFFICES.split())
# What `titles.yml` knows beside offices: people of whom a title tells that, or that not, they speak for somebody.
WORDS_FOR_PEOPLE = ("official", "diplomat", "honorific", "aide", "unofficial")


@dataclass(frozen=True, slots=True)
class Holder:
    """One spell in an office. Dates are days; where the table knows a month or year only, the first day of it for `start`,
    the last for `until`."""

    name: str
    start: date
    until: date | None = None
    acting: bool = False
    elected: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    office: str
    titles: tuple[str, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables say of a person beyond the name."""

    name: str
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    gender: str = "m"


@dataclass(frozen=True, slots=True)
class Seat:
    text: str
    office: str


@dataclass(frozen=True, slots=True)
class Election:
    date: date
    kind: str = "general"


@dataclass(frozen=True, slots=True)
class Territory:
    """A state, organisation or movement: its names, offices, holders. `shared_demonyms`: words that mean a better known state
    unless the text tells of this one ("Dominican")."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    shared_demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    elections: tuple[Election, ...] = ()
    offices: tuple[Office, ...] = ()
    people: tuple[Known, ...] = ()
    executive: str = "head_of_government"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TitleRow:
    """Words for an office that news texts use of many states; `state` where they tell it by themselves."""

    office: str
    titles: tuple[str, ...]
    state: str | None = None
