"""Who stands in the stories of `composed_stories`: office holders of one day with what the texts say of them, and invented people.

A key of a story is a letter with perhaps a small one behind it: A to D, or to F, are leaders (or foreign ministers) of states; Am
the foreign minister of A's state, Ap its prime minister where A is its president, Af who held A's office before; O and M head an
organisation and a movement of the tables; S, T and U bear invented names, and the story tells their office.
"""

from __future__ import annotations

import random
import re
from datetime import date
from typing import NamedTuple

from benchmarks.composed import RANKS, WAYS, Party, find_parties
from services.extractor.rules.entries import last_name, with_particles
from services.extractor.rules.gazetteer import load_gazetteer

FULL = tuple(way for way in WAYS if way != "possessive")
SHORTEST = 4  # letters of a surname
# States where the last word of a name is no surname.
OTHER_ORDER = frozenset(re.findall(r"\w\w", """
    AE AF BD BH BN BT CN DZ EG ER ES ET HU ID IN IQ JO JP KH KP KR KW LA LB LK LY MA MM MN
    MR MV MX MY OM PK PS PT QA SA SD SG SY TH TL TN TO TW VA VN WS YE
"""))  # fmt: skip
LEADERS = "ABCDEF"
PRONOUNS = {"m": ("he", "him", "his", "himself"), "f": ("she", "her", "her", "herself")}
HEADS = {
    "O": ("head_of_organisation", re.compile("UN|NATO|EU|OSCE|IAEA|Arab League|ASEAN|ECOWAS|OAS")),
    "M": ("movement_leader", re.compile(".+")),
}
STRANGERS = {
    "Petra Hornakova": "f", "Daniel Okwaro": "m", "Tarik Mansouri": "m", "Elena Castrejon": "f", "Jonas Lindvall": "m",
    "Marta Kowalewska": "f", "Nurlan Abenov": "m", "Grace Mensima": "f", "Somchai Rattanakul": "m", "Ioana Petrean": "f",
    "Mamadou Keitala": "m", "Ayesha Rahimzai": "f", "Hugo Valdiviezo": "m", "Karen Whitlow": "f", "Paul Derrington": "m",
}  # fmt: skip


class Wish(NamedTuple):
    """What a story asks of its people."""

    rank: int = 0
    anybody: bool = False  # women too, and names in any order
    strangers: dict[str, str] = {}  # the key of whose state each invented person speaks for


class Name:
    """Somebody in a story: `{A}` is the full name with office, in one of several ways; its fields are parts of it."""

    def __init__(self, party: Party, chooser: random.Random) -> None:
        self.name, self.state, self.adj, self.small = party.name, party.state, party.adjective, party.office.lower()
        self.last, self.code, self.office = find_surname(party), party.code, party.office
        territory, person = load_gazetteer().territories.get(party.code), load_gazetteer().people.get(party.name)
        self.city = next(iter(territory.capitals), party.state) if territory else party.state
        gender = person.gender if person else STRANGERS[party.name]
        self.he, self.him, self.his, self.himself = PRONOUNS[gender or "m"]
        self._party, self._chooser = party, chooser

    def __format__(self, _: str) -> str:
        return self._party.told(self._chooser.choice(FULL))


def find_surname(party: Party) -> str:
    """What a text calls somebody after the first time: the usual short name where the last word of a name is no surname."""
    person = load_gazetteer().people.get(party.name)
    if party.code in OTHER_ORDER and person is not None and person.short:
        return person.short[0]
    return next(iter(with_particles(party.name)), last_name(party.name))


def find_holders(day: date, rank: int, anybody: bool = True) -> list[Party]:
    """Those of `find_parties`; if not anybody, only men whose name is a given name and a surname."""
    parties, people = find_parties(day, RANKS[rank]), load_gazetteer().people
    if anybody:
        return parties
    men = {name for name, person in people.items() if person.gender == "m"}
    named = (p for p in parties if p.name in men and p.code not in OTHER_ORDER and p.name.count(" ") == 1)
    return [p for p in named if len(p.name.split()[-1]) >= SHORTEST]


def find_former(party: Party, day: date) -> Party | None:
    """Who held the office of somebody before."""
    ways = ("head_of_state", "head_of_government", "foreign_minister")
    rows = [row for way in ways for row in load_gazetteer().holders.get((party.code, way), [])]
    own = next(((t, p) for t, p in rows if p.name == party.name and t.covers(day)), None)
    before = [(t, p) for t, p in rows if own and t.office == own[0].office and t.until <= own[0].start and p.name != party.name]
    return party._replace(name=max(before, key=lambda row: row[0].until)[1].name) if before else None


def find_premier(party: Party, day: date) -> Party | None:
    """The prime minister of the state whose president is given."""
    holders = load_gazetteer().holders_of(party.code, "head_of_government", day) if party.office == "President" else []
    premier = holders[0].name if len(holders) == 1 else party.name
    offices = load_gazetteer().territories[party.code].offices
    titled = any(o.office == "head_of_government" and "prime minister" in o.titles for o in offices)
    return party._replace(name=premier, office="Prime Minister") if titled and premier != party.name else None


def find_head(key: str, day: date, chooser: random.Random) -> Party | None:
    """Somebody at the head of an organisation or movement."""
    way, codes = HEADS[key]
    found = []
    for code, territory in load_gazetteer().territories.items():
        office = next((o for o in territory.offices if o.office == way), None)
        if office and codes.fullmatch(code) and len(holders := load_gazetteer().holders_of(code, way, day)) == 1:
            found.append(Party(holders[0].name, code, territory.name, territory.name, office.titles[0].title()))
    found = [p for p in found if " " in p.name]
    return chooser.choice(found) if found else None


def find_cast(keys: set[str], wish: Wish, day: date, chooser: random.Random) -> dict[str, Name] | None:
    """The people of a story that names `keys`; None where the day has not all of them."""
    leaders = find_holders(day, wish.rank, wish.anybody)
    last = max({key[0] for key in keys if key[0] in LEADERS} | {"D"})
    heads = LEADERS[: LEADERS.index(last) + 1]
    if len(leaders) < len(heads):
        return None
    chosen = chooser.sample(leaders, len(heads))
    cast: dict[str, Party | None] = dict(zip(heads, chosen, strict=True))
    if not len(heads) == len({find_surname(p) for p in chosen}) == len({p.adjective for p in chosen}):
        return None
    ministers = {p.code: p for p in find_holders(day, 1, wish.anybody)} if any(key[1:] == "m" for key in keys) else {}
    strangers = chooser.sample(sorted(STRANGERS), 3) if keys & set("STU") else []
    for key in sorted(keys - set(LEADERS)):
        own = cast.get(key[0])
        if key in "STU":
            side = cast.get(wish.strangers.get(key, "D"))
            cast[key] = side and side._replace(name=strangers["STU".index(key)])
        elif key in HEADS:
            cast[key] = find_head(key, day, chooser)
        elif own:
            finds = {"m": lambda p, _: ministers.get(p.code), "p": find_premier, "f": find_former}
            cast[key] = finds[key[1]](own, day)
    if len({p.name for p in cast.values() if p}) < len(cast):
        return None
    return {key: Name(party, chooser) for key, party in cast.items() if party}
