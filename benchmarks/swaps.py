"""One country for another in a gold article: what is written for what, and where that fits.

Reads the tables of names. Passed over are pairs where either country is told in words that have no counterpart, where a name
would stand for two, where the title of a head is not the other's too, and where days may be counted from an election of either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from unicodedata import combining, normalize
from zlib import crc32

from benchmarks.same import Data
from services.extractor.rules.entries import PARTICLES, Person, last_name, with_particles
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.load import load_territories
from services.extractor.rules.records import Territory
from services.extractor.rules.words import fold, phrase

ROYAL = re.compile(r"(?i)\b(?:kings?|queens?|royal|monarch)\b")
VOTING = re.compile(r"(?i)\b(?:re-?)?elect|\binaugura|\bvot(?:e|ing)|\bsworn|\bpolls?\b|\bvictory|\btook office")
ARTICLED = frozenset(("US", "GB", "NL", "PH", "AE", "CZ", "DO", "GM", "BS", "MV", "SC", "KM", "SB", "MH", "CF"))
VOWELS = "AEIOÁÉÍÓÖ"
CHIEFS = ("head_of_state", "head_of_government")
NEAR_DAYS = 150  # as far as an election may lie from what is told of it


@dataclass(frozen=True)
class Swap:
    """One country for another in a text: what is written for what."""

    old: Territory
    new: Territory
    words: Mapping[str, str]
    people: Mapping[str, str]

    def retell(self, text: str) -> str:
        """`text` of the other country; "a" and "an" follow."""
        either = "|".join(map(re.escape, sorted(self.words, key=len, reverse=True)))
        return re.sub(rf"(?<!\w)(?:([Aa])n? )?({either})(?!\w)", self._instead, text)

    def _instead(self, found: re.Match[str]) -> str:
        new = self.words[found[2]]
        article = f"{found[1]}{'n' if new[0] in VOWELS else ''} " if found[1] else ""
        return article + new

    def apply(self, row: Data) -> Data:
        """A gold article told of the other country."""
        told = {**deepcopy(row), "title": row.get("title") and self.retell(row["title"]), "text": self.retell(row["text"])}
        for call in told["calls"]:
            call["participants"] = [self._retold(p) for p in call["participants"]]
            claims = call.get("initiator")
            call["initiator"] = [self._claim(c) for c in claims] if isinstance(claims, list) else self._claim(claims)
        return told

    def _retold(self, who: Data) -> Data:
        if who.get("country") != self.old.code:
            return who
        return {**who, "country": self.new.code, "name": self._instead_of(who.get("name"))}

    def _instead_of(self, name: str | None) -> str | None:
        return self.people.get(fold(name or ""), name)

    def _claim(self, claim: Data | str | None) -> Data | str | None:
        if isinstance(claim, dict):
            return self._retold(claim)
        return self.new.code if claim == self.old.code else self._instead_of(claim)


@dataclass(frozen=True)
class Told:
    """A country as an article tells of it: the text, the words with a capital, the day, and who is named by office."""

    text: str
    capitals: frozenset[str]
    day: date
    country: Territory
    named: Mapping[str, Person]


def _plain(text: str) -> str:
    """`text` without the marks of its letters."""
    return "".join(c for c in normalize("NFKD", text) if not combining(c))


def _short_forms(person: Person) -> tuple[str, ...]:
    """How a text names somebody without the given name, the commonest first."""
    forms = (*person.short, *(with_particles(person.name) or (last_name(person.name),)))
    return tuple(dict.fromkeys(form for form in forms if form != person.name)) or (person.name,)


def _forms(person: Person) -> set[str]:
    return {person.name, *person.aliases, *_short_forms(person)}


def _words_of(*names: str) -> set[str]:
    """The words of names that tell anything, folded."""
    return {word for name in names for word in phrase(name)} - PARTICLES


def _capitals(text: str) -> frozenset[str]:
    """The folded words of `text` that are written with a capital."""
    return frozenset(fold(word) for word in re.findall(r"[^\W_]+", text) if word[0].isupper())


def _tells(text: str, form: str) -> bool:
    return form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


@lru_cache(maxsize=1)
def _countries() -> dict[str, Territory]:
    """The states whose names are their own ("Congolese" is of two)."""
    there = [t for t in load_territories() if len(t.code) == 2 and not t.until and t.offices and t.demonyms and t.capitals]
    shared = Counter(word for t in load_territories() for word in (*t.demonyms, *t.shared_demonyms))
    return {t.code: t for t in there if all(shared[word] == 1 for word in t.demonyms)}


@cache
def _holders(code: str, office: str, day: date) -> tuple[Person, ...]:
    rows = [row for row in _countries()[code].offices if row.office == office]
    names = [h.name for row in rows for h in row.holders if h.start <= day and (not h.until or day < h.until)]
    return tuple(load_gazetteer().people[name] for name in dict.fromkeys(names))


def _day_of(row: Data) -> date | None:
    """The day by which the tables tell who is in office: that of publication, else of the first dated call."""
    days = [row.get("published_at"), *(call.get("date") for call in row["calls"])]
    return next((date.fromisoformat(day[:10]) for day in days if day and len(day) >= 10), None)


def _votes(text: str, country: Territory, day: date) -> bool:
    """Whether `text` may count days from when the country elected somebody or somebody took office."""
    if not VOTING.search(text):
        return False
    days = [e.date for e in country.elections] + [h.elected or h.start for row in country.offices[:2] for h in row.holders]
    return any(abs((day - other).days) < NEAR_DAYS for other in days)


def _find_told(row: Data, country: Territory) -> Told | None:
    """How an article tells of a country, None where nobody of it is named by an office that has one holder."""
    text, day = f"{row.get('title') or ''}\n{row['text']}", _day_of(row)
    if day is None or ROYAL.search(text) or _votes(text, country, day):
        return None
    named: dict[str, Person] = {}
    claimed: set[str] = set()
    for office in {row.office: 0 for row in country.offices}:
        holders = _holders(country.code, office, day)
        told = {form for one in holders for form in _forms(one) if _tells(text, form)}
        if told <= claimed and holders[:1] != (named.get("head_of_state"),):
            continue  # nobody, or only a namesake of who holds a greater office
        if len(holders) > 1 or any(len(t.code) > 2 for t in holders[0].tenures_on(day)):
            return None
        named[office] = holders[0]
        claimed |= told
    people = {one.name: one for one in named.values()}
    shorts = Counter(form for one in people.values() for form in _short_forms(one))
    if not people or max(shorts.values()) > 1 or _names_others(text, country, people):
        return None
    return Told(text, _capitals(text), day, country, named)


def _names_others(text: str, country: Territory, people: Mapping[str, Person]) -> bool:
    """Whether `text` names those of the country's tables who are not among these, such as a namesake."""
    known = (load_gazetteer().people[h.name] for row in country.offices for h in row.holders if h.name not in people)
    own = {form for one in people.values() for form in _forms(one)}
    return any(_tells(text, name) for one in known for name in (one.name, *one.aliases) if name not in own)


