"""Reads the YAML tables under `rules/` into frozen records; an unknown key, a bad value or a duplicate is refused at once."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

RULES = Path(__file__).parent
NAMES = RULES / "names"
PATTERNS = RULES / "patterns"

OFFICES = (
    "head_of_state head_of_government supreme_leader crown_prince vice_president deputy_head_of_government foreign_minister "
    "defence_minister security_adviser finance_minister trade_minister interior_minister energy_minister military_chief "
    "intelligence_chief envoy ambassador parliament_speaker chief_of_staff head_of_organisation deputy_head_of_organisation "
    "movement_leader leader"
).split()

SAME_CODE = "+"
T = TypeVar("T")


class TableError(ValueError):
    """A table that cannot be used; the message names file and row."""


@dataclass(frozen=True)
class Holder:
    """One spell in an office. Dates are days; where the table knows a month or year only, the first day of it for `start`,
    the last for `until`."""

    name: str
    start: date
    until: date | None = None
    acting: bool = False
    elected: date | None = None


@dataclass(frozen=True)
class Office:
    office: str
    titles: tuple[str, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class Known:
    """What the tables say of a person beyond the name."""

    name: str
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    gender: str = "m"


@dataclass(frozen=True)
class Seat:
    text: str
    office: str


@dataclass(frozen=True)
class Election:
    date: date
    kind: str = "general"


@dataclass(frozen=True)
class Territory:
    """A state, organisation or movement: its names, offices, holders."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    elections: tuple[Election, ...] = ()
    offices: tuple[Office, ...] = ()
    people: tuple[Known, ...] = ()
    executive: str = "head_of_government"
    until: date | None = None


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, read with the fast loader where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way


def make(kind: type[T], row: dict[str, Any], where: str) -> T:
    """A record of `kind` from a row; raises TableError on a key the record has not or lacks."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if extra := set(row) - known:
        raise TableError(f"{where}: unknown key {sorted(extra)}")
    try:
        return kind(**row)
    except TypeError as error:
        raise TableError(f"{where}: {error}") from error


def parse_day(value: Any, last: bool = False) -> date | None:
    """A day from a table's `2004-05-01`, `2004-05` or `2004` (its first, or `last`, day); None from nothing."""
    if value is None or isinstance(value, date):
        return value
    parts = [int(p) for p in str(value).split("-")]
    if last and len(parts) < 3:
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        return date(year, month, monthrange(year, month)[1])
    return date(*(parts + [1, 1])[:3])


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _holder(row: dict[str, Any], where: str) -> Holder:
    start = parse_day(row.get("from"))
    if start is None:
        raise TableError(f"{where}: {row.get('name')} has no `from`")
    rest = {k: v for k, v in row.items() if k not in ("from", "until", "elected")}
    return make(Holder, {**rest, "start": start, "until": parse_day(row.get("until"), last=True), "elected": parse_day(row.get("elected"))}, where)


def _office(row: dict[str, Any], where: str) -> Office:
    if row.get("office") not in OFFICES:
        raise TableError(f"{where}: unknown office {row.get('office')}")
    holders = tuple(_holder(h, where) for h in row.get("holders") or ())
    return make(Office, {**row, "titles": _listed(row.get("titles")), "holders": holders}, where)


def _known(row: dict[str, Any], where: str) -> Known:
    return make(Known, {**row, "short": _listed(row.get("short")), "aliases": _listed(row.get("aliases"))}, where)


def _territory(row: dict[str, Any], where: str) -> Territory:
    row = dict(row)
    capitals = _listed(row.pop("capital", None)) + _listed(row.pop("capital_aliases", None))
    elections = tuple(Election(day, e.get("kind", "general")) for e in row.pop("elections", None) or () if (day := parse_day(e["date"])))
    return make(
        Territory,
        {
            **row,
            "aliases": _listed(row.get("aliases")),
            "demonyms": _listed(row.get("demonyms")),
            "capitals": capitals,
            "seats": tuple(make(Seat, s, where) for s in row.get("seats") or ()),
            "until": parse_day(row.get("until")),
            "elections": elections,
            "offices": tuple(_office(o, where) for o in row.get("offices") or ()),
            "people": tuple(_known(p, where) for p in row.get("people") or ()),
        },
        where,
    )


def _apart(row: dict[str, Any], states: set[str]) -> dict[str, Any]:
    """An organisation whose code is a state's too (AU: Australia and the African Union) is told apart inside by a plus sign."""
    return {**row, "code": row["code"] + SAME_CODE} if row.get("code") in states else row


def printed(code: str | None) -> str | None:
    """A code as users know it."""
    return code.removesuffix(SAME_CODE) if code else code


@lru_cache(maxsize=1)
def load_territories() -> tuple[Territory, ...]:
    """Every state, organisation and movement of the tables, and of the user's own folder (`DIPLOWIRE_NAMES_DIR`)."""
    rows: list[Territory] = []
    for path in sorted((NAMES / "territories").glob("*.yml")):
        rows.append(_territory(read_yaml(path), path.name))
    for name in ("organisations.yml", "movements.yml"):
        path = NAMES / name
        if path.exists():
            states = {row.code for row in rows if len(row.code) == 2}
            rows.extend(_territory(_apart(row, states), name) for row in read_yaml(path))
    codes = [row.code for row in rows]
    if doubled := {c for c in codes if codes.count(c) > 1}:
        raise TableError(f"two records for {sorted(doubled)}")
    return tuple(rows)
