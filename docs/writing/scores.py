"""The page of scores: what each annotated set scored when the extractor first met it, and what it scores now."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from benchmarks.baseline import FILE, SHARES, read_baseline
from benchmarks.score import FIELDS
from docs.writing.tables import write_opening, write_table

FIRST_RUNS = FILE.with_name("first_runs.yml")
RUNS = (("before", "by the extractor before that work"), ("first", "first run"))


def write_scores() -> str:
    """Every annotated set, with a row for each time it was read that counts."""
    accepted = read_baseline()["sets"]
    first_runs = yaml.safe_load(FIRST_RUNS.read_text(encoding="utf-8"))
    rows = []
    for name, result in accepted.items():
        told = first_runs.get(name, {})
        rows += [(f"{name}, {what}", *map(_figure, told[key])) for key, what in RUNS if key in told]
        rows.append((f"{name} now", *map(_figure, _read_figures(result))))
    prose = """
        F1 of each field, the share of records that are exact (who, who placed it and when are all right), and the share of articles
        without a call in which none is told; `make score` measures them. The first run of a batch, annotated before the extractor
        saw it, tells what happens with an article of tomorrow; afterwards its errors were looked into and general causes mended.
        Where other work stood between writing a batch and its first run, a row shows what the extractor before that work made of
        it. How to take these figures: [measurements](../measurements.md)."""
    heads = ("set", *FIELDS, "exact", "silent")
    return write_opening("Scores", prose) + write_table(heads, rows)


def _read_figures(result: dict[str, dict[str, float]]) -> Sequence[float]:
    return [*(result[field]["f1"] for field in FIELDS), *(float(result[share]) for share in SHARES)]  # type: ignore[arg-type]


def _figure(value: float) -> str:
    return "1.00" if round(value, 3) == 1 else f"{value:.3f}".lstrip("0")