def _same_titles(told: Told, new: Territory) -> bool:
    """Whether every title that the text has for a head of the old country is one of the new country's too."""
    low = told.text.lower()
    titles = {row.office: {t.lower() for t in row.titles} for row in new.offices}
    for row in told.country.offices:
        if row.office in CHIEFS and any(t.lower() in low and t.lower() not in titles.get(row.office, ()) for t in row.titles):
            return False
    return True


def _pair_people(told: Told, new: Territory) -> list[tuple[Person, Person]]:
    """Who stands for whom; none where somebody has no counterpart, or two would be named alike."""
    pairs: dict[str, tuple[Person, Person]] = {}
    for office, person in told.named.items():
        others = _holders(new.code, office, told.day)
        if len(others) != 1 or others[0].gender != person.gender or _words_of(*_forms(others[0])) & told.capitals:
            return []
        if pairs.setdefault(person.name, (person, others[0]))[1] is not others[0]:
            return []
    shorts = {_short_forms(other)[0] for _, other in pairs.values()}
    return list(pairs.values()) if len(shorts) == len(pairs) else []


def _left_over(text: str, old: Territory) -> bool:
    """Whether a retold text still tells of the old country or of people of its tables."""
    known = load_gazetteer().people
    names = [old.name, *old.aliases, *old.demonyms, *old.shared_demonyms, *old.capitals, *(seat.text for seat in old.seats)]
    names += [n for row in old.offices for h in row.holders for n in (h.name, *known[h.name].aliases)]
    low = fold(text)
    return any(_tells(low, fold(name)) for name in names)


def _find_swap(told: Told, new: Territory) -> Swap | None:
    """The swap of two countries in an article, None where it would not fit."""
    old = told.country
    if new.code in ARTICLED or new.executive != old.executive or _votes(told.text, new, told.day) or not _same_titles(told, new):
        return None
    if any({*phrase(name)} <= told.capitals for name in (new.name, *new.demonyms, *new.capitals)):
        return None
    if not (pairs := _pair_people(told, new)):
        return None
    words = {f"{the} {old.name}": new.name for the in ("the", "The")}
    words |= {old.name: new.name, old.demonyms[0]: new.demonyms[0], old.capitals[0]: new.capitals[0]}
    if len(old.demonyms) == len(new.demonyms):
        words |= zip(old.demonyms, new.demonyms, strict=True)
    seats = {seat.office: seat.text for seat in reversed(new.seats)}
    words |= {seat.text: seats[seat.office] for seat in old.seats if seat.office in seats}
    people: dict[str, str] = {}
    for one, other in pairs:
        words |= {f: other.name if " " in f and f not in one.short else _short_forms(other)[0] for f in _forms(one)}
        people |= {fold(form): other.name for form in _forms(one)}
    if told.text.isascii():
        words = {word: _plain(instead) for word, instead in words.items()}
    swap = Swap(old, new, words, people)
    text = swap.retell(told.text)
    gone = {word for one, other in pairs for word in _words_of(*_forms(one)) - _words_of(*_forms(other))}
    return None if gone & _capitals(text) or _left_over(text, old) else swap


def find_swaps(row: Data, times: int) -> Iterator[Swap]:
    """Up to `times` swaps for each country of an article's calls, drawn by its id: the same in every run."""
    there = dict.fromkeys(p.get("country") for call in row["calls"] for p in call["participants"])
    for old in (_countries()[code] for code in there if code in _countries()):
        if told := _find_told(row, old):
            drawn = sorted(_countries().values(), key=lambda t: crc32(f"{row['id']} {old.code} {t.code}".encode()))
            yield from islice((swap for new in drawn if new is not old and (swap := _find_swap(told, new))), times)
