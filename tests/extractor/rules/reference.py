"""Compares the tables with the leaders of two reference tables that stand beside the repository, where they are there.

A leader counts as known where a holder of the same state bears the name (after folding and spelling) and entered within 45 days.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from services.extractor.rules.load import NAMES, parse_day, read_yaml
from services.extractor.rules.words import phrase

FOLDER = Path(__file__).parents[4] / "shared" / "reference"
FIRST, LAST = date(1990, 1, 1), date(2021, 12, 31)
DAYS = 45

# The reference's codes of states, and ours. Where a state dissolved or changed its code, its files stand together.
_CODES = """
AAB ag, AFG af, ALB al, ALG dz, AND ad, ANG ao, ARG ar, ARM am, AUL au, AUS at, AZE az, BAH bh, BAR bb, BEL be, BEN bj,
BFO bf, BHM bs, BHU bt, BLR by, BLZ bz, BNG bd, BOL bo, BOS ba, BOT bw, BRA br, BRU bn, BUI bi, BUL bg, CAM kh, CAN ca,
CAO cm, CAP cv, CDI ci, CEN cf, CHA td, CHL cl, CHN cn, COL co, COM km, CON cg, COS cr, CRO hr, CUB cu, CYP cy, CZE cs cz,
CZR cz, DEN dk, DJI dj, DMA dm, DOM do, DRC cd, DRV vn, ECU ec, EGY eg, EQG gq, ERI er, EST ee, ETH et, ETM tl, FIJ fj,
FJI fj, FIN fi, FRN fr, FSM fm, GAB ga, GAM gm, GDR dd, GFR de, GHA gh, GMY de, GNB gw, GRC gr, GRG ge, GRN gd, GUA gt,
GUI gn, GUY gy, HAI ht, HON hn, HUN hu, ICE is, IND in, INS id, IRE ie, IRN ir, IRQ iq, ISR il, ITA it, JAM jm, JOR jo,
JPN jp, KEN ke, KIR ki, KOS xk, KUW kw, KYR kg, KZK kz, LAO la, LAT lv, LBR lr, LEB lb, LES ls, LIB ly, LIE li, LIT lt,
LUX lu, MAA mr, MAC mk, MAD mv, MAG mg, MAL my, MAS mu, MAW mw, MEX mx, MLD md, MLI ml, MLT mt, MNC mc, MNG me yu, MON mn,
MOR ma, MSI mh, MYA mm, MZM mz, NAM na, NAU nr, NEP np, NEW nz, NIC ni, NIG ng, NIR ne, NOR no, NTH nl, OMA om, PAK pk,
PAL pw, PAN pa, PAR py, PER pe, PHI ph, PNG pg, POL pl, POR pt, PRK kp, QAT qa, ROK kr, ROM ro, RUM ro, RUS ru su, RWA rw,
SAF za, SAL sv, SAU sa, SEN sn, SER rs yu, SEY sc, SIE sl, SIN sg, SKN kn, SLO sk, SLU lc, SLV si, SNM sm, SOL sb, SOM so,
SPN es, SRI lk, SSD ss, STP st, SUD sd, SUR sr, SVG vc, SWA sz, SWD se, SWZ ch, SYR sy, TAJ tj, TAW tw, TAZ tz, THI th,
TKM tm, TOG tg, TON to, TRI tt, TUN tn, TUR tr, TUV tv, UAE ae, UGA ug, UKG gb, UKR ua, URU uy, USA us, UZB uz, VAN vu,
VEN ve, WSM ws, YAR ye, YEM ye, YPR ye, YUG yu rs, ZAM zm, ZIM zw
"""
CODES = {words.split()[0]: words.split()[1:] for words in _CODES.replace("\n", " ").split(",")}


@dataclass(frozen=True)
class Leader:
    """A spell of the reference. `table` is the file it stands in."""

    table: str
    country: str
    name: str
    start: date
    until: date

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.table, self.country, self.name, self.start.isoformat()


def find_leaders() -> Iterator[Leader]:
    """Every spell of both tables that touches the years 1990 to 2021."""
    with (FOLDER / "reign_leaders.csv").open(encoding="utf-8", errors="replace") as lines:
        for row in csv.DictReader(lines):
            start = date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
            until = date(int(row["eyear"]), int(row["emonth"]), 28) if row["eyear"] else LAST
            yield Leader("reign", row["stateabb"], row["leader"].strip(), start, until)
    with (FOLDER / "archigos_leaders.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            days = (date.fromisoformat(row[name].strip()) for name in ("from", "until"))
            yield Leader("archigos", row["country"], row["leader"].strip(), *days)


def find_checked_leaders() -> list[Leader]:
    return [one for one in find_leaders() if one.until >= FIRST and one.start <= LAST]


@dataclass(frozen=True)
class Spell:
    """A holder of ours: all names of the person, and the days between which the spell began (one day, or a month, or a year)."""

    names: tuple[tuple[str, ...], ...]
    first: date
    last: date
    until: date


@cache
def find_spells(code: str) -> tuple[Spell, ...]:
    """All spells in all offices of a territory."""
    record = read_yaml(NAMES / "territories" / f"{code}.yml")
    more: dict[str, list[str]] = {}
    for person in record.get("people") or ():
        for key in ("aliases", "short"):
            value = person.get(key) or []
            more.setdefault(person["name"], []).extend(value if isinstance(value, list) else [value])
    return tuple(
        _spell(holder, more.get(holder["name"], []))
        for office in record.get("offices") or ()
        for holder in office.get("holders") or ()
    )


def _spell(holder: dict[str, Any], aliases: list[str]) -> Spell:
    days = (parse_day(holder["from"]), parse_day(holder["from"], last=True), parse_day(holder.get("until"), last=True) or date.max)
    assert days[0] is not None
    assert days[1] is not None
    return Spell(tuple(phrase(name) for name in (holder["name"], *aliases)), days[0], days[1], days[2])


_SMALL = {"al", "el", "bin", "ibn", "ii", "iii", "iv", "v", "vi", "saud", "jr", "sr"}


def same_name(told: str, ours: tuple[str, ...]) -> bool:
    """Whether a name of the reference, often a surname alone, is one of ours: one of its words is spelt much like our last."""
    words = [word for word in phrase(told) if len(word) > 2] or list(phrase(told))
    last = ([word for word in ours if word not in _SMALL] or list(ours))[-1]
    return any(_alike(word, last) for word in words)


@cache
def _alike(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a, b)
    return matcher.real_quick_ratio() >= 0.75 and matcher.ratio() >= 0.75


def days_between(leader: Leader, spell: Spell) -> int:
    """How far apart the entries are; 0 within the month or year that our table tells."""
    if spell.first <= leader.start <= spell.last:
        return 0
    return min(abs((leader.start - day).days) for day in (spell.first, spell.last))


def find_problem(leader: Leader) -> str | None:
    """Says what our tables lack of a spell: the person, or the entry; None where they have both."""
    spells = [s for code in CODES[leader.country] for s in find_spells(code) if any(same_name(leader.name, n) for n in s.names)]
    if not spells:
        return "no such person"
    nearest = min(days_between(leader, spell) for spell in spells)
    return None if nearest <= DAYS else f"the nearest entry is {nearest} days away"
