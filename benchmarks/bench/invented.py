"""Names of people, towns, firms and clubs that nobody bears, of the syllables in `invented.yml`: too many for a cache."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import yaml


@cache
def _parts() -> dict[str, list[str]]:
    told: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return told


def _stem(draw: Random) -> str:
    middles = "".join(draw.choices(_parts()["middles"], k=draw.choice((0, 1, 1, 2))))
    return draw.choice(_parts()["heads"]) + middles


def invent_person(draw: Random) -> str:
    """Returns a first and a last name."""
    return f"{draw.choice(_parts()['first'])} {_stem(draw)}{draw.choice(_parts()['people'])}"


def invent_town(draw: Random) -> str:
    """Returns the name of a town."""
    return _stem(draw) + draw.choice(_parts()["towns"])


def invent_firm(draw: Random) -> str:
    """Returns the name of a company."""
    return f"{_stem(draw)}{draw.choice(_parts()['people'])} {draw.choice(_parts()['firms'])}"


def invent_club(draw: Random) -> str:
    """Returns the name of a sports club."""
    return f"{invent_town(draw)} {draw.choice(_parts()['clubs'])}"
