"""Dates and positions in memory: as the snapshot has them, and dates of any precision within days as the filter says."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from services.events.columns import Part, are_within, read_columns
from services.events.filters import is_within
from shared.database import session_scope
from shared.index.places import Place, change_places, number_date
from shared.models import EventPlaces, FeedHead

FAR = 300_000  # in another part than the first numbers

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
dates = st.none() | st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))


@given(st.lists(dates, max_size=20), st.none() | days, st.none() | days)
def test_dates_are_within_days_as_the_filter_says(told: list[str | None], first: date | None, last: date | None) -> None:
    """Of a year or a month, any of its days may be meant; what has no date is never meant."""
    part = Part(np.array([number_date(one) for one in told], dtype=np.int32), np.zeros(len(told), dtype=np.int64))
    if first or last:
        low, high = sorted((first, last)) if first and last else (first, last)  # type: ignore[type-var]
        assert are_within(part, low, high).tolist() == [is_within(one, low, high) for one in told]


@given(dates, dates)
def test_dates_sort_as_they_are_told(one: str | None, other: str | None) -> None:
    """The order of the numbers is that of the texts, and what has no date comes before all."""
    assert (number_date(one) < number_date(other)) == ((one or "") < (other or ""))


def write(head: int, places: dict[int, Place]) -> None:
    with session_scope(write=True) as session:
        change_places(session, places)
        session.execute(update(FeedHead).values(position=head))


def find(*numbers: int) -> list[tuple[int, int]]:
    """Returns date and position of each as a new snapshot has them."""
    with session_scope(snapshot=True) as session:
        part = read_columns(session).gather(np.array(numbers))
        return list(zip(part.dates.tolist(), part.positions.tolist(), strict=True))


@pytest.mark.usefixtures("database")
def test_what_changes_is_read_and_nothing_else() -> None:
    """What was read before stays; a later change of an event, near or far, shows at the next look; so does its end."""
    write(2, {1: Place(1, 20180309), 2: Place(2, 0)})
    assert find(1, 2) == [(20180309, 1), (0, 2)]
    write(4, {2: Place(3, 20190000), FAR: Place(4, 20200101)})
    assert find(1, 2, FAR) == [(20180309, 1), (20190000, 3), (20200101, 4)]
    write(5, {1: Place(5, -1)})
    assert find(1, 2, FAR) == [(-1, 0), (20190000, 3), (20200101, 4)]


@pytest.mark.usefixtures("database")
def test_an_older_snapshot_sees_what_it_saw() -> None:
    """Who began before a change, and reads after somebody else has seen it, is told of the time before it."""
    write(1, {1: Place(1, 20180309)})
    with session_scope(snapshot=True) as older:
        older.get(FeedHead, 1)
        write(2, {1: Place(2, 20190101)})
        assert find(1) == [(20190101, 2)]
        part = read_columns(older).gather(np.array([1]))
        assert (part.dates.tolist(), part.positions.tolist()) == ([20180309], [1])
    assert find(1) == [(20190101, 2)]


@pytest.mark.usefixtures("database")
def test_a_database_that_was_set_back_is_read_anew() -> None:
    """Where the feed's head lies before what is kept, nothing of that counts any more."""
    write(9, {1: Place(8, 20180309), 2: Place(9, 20180310)})
    assert len(find(1, 2)) == 2
    with session_scope(write=True) as session:
        session.execute(delete(EventPlaces))
    write(3, {1: Place(3, 20170101)})
    assert find(1, 2) == [(20170101, 3), (-1, 0)]
