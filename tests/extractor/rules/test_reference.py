"""The tables against two tables of leaders by others: every leader of 1990 to 2021 is in ours, or we say why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.extractor.rules.load import read_yaml
from tests.extractor.rules.reference import FOLDER, Leader, find_checked_leaders, find_problem

DISAGREEMENTS = Path(__file__).with_name("reference_disagreements.yml")
Key = tuple[str, str, str, str]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference tables are not here")


def find_disagreements() -> list[tuple[Key, str]]:
    return [
        ((row["table"], row["country"], row["name"], row["from"].isoformat()), group["reason"])
        for group in read_yaml(DISAGREEMENTS)
        for row in group["leaders"]
    ]


@pytest.fixture(scope="module")
def problems() -> dict[Key, tuple[Leader, str]]:
    """Every leader of the reference that our tables lack or date otherwise."""
    leaders = find_checked_leaders()
    assert len(leaders) > 2400
    return {leader.key: (leader, problem) for leader in leaders if (problem := find_problem(leader))}


def test_every_leader_is_known_or_explained(problems: dict[Key, tuple[Leader, str]]) -> None:
    """A new difference is either our error, to be mended in the tables, or gets a row with its reason."""
    explained = {key for key, _ in find_disagreements()}
    assert [f"{leader}: {problem}" for key, (leader, problem) in problems.items() if key not in explained] == []


def test_no_explanation_outlives_its_difference(problems: dict[Key, tuple[Leader, str]]) -> None:
    """What agrees again is struck off the list, and no row stands twice."""
    keys = [key for key, _ in find_disagreements()]
    assert [key for key in keys if key not in problems] == []
    assert len(keys) == len(set(keys))


def test_every_reason_is_one_line() -> None:
    """A reader learns why in a breath."""
    for key, reason in find_disagreements():
        assert 20 < len(reason) <= 150, key
        assert "\n" not in reason
