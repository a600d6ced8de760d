"""Numbers into places: nothing falls outside, nothing is lost."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.page.drawing.heatmap import LEVELS, draw_calendar
from services.events.page.drawing.network import SIZE, Tie, draw_network
from services.events.page.drawing.timeline import FOOT, HEIGHT, MOST_COLUMNS, WIDTH, draw_timeline

DAYS = st.dictionaries(st.dates(date(1990, 1, 1), date(2026, 12, 31)), st.integers(1, 500), min_size=1, max_size=40)


@given(DAYS)
def test_timeline_holds_every_call(days: dict[date, int]) -> None:
    """The columns cover the span without a gap, stay on the canvas, and add up."""
    drawn = draw_timeline(sorted(days.items()))
    assert drawn is not None
    assert sum(column.calls for column in drawn.columns) == sum(days.values())
    assert len(drawn.columns) <= MOST_COLUMNS + 1
    assert all(b.first - a.last == timedelta(1) for a, b in zip(drawn.columns, drawn.columns[1:], strict=False))
    assert all(c.x >= 0 and c.x + c.width <= WIDTH + 0.01 and abs(c.y + c.height - (HEIGHT - FOOT)) < 0.01 for c in drawn.columns)
    assert max(column.height for column in drawn.columns) == HEIGHT - FOOT


@pytest.mark.parametrize(("last", "unit"), [(date(2018, 4, 1), "day"), (date(2021, 1, 1), "month"), (date(2040, 1, 1), "year")])
def test_timeline_is_as_fine_as_the_span_allows(last: date, unit: str) -> None:
    """Days for weeks, months for years, years for decades."""
    drawn = draw_timeline([(date(2018, 3, 9), 1), (last, 2)])
    assert drawn is not None
    assert drawn.unit == unit


def test_timeline_of_nothing() -> None:
    """No day, no picture."""
    assert draw_timeline([]) is None


@given(st.integers(1990, 2030), st.dictionaries(st.integers(0, 364), st.integers(1, 9999), max_size=30))
def test_calendar_has_every_day_once(year: int, counted: dict[int, int]) -> None:
    """A place of its own per day, in the row of its weekday; more calls never look weaker."""
    days = {date(year, 1, 1) + timedelta(n): calls for n, calls in counted.items()}
    drawn = draw_calendar(year, days)
    assert len(drawn.cells) == (date(year + 1, 1, 1) - date(year, 1, 1)).days == len({(c.x, c.y) for c in drawn.cells})
    assert drawn.calls == sum(days.values())
    levels = sorted((cell.calls, cell.level) for cell in drawn.cells)
    assert [level for _, level in levels] == sorted(level for _, level in levels)
    assert all((cell.level == 0) == (cell.calls == 0) and cell.level <= LEVELS for cell in drawn.cells)


def test_network_places_everybody_once_and_apart() -> None:
    """Arrows point at who was called; wider for more; the same picture every time."""
    ties = [Tie("A", "B", 9, 9, 0), Tie("A", "C", 1, 0, 1), Tie("D", "E", 4, 2, 2), Tie("B", "C", 1, 0, 0)]
    nodes, edges = draw_network(ties)
    assert sorted(node.name for node in nodes) == list("ABCDE")
    assert {node.name: node.calls for node in nodes} == {"A": 10, "B": 10, "C": 2, "D": 4, "E": 4}
    assert all(0 < node.x < SIZE and 0 < node.y < SIZE for node in nodes)
    assert min(math.dist(a[:2], b[:2]) for a in nodes for b in nodes if a is not b) > 50
    assert [edge.arrows for edge in edges] == ["end", "start", "both", "none"]
    assert edges[0].width > edges[2].width > edges[1].width
    assert draw_network(ties) == (nodes, edges)
    assert draw_network([]) == ([], [])
