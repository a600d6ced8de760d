"""What every page of the reference is made of: Markdown tables, first lines of docstrings, paragraphs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence


def write_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Returns a Markdown table; bars and line ends in cells are made harmless."""
    lines = [heads, ["---"] * len(heads), *rows]
    cells = ([re.sub(r"\s+", " ", str(cell)).replace("|", "\\|") for cell in line] for line in lines)
    return "".join("| " + " | ".join(line) + " |\n" for line in cells)


def write_opening(heading: str, prose: str) -> str:
    """Returns a page's heading and what stands below it."""
    return f"# {heading}\n\n{inspect.cleandoc(prose)}\n\n"


def first_line(told: type) -> str:
    """Returns the first line of the docstring of a class of ours, or of the one of ours it is made from; else empty."""
    ours = (one.__dict__.get("__doc__") for one in told.__mro__ if one.__module__.startswith(("shared", "services")))
    return next((inspect.cleandoc(text).partition("\n")[0] for text in ours if text), "")
