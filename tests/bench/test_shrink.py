"""What `benchmarks.shrink` leaves of a text, and what it takes for a fault."""

from __future__ import annotations

from benchmarks.same import Data
from benchmarks.shrink import find_faults, shrink


def make_call(first: str, second: str, **rest: object) -> Data:
    people = [{"name": first, "country": "FR"}, {"name": second, "country": "DE"}]
    return {"participants": people, "initiator": None, "date": None, "evidence": "They spoke.", **rest}


def test_what_is_needed_is_left_and_nothing_else() -> None:
    parts = [f"{number} " for number in range(40)]
    left = shrink(parts, lambda text: {"3", "17", "38"} <= set(text.split()), readings=1000)
    assert left == ["3 ", "17 ", "38 "]


def test_it_stays_with_what_it_has_after_so_many_readings() -> None:
    asked: list[str] = []

    def holds(text: str) -> bool:
        asked.append(text)
        return "39" in text.split()

    left = shrink([f"{number} " for number in range(40)], holds, readings=3)
    assert "39 " in left
    assert len(left) > 1
    assert len(asked) <= 3


def test_right_calls_and_background_are_no_faults() -> None:
    row = {"calls": [make_call("Ann Ayr", "Bo Bly"), make_call("Ann Ayr", "Cy Cox", background=True)]}
    assert list(find_faults(row, row["calls"])) == []


def test_false_missed_and_wrong_calls_are_told_apart() -> None:
    row = {"calls": [make_call("Ann Ayr", "Bo Bly", date="2020-01-01", initiator="Ann Ayr"), make_call("Di Day", "Ed Elm")]}
    found = [make_call("Ann Ayr", "Bo Bly", date="2020-01-02"), make_call("Flo Fry", "Gus Gay")]
    faults = {fault.what.split()[0]: fault for fault in find_faults(row, found)}
    assert set(faults) == {"FALSE", "MISSED", "INITIATOR", "DAY"}
    assert {kind for kind, fault in faults.items() if fault.told} == {"FALSE", "DAY"}
    assert faults["FALSE"].test(found)
    assert not faults["FALSE"].test(row["calls"])
    assert faults["DAY"].test(found)
    assert not faults["INITIATOR"].test(found)
    assert faults["INITIATOR"].test(row["calls"])
    assert faults["MISSED"].test(row["calls"])
    assert not faults["MISSED"].test(found)
