"""A user's own folder of tables: its rows are joined to ours, and nothing of ours is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.extractor.rules.additions import join_spellings
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.load import OWN_NAMES, TableError, build_territories, load_territories
from services.extractor.rules.records import Office, Territory
from services.extractor.rules.words import find_words

GERMANY = """\
code: "DE"
name: Allemagne
aliases: [Berlin Republic]
elections:
  - {date: 2031-02-23, kind: parliamentary}
offices:
  - office: head_of_government
    titles: [bundeschancellor]
    holders:
      - {name: Olaf Scholz, from: 2021-12-08, until: 2025-05-01}
      - {name: Erika Musterfrau, from: 2031-05-06}
people:
  - {name: Olaf Scholz, aliases: [Scholzomat]}
  - {name: Erika Musterfrau, gender: f}
"""
ORGANISATIONS = """\
- code: "AU"
  offices:
    - office: head_of_organisation
      titles: [au boss]
      holders:
        - {name: Petra Beispiel, from: 2033-02-15}
- code: "Moon League"
  name: Moon League
  executive: head_of_organisation
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "territories").mkdir()
    (tmp_path / "territories" / "de.yml").write_text(GERMANY)
    (tmp_path / "territories" / "xx.yml").write_text('{code: "XX", name: Exland, demonyms: [Exlandic]}')
    (tmp_path / "organisations.yml").write_text(ORGANISATIONS)
    (tmp_path / "titles.yml").write_text("- {office: envoy, titles: [moon envoy]}")
    (tmp_path / "spellings.yml").write_text("- [musterfrau, mustafrau]\n- [sergej, sergei]")
    return tmp_path


@pytest.fixture
def in_force(own: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder named in the environment, the tables of this process read anew before and after."""
    caches = (load_territories, load_gazetteer)
    monkeypatch.setenv(OWN_NAMES, str(own))
    for cache in caches:
        cache.cache_clear()
    yield own
    for cache in caches:
        cache.cache_clear()


def require(territories: tuple[Territory, ...], code: str) -> Territory:
    return next(territory for territory in territories if territory.code == code)


def office_of(territory: Territory, name: str) -> Office:
    return next(office for office in territory.offices if office.office == name)


def test_a_known_record_gains_rows(own: Path) -> None:
    """Names, titles, votes and holders join ours; a row with our name and entry replaces ours."""
    ours, joined = require(build_territories(), "DE"), require(build_territories(own), "DE")
    assert joined.name == ours.name
    assert {"Allemagne", "Berlin Republic", *ours.aliases} == set(joined.aliases)
    assert len(joined.elections) == len(ours.elections) + 1
    before, now = office_of(ours, "head_of_government"), office_of(joined, "head_of_government")
    assert len(now.holders) == len(before.holders) + 1
    assert "bundeschancellor" in now.titles
    assert set(before.titles) < set(now.titles)
    assert next(h.until for h in now.holders if h.name == "Olaf Scholz") == date(2025, 5, 1)
    assert [h.start for h in now.holders] == sorted(h.start for h in now.holders)
    assert {known.name for known in ours.people} <= {known.name for known in joined.people}


def test_other_records_stay_as_they_are(own: Path) -> None:
    """A record that the user says nothing of is untouched; new codes come after ours."""
    ours, joined = build_territories(), build_territories(own)
    assert [t.code for t in joined] == [t.code for t in ours] + ["XX", "Moon League"]
    changed = {a.code for a, b in zip(ours, joined, strict=False) if a != b}
    assert changed == {"DE", "AU+"}


def test_the_extractor_knows_the_rows(in_force: Path) -> None:
    """The one variable is enough: the index finds the new names, under every spelling."""
    gazetteer = load_gazetteer()
    text = "Exland told the Moon League that Erika Mustafrau and the Scholzomat rang the moon envoy in the Berlin Republic."
    found = {text[m.char_start : m.char_end]: m.entries[0] for m in gazetteer.find(text, find_words(text))}
    assert found["Exland"].code == "XX"
    assert found["Moon League"].code == "Moon League"
    assert found["Erika Mustafrau"].person == "Erika Musterfrau"
    assert found["Scholzomat"].person == "Olaf Scholz"
    assert found["moon envoy"].office == "envoy"
    assert found["Berlin Republic"].code == "DE"
    assert [p.name for p in gazetteer.holders_of("DE", "head_of_government", date(2032, 1, 1))][-1] == "Erika Musterfrau"
    assert gazetteer.people["Erika Musterfrau"].gender == "f"
    assert [p.name for p in gazetteer.holders_of("AU+", "head_of_organisation", date(2034, 1, 1))][-1] == "Petra Beispiel"


def test_a_folder_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A misspelt path must not pass for a folder without rows."""
    monkeypatch.setenv(OWN_NAMES, str(tmp_path / "nowhere"))
    load_territories.cache_clear()
    with pytest.raises(TableError, match="nowhere"):
        load_territories()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{code: "XY"}', "name"),
        ('{code: "DE", capitol: Berlin}', "capitol"),
        ('{code: "DE", offices: [{office: kaiser, titles: []}]}', "kaiser"),
    ],
)
def test_a_bad_row_is_refused_with_its_file(own: Path, text: str, told: str) -> None:
    """The user's rows are held to the same rules as ours."""
    (own / "territories" / "xx.yml").write_text(text)
    (own / "territories" / "de.yml").unlink()
    with pytest.raises(TableError, match=told) as error:
        build_territories(own)
    assert "xx.yml" in str(error.value)


def test_spellings_that_share_a_word_become_one() -> None:
    """The first word of ours stays the usual spelling, also where a list ties two of ours together."""
    assert join_spellings([["a", "b"], ["c", "d"], ["e", "b"]]) == [["c", "d"], ["a", "b", "e"]]
    assert join_spellings([["a", "b"], ["c", "d"], ["d", "b"]]) == [["a", "b", "c", "d"]]
