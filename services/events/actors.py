"""Codes and names that event-data people use for those who take part: ISO 3166 alpha-3, CAMEO actor codes, sectors. Pure.

States no more are told by pycountry's historic list, which knows ours but for those in `_STATES`. Whom no list knows (movements,
small organisations) keeps the name it has and gets no country.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pycountry


class Actor(NamedTuple):
    """One side: `country` is alpha-3 or "" for what is no state, `code` CAMEO's actor, `sector` "GOV", "IGO" or ""."""

    name: str
    country: str
    code: str
    sector: str


_STATES = {"XK": ("Kosovo", "XKX"), "CS": ("Czechoslovakia", "CSK")}  # XK is no ISO code; ISO gave CS away again in 2003
_ORGANISATIONS = {
    "AU": ("African Union", "IGOAFRAFU"),
    "EU": ("European Union", "IGOEUREEC"),
    "IAEA": ("International Atomic Energy Agency", "IGOUNOIAE"),
    "ICC": ("International Criminal Court", "IGOJUDICC"),
    "IMF": ("International Monetary Fund", "IGOBUSIMF"),
    "NATO": ("North Atlantic Treaty Organization", "IGOWSTNAT"),
    "OPEC": ("Organization of Petroleum Exporting Countries", "IGOBUSOPC"),
    "OSCE": ("Organization for Security and Co-operation in Europe", "IGOEURSCE"),
    "UN": ("United Nations", "IGOUNO"),
    "UNHCR": ("United Nations High Commissioner for Refugees", "IGOUNOREFHCR"),
    "WHO": ("World Health Organization", "IGOUNOHLHWHO"),
    "WTO": ("World Trade Organization", "IGOBUSWTO"),
}


@cache
def find_actor(country: str | None) -> Actor:
    """Returns the actor that an event's country code, or the name of an organisation or movement, stands for."""
    if not country:
        return Actor("", "", "", "")
    if country in _ORGANISATIONS:
        name, code = _ORGANISATIONS[country]
        return Actor(name, "", code, "IGO")
    name, alpha_3 = _STATES.get(country) or _find_state(country)
    return Actor(name, alpha_3, f"{alpha_3}GOV", "GOV") if alpha_3 else Actor(country, "", "", "")


def _find_state(alpha_2: str) -> tuple[str, str]:
    if len(alpha_2) != 2:
        return "", ""
    found = pycountry.countries.get(alpha_2=alpha_2) or pycountry.historic_countries.get(alpha_2=alpha_2)
    return (getattr(found, "common_name", found.name), found.alpha_3) if found else ("", "")
