"""Loads the rows of a pattern table into frozen records: permitted keys are the record's fields, and an id may be used once."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from services.extractor.rules.load import PATTERNS, TableError, make, read_yaml

Row = TypeVar("Row")


def build_rows(kind: type[Row], raws: list[dict[str, Any]], where: str) -> tuple[Row, ...]:
    """Returns the rows as records of `kind`; lists become tuples, so that no stage can change a table."""
    rows, seen = [], set()
    for raw in raws:
        if raw.get("id") in seen:
            raise TableError(f"{where}: id {raw.get('id')!r} is used twice")
        seen.add(raw.get("id"))
        rows.append(make(kind, {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}, where))
    return tuple(rows)


@cache
def read_pattern_table(name: str) -> dict[str, Any]:
    """Returns the file `patterns/<name>.yml` as it stands."""
    table = read_yaml(PATTERNS / f"{name}.yml")
    if not isinstance(table, dict):
        raise TableError(f"{name}.yml holds no mapping")
    return table
