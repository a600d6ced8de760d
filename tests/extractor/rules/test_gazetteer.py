"""The index of names finds the longest phrase, in whatever spelling, and knows who held an office on a day."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.extractor.rules.entries import Entry, last_name
from services.extractor.rules.gazetteer import Gazetteer, load_gazetteer
from services.extractor.rules.words import find_words

ROOT = Path(__file__).parents[3]
ORDER = """
import hashlib
from services.extractor.rules.gazetteer import load_gazetteer
phrases = load_gazetteer().phrases
print(hashlib.sha256(repr([(words, [str(e) for e in entries]) for words, entries in phrases.items()]).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def find(gazetteer: Gazetteer, text: str) -> dict[str, tuple[Entry, ...]]:
    return {text[m.char_start : m.char_end]: m.entries for m in gazetteer.find(text, find_words(text))}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("Wolodymyr Selenskyj", "Volodymyr Zelensky"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("Muammar Qaddafi", "Muammar Gaddafi"),
        ("Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"),
        ("Joseph R. Biden", "Joe Biden"),
        ("Bah N’Daou", "Bah N'Daw"),
    ],
)
def test_a_name_is_known_under_its_spellings(gazetteer: Gazetteer, written: str, name: str) -> None:
    """Diacritics, transliterations, middle initials and curly apostrophes lead to the same person."""
    found = find(gazetteer, f"Then {written} was on the line.")
    assert name in [entry.person for entry in found.get(written, ())]


def test_the_longest_phrase_wins(gazetteer: Gazetteer) -> None:
    """South Korea is not Korea, and the secretary-general of NATO no secretary."""
    found = find(gazetteer, "South Korea rang NATO secretary general Jens Stoltenberg.")
    assert found["South Korea"][0].code == "KR"
    assert "Jens Stoltenberg" in found
    assert "Korea" not in found


def test_short_codes_need_capitals(gazetteer: Gazetteer) -> None:
    """The US is a state, us is not; US President Bush is no state alone."""
    assert "us" not in find(gazetteer, "He told us so.")
    assert find(gazetteer, "The US called.")["US"][0].code == "US"


@pytest.mark.parametrize(
    ("code", "office", "day", "name"),
    [
        ("US", "head_of_state", date(1993, 1, 19), "George H. W. Bush"),
        ("GB", "head_of_government", date(2022, 10, 1), "Liz Truss"),
        ("DE", "head_of_government", date(2005, 11, 25), "Angela Merkel"),
        ("RU", "foreign_minister", date(1999, 6, 1), "Igor Ivanov"),
        ("JP", "head_of_government", date(2000, 4, 4), "Mikio Aoki"),
        ("AU+", "head_of_organisation", date(2020, 1, 1), "Moussa Faki Mahamat"),
    ],
)
def test_an_office_has_its_holder_of_the_day(gazetteer: Gazetteer, code: str, office: str, day: date, name: str) -> None:
    """Offices resolve by the date of the call."""
    assert name in [person.name for person in gazetteer.holders_of(code, office, day)]


def test_the_elect_count_from_the_vote(gazetteer: Gazetteer) -> None:
    """A president-elect speaks for the state to be."""
    trump = gazetteer.people["Donald Trump"]
    assert trump.tenures_on(date(2016, 12, 1))
    assert not trump.tenures_on(date(2016, 10, 1))


@pytest.mark.parametrize(
    ("code", "last_day"),
    [("SU", date(1991, 12, 26)), ("YU", date(2006, 6, 5)), ("CS", date(1992, 12, 31)), ("DD", date(1990, 10, 3))],
)
def test_a_state_that_ended_is_not_taken_for_one_today(gazetteer: Gazetteer, code: str, last_day: date) -> None:
    """The Soviet Union needs a day in its time."""
    assert gazetteer.exists(code, last_day)
    assert not gazetteer.exists(code, last_day + timedelta(days=1))
    assert not gazetteer.exists(code, None)
    assert gazetteer.exists("DE", None)


@pytest.mark.parametrize(
    ("name", "last"),
    [("Angela Merkel", "Merkel"), ("Mohammed VI", "Mohammed VI"), ("Luiz Inácio Lula da Silva", "Silva"), ("John Paul II", "Paul")],
)
def test_the_last_name_is_never_a_numeral_alone(name: str, last: str) -> None:
    """What later mentions call a person, where the table does not say otherwise."""
    assert last_name(name) == last


def test_entries_stand_in_one_order_in_every_process() -> None:
    """What a phrase may stand for comes in the order of the tables; sets would give another order in each process."""
    orders = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", ORDER], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        orders.add(done.stdout)
    assert len(orders) == 1
