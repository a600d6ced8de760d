"""What a row of the bench finds: one figure of ours beside one of the plain way, their ratio, and whether the goal is met."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.table import Table

COMPARE: dict[str, Callable[[float, float], bool]] = {"≥": operator.ge, "≤": operator.le}
GOAL = re.compile(r"([≥≤]) ([\d.]+)")


@dataclass(frozen=True)
class Figure:
    """`what` was measured in `row`, in `unit`: `ours` beside `theirs`; `ratio` is ours over theirs, `goal` what it should be
    ("≥ 20", "≤ 1.2", "" where it has none), `met` whether it is (None without a goal)."""

    row: str
    what: str
    ours: float
    theirs: float
    unit: str
    goal: str
    ratio: float
    met: bool | None


def compare(row: str, what: str, ours: float, theirs: float, unit: str, goal: str = "") -> Figure:
    """Returns the figure; raises ValueError for a goal that is neither "≥ number" nor "≤ number" nor empty."""
    ratio = ours / theirs if theirs else float("inf")
    if not goal:
        return Figure(row, what, ours, theirs, unit, goal, ratio, None)
    told = GOAL.fullmatch(goal)
    if told is None:
        raise ValueError(f"not a goal: {goal!r}")
    return Figure(row, what, ours, theirs, unit, goal, ratio, COMPARE[told[1]](ratio, float(told[2])))


def take_turns(
    ours: Callable[[], float], theirs: Callable[[], float], rounds: int = 5, advance: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """Returns the medians of what both say of themselves, asked in turn `rounds` times, so that what else the machine does
    meets both; `advance` is called after each answer."""
    told: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for answers, ask in zip(told, (ours, theirs), strict=True):
            answers.append(ask())
            advance()
    return median(told[0]), median(told[1])


HEADINGS = ("row", "what", "ours", "beside", "unit", "ratio", "goal", "met")
MET = {True: "yes", False: "no", None: ""}


def make_cells(figure: Figure) -> list[str]:
    """Returns a figure as the cells of a table's row."""
    values = [write_number(figure.ours), write_number(figure.theirs), figure.unit, f"{figure.ratio:.2f}"]
    return [figure.row, figure.what, *values, figure.goal, MET[figure.met]]


def write_number(value: float) -> str:
    """Returns three digits that count, or all of a large number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def make_table(figures: Sequence[Figure]) -> Table:
    """Returns the table that a terminal shows."""
    table = Table(*HEADINGS)
    for figure in figures:
        table.add_row(*make_cells(figure))
    return table


def write_markdown(figures: Sequence[Figure]) -> str:
    """Returns the same table for a document."""
    rows = [HEADINGS, ("---", "---", "---:", "---:", "---", "---:", "---", "---"), *map(make_cells, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
