"""How short stories are read: four to six office holders of one day in texts of a few sentences that tell who spoke with whom.

usage: python -m benchmarks.composed_stories [--each N] [--show] [--stories FILE]

Where `composed` asks for single sentences, these ask for what stands around them: surnames, titles, pronouns, rounds, people who
were met, written to or only spoken of. The stories are those of `composed_stories.yml`; each is filled --each times with people in
office on a day between 1992 and 2024, from the tables of all states (`casts.py`): men with a given name and a surname, or anybody.
Printed are precision and recall of calls (all parties, by name, and nobody else) and of background calls where a story tells which
it has, the shares of initiators and of days right among the calls found, and each story that is not always read right, with how
often a field of it is wrong. --show: the first text of it that was read wrong. --stories: others, of the same form.
"""

from __future__ import annotations

import argparse
import calendar
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.casts import Name, Wish, find_cast
from benchmarks.composed import DAYS, FIRST, find_callers
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article

WEEK = tuple(calendar.day_name)
KEY = re.compile(r"\{([A-Z][a-z]?)[.}]")
OPEN = "open"
FIELDS = ("call", "initiator", "day", "background")
SHARES = (
    ("precision", "call", "found"),
    ("recall", "call", "told"),
    ("initiator", "initiator", "asked_initiator"),
    ("day", "day", "asked_day"),
    ("background precision", "background", "found_background"),
    ("background recall", "background", "told_background"),
)
Party = tuple[str | None, str]  # name and code of the state
Line = frozenset[Party]  # those on the line


class Told(NamedTuple):
    """What a story says of a call: who was on the line, the codes of who placed it by any account, and its day if asked for."""

    line: Line
    callers: frozenset[str]
    day: str | None


class Filled(NamedTuple):
    """A story with names: its text, the calls told as news, and those that are background, if the story says which."""

    text: str
    calls: list[Told]
    background: frozenset[Line] | None


class Days:
    """Days before a story's own, as it writes them: `{day:2}` is "March 4" or "4 March"."""

    def __init__(self, published: date) -> None:
        self._published, self._form = published, ("%B {0}", "{0} %B")[published.toordinal() // len(WEEK) % 2]

    def __format__(self, before: str) -> str:
        day = self._published - timedelta(int(before))
        return day.strftime(self._form).format(day.day)


def find_day(told: str, published: date) -> str | None:
    """The day that a story's call has, by what stands behind its parties: a weekday, or a number of days before the story's own;
    "open" where the story does not tell it, None where it is not asked for."""
    if not told or told == OPEN:
        return told or None
    before = (published.weekday() - WEEK.index(told)) % 7 if told in WEEK else int(told)
    return (published - timedelta(before)).isoformat()


def fill(story: dict[str, Any], published: date, chooser: random.Random) -> Filled | None:
    """A story with names; None where the day has too few people for it."""
    wish = Wish(int(story.get("rank") == "minister"), "anybody" in story, story.get("speak", {}))
    names = find_cast(set(KEY.findall(story["told"])), wish, published, chooser)
    if names is None:
        return None
    text = story["told"].format(**names, day=Days(published))
    for doubled, mended in ((",,", ","), (",.", "."), ("'s's", "'s"), (", and", " and")):
        text = text.replace(doubled, mended)
    text = re.sub(r"(^|[.!?]\"? |\n|^[^.]* - )(\"?[a-z])", lambda m: m[1] + m[2].upper(), text)
    calls, background = list[Told](), None
    for call in story["calls"]:
        parties, _, day = call.partition(" ")
        line = re.findall(r"\w+", parties)
        callers = line if "<>" in parties else line[: ">" in parties]
        calls.append(Told(find_line(line, names, text), frozenset(names[key].code for key in callers), find_day(day, published)))
    if "background" in story:
        background = frozenset(find_line(call.split("-"), names, text) for call in story["background"])
    return Filled(text, calls, background)


def find_line(keys: list[str], names: dict[str, Name], text: str) -> Line:
    """What is to be read of those on a line: no name of somebody of whom the text has only the office."""
    people = (names[key] for key in keys)
    return frozenset((person.name if person.last in text else None, person.code) for person in people)


def judge(extractor: Extractor, story: Filled, published: date) -> tuple[Counter[str], set[str]]:
    """How much of a story is told, found and right, by field, and the fields that are wrong in it. Of two calls of one pair each
    is held against the one found of its day, if there is one."""
    calls = extractor.extract(Article("story", story.text, None, published.isoformat())).calls
    lines = [(frozenset((p["name"], p["country"]) for p in c["participants"]), c) for c in calls]
    news, right = [(line, call) for line, call in lines if not call["background"]], list[tuple[Told, dict[str, Any]]]()
    left = list(news)
    for told in story.calls:
        same = sorted((n for n in left if n[0] == told.line), key=lambda n: (n[1]["date"] or OPEN) != told.day)
        if same:
            left.remove(same[0])
            right.append((told, same[0][1]))
    dated = [(told, call) for told, call in right if told.day]
    count = Counter(told=len(story.calls), found=len(news), call=len(right), asked_initiator=len(right), asked_day=len(dated))
    count["initiator"] = sum(find_callers(call) == told.callers for told, call in right)
    count["day"] = sum((call["date"] or OPEN) == told.day for told, call in dated)
    wrong = {field for field in ("initiator", "day") if count[field] < count[f"asked_{field}"]}
    if (earlier := story.background) is not None:
        found = {line for line, call in lines if call["background"]}
        count.update(told_background=len(earlier), found_background=len(found), background=len(earlier & found))
        wrong |= {"background"} if earlier != found else set()
    return count, wrong | ({"call"} if not len(news) == len(story.calls) == len(right) else set())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--stories", type=Path, default=Path(__file__).with_suffix(".yml"))
    args = parser.parse_args()
    extractor, count = load_extractor(), Counter[str]()
    stories = yaml.load(args.stories.read_text(encoding="utf-8"), yaml.BaseLoader)  # to which "on" is a word, not a truth
    whole = 0
    for number, story in enumerate(stories):
        chooser, wrong, shown, done = random.Random(number), Counter[str](), "", 0
        while done < args.each:
            published = FIRST + timedelta(chooser.randrange(DAYS))
            if "on" in story:
                published -= timedelta((published.weekday() - WEEK.index(story["on"])) % 7)
            if (filled := fill(story, published, chooser)) is None:
                continue
            done += 1
            read, amiss = judge(extractor, filled, published)
            count += read
            wrong.update(amiss)
            shown = shown or (f"\n    {published} {filled.text!r}" if amiss and args.show else "")
        whole += not wrong
        if wrong:
            fields = (f"{wrong[field]:>3} {field}" for field in FIELDS if wrong[field])
            print(*fields, f"of {args.each}: {story['told'][:100]!r}{shown}")
    share = {key: f"{count[one] / max(1, count[of]):.3f}" for key, one, of in SHARES}
    print(*(f"{key} {value}" for key, value in share.items()), f"stories always right {whole} of {len(stories)}", sep="\n")


if __name__ == "__main__":
    main()
