"""News for the bench: a mixture like a wire's, in sentences of our own, the same for the same seed, and no two articles alike.

The sentences stand in `news.yml` and `call_reports.yml`; slots in them are filled with words of lists, with invented names, and
with states and leaders of the extractor's own tables. Words such as "call", "talks" and "spoke" are common, mostly for what is no
diplomatic call: sentences with one are drawn more seldom than the rest, so that these words are in sum a fifth more
frequent than in English at large.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.bench.invented import invent_club, invent_firm, invent_person, invent_town
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.records import Territory

SLOT = re.compile(r"\{(\w+)\}")
SPEECH = re.compile(r"\b(?:call|talk|sp[eo]+k|tele|phone|hotline|line is|discuss|conversation)", re.IGNORECASE)
SELDOM = 0.04  # how often a sentence about speech is drawn where others are drawn once
FIRST_DAY, DAYS = date(1995, 1, 1), 11_000
OFFICES = {"head_of_state": "President", "head_of_government": "Prime Minister", "foreign_minister": "Foreign Minister"}
AGENCIES = ("Reuters", "AP", "AFP", "dpa", "Xinhua")
NUMBERS: dict[str, Callable[[Random], str]] = {
    "count": lambda draw: str(draw.randint(11, 480)),
    "age": lambda draw: str(draw.randint(19, 88)),
    "year": lambda draw: str(draw.randint(1951, 2012)),
    "percent": lambda draw: str(draw.randint(2, 68)),
    "decimal": lambda draw: f"{draw.uniform(1.1, 99):.1f}",
    "thousands": lambda draw: f"{draw.randint(1, 240)},{draw.randint(0, 9)}00",
    "money": lambda draw: f"${draw.uniform(1.1, 90):.1f} {draw.choice(('million', 'billion'))}",
}


@cache
def _tables() -> dict[str, Any]:
    folder = Path(__file__).parent
    told = {name: yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8")) for name in ("news", "call_reports")}
    lists = {key: rows for name in told for key, rows in told[name].items() if key not in ("desks", "common", "litter")}
    return {**told["news"], "calls": told["call_reports"], "lists": lists}


@cache
def _states() -> list[Territory]:
    """The states of the tables that have a leader's name to offer."""
    known = load_gazetteer().territories.values()
    return [t for t in known if len(t.code) == 2 and t.demonyms and t.capitals and t.offices and not t.until]


class Scene:
    """Who and what one article is about: names that stay the same throughout it."""

    def __init__(self, draw: Random, day: date) -> None:
        self.draw, self.day = draw, day
        self.names: dict[str, str] = {}
        for n in range(1, 5):
            self.names[f"P{n}"] = person = invent_person(draw)
            self.names[f"p{n}"] = person.split()[-1]
        for n, state in enumerate(draw.sample(_states(), 4), 1):
            self.names[f"C{n}"], self.names[f"N{n}"] = state.name, state.demonyms[0]
            self.names[f"L{n}"], self.names[f"l{n}"] = self._leader(state)
        for n in (1, 2):
            self.names[f"T{n}"] = draw.choice((invent_town(draw), draw.choice(_states()).capitals[0]))
            self.names[f"F{n}"], self.names[f"K{n}"] = invent_firm(draw), invent_club(draw)

    def _leader(self, state: Territory) -> tuple[str, str]:
        """Somebody in office on the day, or, at times, somebody whom no table knows; with the title, and the last name alone."""
        gazetteer = load_gazetteer()
        holders = [
            (title, person.name)
            for office, title in OFFICES.items()
            for person in gazetteer.holders_of(state.code, office, self.day)
        ]
        title, name = self.draw.choice(holders or [("President", invent_person(self.draw))])
        if self.draw.random() < 0.2:
            name = invent_person(self.draw)
        demonym = state.demonyms[0]
        told = self.draw.choice((f"{demonym} {title} {name}", f"{title} {name} of {state.name}", f"{demonym} {title} {name}"))
        return told, name.split()[-1]

    def fill(self, pattern: str) -> str:
        """Returns the sentence with all its slots filled."""
        text = SLOT.sub(lambda match: self._word(match[1]), pattern)
        return text[:1].upper() + text[1:]

    def _word(self, slot: str) -> str:
        if slot in self.names:
            return self.names[slot]
        if slot in NUMBERS:
            return NUMBERS[slot](self.draw)
        return self.fill_words(draw_lines(self.draw, _tables()["lists"][slot], 1)[0])

    def fill_words(self, pattern: str) -> str:
        """Returns words with their slots filled, the first letter as it is."""
        return SLOT.sub(lambda match: self._word(match[1]), pattern)


def draw_lines(draw: Random, lines: list[str], most: int) -> list[str]:
    """Returns up to `most` different lines, those about speech the more seldom."""
    kept = [line for line in lines if not SPEECH.search(line) or draw.random() < SELDOM] or lines
    return draw.sample(kept, min(most, len(kept)))


def _write_news(scene: Scene) -> tuple[str, list[str]]:
    """A title and paragraphs of one desk."""
    draw, tables = scene.draw, _tables()
    desks = list(tables["desks"].values())
    desk = draw.choices(desks, [d["weight"] for d in desks])[0]
    bodies = draw_lines(draw, desk["bodies"], draw.randint(5, 16)) + draw_lines(draw, tables["common"], draw.randint(3, 9))
    draw.shuffle(bodies)
    return draw_lines(draw, desk["titles"], 1)[0], [*draw_lines(draw, desk["leads"], 1), *bodies]


def _write_report(scene: Scene) -> tuple[str, list[str]]:
    """A title and paragraphs that report one to four calls."""
    draw, calls = scene.draw, _tables()["calls"]
    told = [draw.choice(calls["leads"]), *draw.sample(calls["bodies"], draw.randint(2, 6))]
    more = draw.choices((0, 1, 2, 3), (60, 22, 12, 6))[0]
    told += [draw.choice(calls[kind]) for kind in ("second", "third", "third")[:more]]
    behind = draw.sample(calls["background"], draw.randint(3, 9)) + draw.sample(_tables()["common"], draw.randint(0, 3))
    draw.shuffle(behind)
    return draw.choice(calls["titles"]), told + behind


def _set_paragraphs(draw: Random, sentences: list[str]) -> str:
    """Sentences as paragraphs of one to three, the first alone."""
    paragraphs, rest = [sentences[0]], sentences[1:]
    while rest:
        size = draw.choice((1, 1, 2, 2, 3))
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return "\n\n".join(paragraphs)


def write_news(count: int, seed: int, calls_every: int | None = None) -> Iterator[dict[str, str]]:
    """Yields `count` articles as they are posted (`id`, `title`, `text`, `published_at`), 150 to 600 words each; every
    `calls_every`-th reports a call (none where None, each where 1)."""
    tables = _tables()
    for number in range(count):
        draw = Random(f"{seed}/{number}")
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        scene = Scene(draw, day)
        reports = calls_every is not None and number % calls_every == calls_every - 1
        title, sentences = (_write_report if reports else _write_news)(scene)
        text = _set_paragraphs(draw, [scene.fill(sentence) for sentence in sentences])
        if draw.random() < 0.6:
            place = scene.names["T1"].upper()
            text = f"{place}, {day:%B} {day.day} ({draw.choice(AGENCIES)}) - {text}"
        litter = [scene.fill(line) for line in draw.sample(tables["litter"], draw.randint(0, 4))]
        text = "\n\n".join([*litter[:1], text, *litter[1:]])
        yield {"id": f"news-{seed}-{number}", "title": scene.fill(title), "text": text, "published_at": day.isoformat()}
