"""The tables of names are sound and in order; the checks find what is not."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from benchmarks.tables import find_doubled_ids
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.load import NAMES, build_territories
from services.extractor.rules.records import OFFICES, Holder, Office, Territory
from services.extractor.rules.tidy import find_faults, find_overlaps, find_tables, find_unsorted, sort_table
from services.extractor.rules.words import phrase

# Full names that several people of the tables bear; the article's states and offices tell them apart.
NAMESAKES = {
    "amina mohammed",
    "george bush",
    "john kelly",
    "mohammed abdel aziz",
    "mohammed abdelaziz",
    "mohammed abdullahi omar",
    "salem al sabah",
}

TABLE = """\
# A comment at the top stays there.
code: "XX"
name: Exland
offices:
  - office: foreign_minister
    titles: [foreign minister]
    holders:
      - {name: Second, from: 2001-05}
      # belongs to First
      - {name: First, from: 1999, until: 2001-05}
  - office: head_of_state
    titles: [president]
    holders:
      - {name: Only, from: 1990-01-01}
people:
  - {name: Zed, gender: f}
  - {name: Óscar, gender: m}
"""


def write_table(folder: Path, text: str, name: str = "territories/xx.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_our_tables_have_no_faults() -> None:
    """Unknown keys, rows that stand twice, impossible spells, files under a wrong name: `make rules` names them."""
    assert find_faults() == []


def test_our_tables_are_in_order() -> None:
    """Holders by `from`, people by name, offices as the README lists them: `make rules` sorts."""
    assert [path.name for path in find_unsorted()] == []


def test_no_pattern_id_stands_twice() -> None:
    """An id is stored with events as evidence; it must mean one row."""
    assert find_doubled_ids() == []


def test_the_readme_lists_the_offices_in_order() -> None:
    """The closed list of the code and the one that people read are the same."""
    told = re.search(r"`office` is one of:(.*?)\n  \(`leader`", (NAMES / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert told is not None
    assert tuple(re.findall(r"`(\w+)`", told[1])) == OFFICES


def test_a_full_name_is_one_persons() -> None:
    """The same person has the same name in every file; who shares a full name with another stands in the list above."""
    gazetteer = load_gazetteer()
    bearers = defaultdict(set)
    for person in gazetteer.people.values():
        for name in (person.name, *person.aliases):
            words = gazetteer.key(phrase(name))
            if len(words) > 1:
                bearers[" ".join(words)].add(person.name)
    assert {name for name, people in bearers.items() if len(people) > 1} == NAMESAKES


def test_sorting_moves_whole_rows() -> None:
    """Each row keeps the comment above it, and nothing is lost."""
    done = sort_table(TABLE)
    assert done.index("head_of_state") < done.index("foreign_minister")
    assert done.index("# belongs to First") < done.index("First,") < done.index("Second,")
    assert done.index("Óscar") < done.index("Zed")
    assert done.startswith("# A comment at the top")
    assert sorted(done.splitlines()) == sorted(TABLE.splitlines())
    assert yaml.safe_load(done)["people"][1]["name"] == "Zed"


def test_sorting_twice_changes_nothing() -> None:
    """What is in order stays as it is, to the character."""
    assert sort_table(sort_table(TABLE)) == sort_table(TABLE)
    for path in find_tables():
        text = path.read_text(encoding="utf-8")
        assert sort_table(text) == text, path.name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: Exland", "nmae: Exland", "nmae"),
        ("until: 2001-05", "until: 1998", "leaves on 1998-12-31"),
        ("from: 2001-05", "from: 2001-05, elected: 2001-06-01", "elected on 2001-06-01"),
        ("from: 2001-05", "until: 2002", "no `from`"),
        ("from: 2001-05", "from: 2001-13", "month must be"),
        ("office: head_of_state", "office: king", "unknown office king"),
        ('code: "XX"', 'code: "YY"', "holds the record of YY"),
        ("  - {name: Zed, gender: f}", "  - {name: Zed}\n  - {name: Zed}", "Zed stands twice"),
        ("      - {name: Second, from: 2001-05}", "      - {name: First, from: 1999}", "First enters twice"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    """Each kind of fault is found and says where to look."""
    assert old in TABLE
    assert find_faults(write_table(tmp_path, TABLE)) == []
    faults = find_faults(write_table(tmp_path, TABLE.replace(old, new)))
    assert faults
    assert told in " ".join(faults)


def territory(*holders: Holder) -> Territory:
    return Territory("XX", "Exland", offices=(Office("head_of_state", ("president",), holders),))


def test_two_sole_holders_at_a_time_are_told() -> None:
    """Not where one only acts, where a month's precision makes them touch, or a year's."""
    first, second = Holder("A", date(1999, 1, 1), date(2003, 6, 30)), Holder("B", date(2003, 3, 1))
    assert len(find_overlaps((territory(first, second),))) == 1
    assert find_overlaps((territory(first, Holder("B", date(2003, 3, 1), acting=True)),)) == []
    assert find_overlaps((territory(first, Holder("B", date(2003, 6, 1))),)) == []
    assert find_overlaps((territory(Holder("A", date(1999, 1, 1), date(2003, 12, 31)), Holder("B", date(2003, 1, 1))),)) == []


def test_our_overlaps_are_looked_at() -> None:
    """Only states that had two at a time: rivals, two prime ministers, a presidency of three, several commissioners."""
    assert {line.split()[0] for line in find_overlaps(build_territories())} == {"AF", "BA", "BN", "CI", "EU", "KH", "LY", "MG"}
