"""Streams are taken in lists: as long as what has come, in order, to the end or the error."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from services.cli.readahead import take_ready


def test_everything_comes_once_and_in_order() -> None:
    """In lists that are never empty nor too long."""
    taken = list(take_ready(range(1000), at_most=7))
    assert [item for some in taken for item in some] == list(range(1000))
    assert all(1 <= len(some) <= 7 for some in taken)
    assert list(take_ready([], at_most=7)) == []


def test_slow_items_are_not_waited_for() -> None:
    """The first is given out before the second exists."""
    first_was_taken = threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        assert first_was_taken.wait(30)
        yield 2

    taken = take_ready(slow(), at_most=10)
    assert next(taken) == [1]
    first_was_taken.set()
    assert next(taken) == [2]


def test_error_comes_behind_what_came_before_it() -> None:
    """Nothing that was read is lost."""

    def broken() -> Iterator[int]:
        yield from (1, 2)
        raise OSError("gone")

    taken: list[int] = []
    with pytest.raises(OSError, match="gone"):
        taken.extend(item for some in take_ready(broken(), at_most=10) for item in some)
    assert taken == [1, 2]
