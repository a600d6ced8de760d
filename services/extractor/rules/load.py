"""Reads the YAML tables under `rules/` into frozen records; an unknown key, a bad value or a duplicate is refused at once.

Tables of names may come from a second folder too, a user's own (names/README.md says how); `DIPLOWIRE_NAMES_DIR` is read here and
nowhere else, since the rules know nothing of the settings of the services.
"""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from services.extractor.rules.additions import join_spellings, join_territories
from services.extractor.rules.records import (
    OFFICES,
    WORDS_FOR_PEOPLE,
    Election,
    Holder,
    Known,
    Office,
    Seat,
    Territory,
    TitleRow,
)

RULES = Path(__file__).parent
NAMES = RULES / "names"
PATTERNS = RULES / "patterns"
OWN_NAMES = "DIPLOWIRE_NAMES_DIR"

SAME_CODE = "+"
YAML_TAG = "tag:yaml.org,2002:"
T = TypeVar("T")


class TableError(ValueError):
    """A table that cannot be used; the message names file and row."""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, read with the fast loader where there is one; a safe one either way."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    try:
        return _build(loader, loader.get_single_node())
    finally:
        loader.dispose()


def _build(loader: Any, node: Any) -> Any:
    """What a node of a file says. What nearly all are is made here, in half of the time that the loader takes to make anything."""
    kind = node.tag.removeprefix(YAML_TAG) if node else "null"
    if kind == "str":
        return node.value
    if kind == "seq":
        return [_build(loader, one) for one in node.value]
    if kind == "map" and all(key.tag == f"{YAML_TAG}str" for key, _ in node.value):
        return {key.value: _build(loader, value) for key, value in node.value}
    return loader.construct_object(node, deep=True) if node else None


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
    return date(*[*parts, 1, 1][:3])


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _holder(row: dict[str, Any], where: str) -> Holder:
    start, until = parse_day(row.get("from")), parse_day(row.get("until"), last=True)
    begun, elected = parse_day(row.get("from"), last=True), parse_day(row.get("elected"))
    if start is None or begun is None:
        raise TableError(f"{where}: {row.get('name')} has no `from`")
    if until is not None and until < start:
        raise TableError(f"{where}: {row.get('name')} leaves on {until}, before {start}")
    if elected is not None and elected > begun:
        raise TableError(f"{where}: {row.get('name')} is elected on {elected}, after {begun}")
    rest = {k: v for k, v in row.items() if k not in ("from", "until", "elected")}
    return make(Holder, {**rest, "start": start, "until": until, "elected": elected}, where)


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
    elections = tuple(
        Election(day, e.get("kind", "general")) for e in row.pop("elections", None) or () if (day := parse_day(e["date"]))
    )
    return make(
        Territory,
        {
            **row,
            "aliases": _listed(row.get("aliases")),
            "demonyms": _listed(row.get("demonyms")),
            "shared_demonyms": _listed(row.get("shared_demonyms")),
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


def _read_records(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The raw records of a folder with the file each stands in; organisations that share a state's code are told apart."""
    states = {path.stem.upper() for path in (NAMES / "territories").glob("??.yml")}
    for path in sorted((folder / "territories").glob("*.yml")):
        row = read_yaml(path)
        states.add(row.get("code"))
        yield row, path.name
    for name in ("organisations.yml", "movements.yml"):
        if (folder / name).exists():
            yield from ((_apart(row, states), name) for row in read_yaml(folder / name))


def _read_territories(folder: Path, known: dict[str, Territory]) -> tuple[Territory, ...]:
    """The records of a folder; one whose code is `known` needs to tell only what it adds."""
    rows = []
    for row, name in _read_records(folder):
        ours = known.get(row.get("code", ""))
        given = {"name": ours.name, "executive": ours.executive, "until": ours.until} if ours else {}
        rows.append(_territory({**given, **row}, f"{folder.name}/{name}"))
    codes = [row.code for row in rows]
    if doubled := {c for c in codes if codes.count(c) > 1}:
        raise TableError(f"two records for {sorted(doubled)}")
    return tuple(rows)


def find_own_folder() -> Path | None:
    """The user's own folder of tables, None where there is none; raises TableError where what is named is no folder."""
    named = os.environ.get(OWN_NAMES)
    if not named:
        return None
    if not Path(named).is_dir():
        raise TableError(f"{OWN_NAMES} names {named}, which is no folder")
    return Path(named)


@lru_cache(maxsize=1)
def _our_territories() -> tuple[Territory, ...]:
    return _read_territories(NAMES, {})


def build_territories(own: Path | None = None) -> tuple[Territory, ...]:
    """Every state, organisation and movement of the tables, with those of the folder `own` joined to them."""
    ours = _our_territories()
    return ours if own is None else join_territories(ours, _read_territories(own, {row.code: row for row in ours}))


@lru_cache(maxsize=1)
def load_territories() -> tuple[Territory, ...]:
    """The territories that this process works with: ours and the user's."""
    return build_territories(find_own_folder())


def _read_lists(name: str, own: Path | None) -> list[Any]:
    """The rows of a table that is one list: ours, then the user's."""
    return [row for folder in (NAMES, own) if folder is not None and (folder / name).exists() for row in read_yaml(folder / name)]


def build_titles(own: Path | None = None) -> tuple[TitleRow, ...]:
    """The words for offices that hold of many states."""
    rows = _read_lists("titles.yml", own)
    if strange := {row.get("office") for row in rows} - {*OFFICES, *WORDS_FOR_PEOPLE}:
        raise TableError(f"titles.yml: unknown office {strange}")
    return tuple(make(TitleRow, {**row, "titles": _listed(row.get("titles"))}, "titles.yml") for row in rows)


def build_spellings(own: Path | None = None) -> list[list[str]]:
    """The lists of spellings that are one word to the matcher."""
    return join_spellings([[str(word) for word in row] for row in _read_lists("spellings.yml", own)])


@lru_cache(maxsize=1)
def load_plain_words() -> dict[str, frozenset[str]]:
    """Words that stand for a name less surely than others, by kind."""
    return {kind: frozenset(words) for kind, words in read_yaml(NAMES / "plain_words.yml").items()}
