"""Spellings of one name are told from two names, whatever language they were written for."""

from __future__ import annotations

import pytest

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.sounds import ENOUGH, likeness, plain, skeletons
from services.extractor.rules.words import phrase


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Abdelfattah al-Burhane", "Abdel Fattah al-Burhan"),
        ("Sadir Zhaparov", "Sadyr Japarov"),
        ("Edouard Chevardnadze", "Eduard Shevardnadze"),
        ("Mahmud Achmadinedschad", "Mahmoud Ahmadinejad"),
        ("Hussein Amirabdollahian", "Hossein Amir-Abdollahian"),
        ("Serge Lawrow", "Sergey Lavrov"),
        ("Alexandre Loukachenko", "Alexander Lukashenko"),
    ],
)
def test_another_spelling_leads_to_the_same_person(written: str, name: str) -> None:
    """French, German and other spellings that no table lists."""
    found = load_gazetteer().sounding_like(phrase(written))
    assert found
    assert found[0][1].name == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali Hassan", "Ali Hussein"),
        ("Mohammed Omar", "Mahmoud Amer"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("David Brown", "David Byrne"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    """Names that share most of their consonants."""
    assert likeness(plain(phrase(one)), plain(phrase(other))) < ENOUGH


def test_a_letter_that_is_read_in_several_ways_gives_several_keys() -> None:
    """French "ch" is "sh", German "ch" is "kh"."""
    assert len(skeletons(("rachmon",))) > 1
    assert set(skeletons(("rachmon",))) & set(skeletons(("rahmon",)))
