"""How short stories are read: four office holders of one day in texts of a few sentences, each of which tells who spoke with whom.

usage: python -m benchmarks.composed_stories [--each N] [--show]

Where `composed` asks for single sentences, these ask for what stands around them: surnames, titles, pronouns, rounds, people who
were met, written to or only spoken of. The stories are those of `composed_stories.yml`; each is filled --each times with men in
office on a day between 1992 and 2024, from the tables of all states. Printed are precision and recall of calls (all parties and
nobody else), the share of initiators right among the calls found, and each story that is not always read right. --show: the first
text of it that was read wrong.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.composed import DAYS, FIRST, RANKS, WAYS, Party, find_callers, find_parties
from services.extractor.extract import Extractor, load_extractor
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.types import Article

STORIES = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
FULL = tuple(way for way in WAYS if way != "possessive")
SHORTEST = 4  # letters of a surname
# States where the last word of a name is no surname.
OTHER_ORDER = frozenset(re.findall(r"\w\w", """
    AE AF BD BH BN BT CN DZ EG ER ES ET HU ID IN IQ JO JP KH KP KR KW LA LB LK LY MA MM MN
    MR MV MX MY OM PK PS PT QA SA SD SG SY TH TL TN TO TW VA VN WS YE
"""))  # fmt: skip
Told = dict[frozenset[str], str | None]  # the codes of those on the line, and that of the caller


class Name:
    """Somebody in a story: `{A}` is the full name with office, in one of several ways; its fields are parts of it."""

    def __init__(self, party: Party, chooser: random.Random) -> None:
        self.name, self.state, self.adj, self.small = party.name, party.state, party.adjective, party.office.lower()
        self.last, self.code = party.name.split()[-1], party.code
        self.city = next(iter(load_gazetteer().territories[party.code].capitals), party.state)
        self._party, self._chooser = party, chooser

    def __format__(self, _: str) -> str:
        return self._party.told(self._chooser.choice(FULL))


def find_men(day: date, rank: int) -> list[Party]:
    """Those of `find_parties` who are men and whose name is a given name and a surname."""
    people = load_gazetteer().people.values()
    men = {person.name for person in people if person.gender == "m"}
    named = (p for p in find_parties(day, RANKS[rank]) if p.name in men and p.code not in OTHER_ORDER and p.name.count(" ") == 1)
    return [p for p in named if len(p.name.split()[-1]) >= SHORTEST]


def fill(story: dict[str, Any], published: date, chooser: random.Random) -> tuple[str, Told] | None:
    """A story with names, and the calls that it tells; None where the day has too few of them."""
    leaders = find_men(published, 0)
    if len(leaders) < len("ABCD"):
        return None
    four = dict(zip("ABCD", chooser.sample(leaders, 4), strict=True))
    if len({p.name.split()[-1] for p in four.values()}) < 4 or len({p.adjective for p in four.values()}) < 4:
        return None
    told = story["told"]
    ministers = {p.code: p for p in find_men(published, 1)} if re.search(r"\{[AB]m", told) else {}
    for key in re.findall(r"\{([AB])m", told):
        if four[key].code not in ministers:
            return None
        four[key + "m"] = ministers[four[key].code]
    names = {key: Name(party, chooser) for key, party in four.items()}
    text = told.format(**names)
    for doubled, mended in ((",,", ","), (",.", "."), ("'s's", "'s"), (", and", " and")):
        text = text.replace(doubled, mended)
    text = re.sub(r"(^|[.!?] |\n)([a-z])", lambda m: m[1] + m[2].upper(), text)
    calls: Told = {}
    for call in story["calls"]:
        on_line = re.split("[>-]", call)
        calls[frozenset(names[key].code for key in on_line)] = names[on_line[0]].code if ">" in call else None
    return text, calls


def read(extractor: Extractor, text: str, published: date) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The calls that the extractor tells as news: the codes of those on the line, and of those who placed it."""
    calls = extractor.extract(Article("story", text, None, published.isoformat())).calls
    return [(frozenset(p["country"] for p in c["participants"]), find_callers(c)) for c in calls if not c["background"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    extractor, count = load_extractor(), Counter[str]()
    for number, story in enumerate(STORIES):
        chooser, wrong, done = random.Random(number), list[str](), 0
        while done < args.each:
            published = FIRST + timedelta(chooser.randrange(DAYS))
            if (filled := fill(story, published, chooser)) is None:
                continue
            done += 1
            text, calls = filled
            found = read(extractor, text, published)
            right = [(line, callers) for line, callers in found if line in calls]
            count.update(told=len(calls), found=len(found), right=len({line for line, _ in right}), asked=len(right))
            count["callers"] += sum(callers == ({calls[line]} if calls[line] else set()) for line, callers in right)
            if len(found) != len(calls) or len(right) != len(calls):
                wrong.append(f"{published} {text!r}")
        if wrong:
            print(f"{len(wrong):>3} of {args.each} wrong: {story['told'][:100]!r}" + (f"\n    {wrong[0]}" if args.show else ""))
    print(f"precision {count['right'] / count['found']:.3f}  recall {count['right'] / count['told']:.3f}")
    print(f"initiators {count['callers'] / count['asked']:.3f}")


if __name__ == "__main__":
    main()
