"""How plain sentences are read: two office holders of one day, named in one of several ways each, in one of many plain sentences.

usage: python -m benchmarks.composed [--count N] [--seed N] [--show]

The people are those of the tables on a day between 1992 and 2024, of any two states, in offices of one rank; the sentences are
those of `composed.yml`. Printed are the shares of calls read with both parties and nobody else, of initiators and of days among
these, and of sentences without a call from which none is read. --show: every sentence read wrong.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from services.extractor.extract import Extractor, load_extractor
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.types import Article

SENTENCES = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
FIRST, DAYS = date(1992, 2, 1), 12_000
RANKS = ({"head_of_state": "President", "head_of_government": "Prime Minister"}, {"foreign_minister": "Foreign Minister"})
TUESDAY = 1
WAYS = {  # to name somebody; those that end with a comma have it closed where the sentence goes on
    "office of state": "the {office} of {state}, {name},",
    "adjective": "{adjective} {office} {name}",
    "of state": "{office} {name} of {state}",
    "apposition": "{name}, the {office} of {state},",
    "possessive": "{state}'s {name}",
    "adjective office": "the {adjective} {small}, {name},",
    "state's office": "{state}'s {office} {name}",
}


class Party(NamedTuple):
    """Somebody in office: what the sentences say of them."""

    name: str
    code: str
    state: str
    adjective: str
    office: str

    def told(self, way: str) -> str:
        """The words for them, in one of `WAYS`."""
        return WAYS[way].format(**self._asdict(), small=self.office.lower())


class Case(NamedTuple):
    """A sentence with what it tells: the codes of those on the line (none if it tells of no call), of the caller, and the day."""

    text: str
    published: date
    parties: frozenset[str]
    caller: str | None
    day: date


def find_parties(day: date, offices: dict[str, str]) -> list[Party]:
    """Everybody of the tables in one of `offices` on a day: of each state the first whose name nobody else of them bears."""
    gazetteer, found = load_gazetteer(), dict[str, Party]()
    for code, territory in gazetteer.territories.items():
        for office, title in offices.items():
            own = next((o for o in territory.offices if o.office == office and title.lower() in o.titles), None)
            holders = gazetteer.holders_of(code, office, day)
            if len(code) == 2 and own is not None and len(holders) == 1 and territory.demonyms and code not in found:
                state = next((a for a in territory.aliases if a == f"the {territory.name}"), territory.name)
                found[code] = Party(holders[0].name, code, state, territory.demonyms[0], title)
    return [p for p in found.values() if " " in p.name and gazetteer.exists(p.code, day)]


def compose(chooser: random.Random, count: int) -> Iterator[Case]:
    """Yields `count` sentences, the same for the same chooser."""
    kinds = [(row["told"], row.get("caller"), True) for row in SENTENCES["calls"]]
    kinds += [(told, None, False) for told in SENTENCES["none"]]
    for _ in range(count):
        published = FIRST + timedelta(chooser.randrange(DAYS))
        parties = find_parties(published, chooser.choice(RANKS))
        first, second = chooser.sample(parties, 2)
        told, caller, held = chooser.choice(kinds)
        text = write(told, first, second, chooser)
        day = published - timedelta((published.weekday() - TUESDAY) % 7)
        side = {"first": first.code, "second": second.code, None: None}[caller]
        yield Case(text, published, frozenset({first.code, second.code} if held else ()), side, day)


def write(told: str, first: Party, second: Party, chooser: random.Random) -> str:
    """A sentence with two people in it."""
    a, b = (party.told(chooser.choice(list(WAYS))) for party in (first, second))
    text = told.format(A=a, B=b, a=a, b=b, name=second.name, adjective=second.adjective)
    for doubled, mended in ((",,", ","), (",.", "."), ("'s's", "'s")):
        text = text.replace(doubled, mended)
    return text[0].upper() + text[1:]


def judge(extractor: Extractor, case: Case) -> dict[str, bool]:
    """What of a case is read right; initiator and day only of a call that is."""
    article = Article("composed", case.text, None, case.published.isoformat())
    news: list[dict[str, Any]] = [c for c in extractor.extract(article).calls if not c["background"]]
    if not case.parties:
        return {"silent": not news}
    told = len(news) == 1 and len(news[0]["participants"]) == 2 and {p["country"] for p in news[0]["participants"]} == case.parties
    if not told:
        return {"call": False}
    call = news[0]
    right = {"call": True, "initiator": find_callers(call) == ({case.caller} if case.caller else set())}
    if "Tuesday" in case.text:
        right["date"] = call["date"] == case.day.isoformat()
    return right


def find_callers(call: dict[str, Any]) -> frozenset[str]:
    """The codes of those who placed a call by any account of it."""
    claims = call["initiator"] if isinstance(call["initiator"], list) else [call["initiator"]]
    return frozenset(p["country"] for p in call["participants"] if (p["name"] and p["name"] in claims) or p["country"] in claims)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    extractor, right, asked = load_extractor(), Counter[str](), Counter[str]()
    for case in compose(random.Random(args.seed), args.count):
        judged = judge(extractor, case)
        asked.update(judged.keys())
        right.update(field for field, true in judged.items() if true)
        if args.show and not all(judged.values()):
            print(case.published, [field for field, true in judged.items() if not true], case.text)
    for field in ("call", "initiator", "date", "silent"):
        print(f"{field:<10} {right[field]:>5} of {asked[field]:>5}  {right[field] / max(1, asked[field]):.3f}")


if __name__ == "__main__":
    main()
