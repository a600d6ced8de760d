"""Orders of events and keyset pages: a page begins behind the last row of the page before, wherever that row has gone since.

`next` holds the order and that row's key, so a page cannot be continued in another order. In `created` and `date` nothing is
lost or repeated while events are added; in `updated` what changes moves to the end, where a reader meets it again; in `-updated`
it moves to the front, so that order suits a first look, not a copy. Knows no SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from shared.errors import ErrorItem, Problem

ORDERS = ("-created", "created", "-updated", "updated", "-date", "date")
_SEPARATOR = "~"
_DATE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?", re.ASCII)


class Key(NamedTuple):
    """What an order sorts by: a number, with `date` before it in the order of dates ("" for undated, which come last)."""

    number: int
    date: str = ""


class Row(NamedTuple):
    """One event as selected: what the orders sort by, its document, and the text that `q` searches."""

    id: str
    number: int
    position: int
    date: str | None
    document: dict[str, Any]
    words: str


_KEYS: dict[str, Callable[[Row], Key]] = {
    "created": lambda row: Key(row.number),
    "updated": lambda row: Key(row.position),
    "date": lambda row: Key(row.number, row.date or ""),
}


class Order(NamedTuple):
    """By what to sort ("created", "updated", "date"), and whether what is newest comes first."""

    name: str
    is_descending: bool

    def find_key(self, row: Row) -> Key:
        """Returns what the row is sorted by."""
        return _KEYS[self.name](row)

    def sort(self, keys: Iterable[Key]) -> list[Key]:
        """Returns the keys in this order."""
        told = sorted(keys, key=lambda key: (key.date, key.number), reverse=self.is_descending)
        return sorted(told, key=lambda key: not key.date) if self.name == "date" else told

    def is_behind(self, key: Key, after: Key | None) -> bool:
        """Whether a key stands behind another; any stands behind None."""
        if after is None or bool(key.date) != bool(after.date):
            return after is None or not key.date  # undated come last either way
        told, last = (key.date, key.number), (after.date, after.number)
        return told < last if self.is_descending else told > last


def parse_order(told: str) -> Order:
    """Returns the order that one of ORDERS names."""
    return Order(told.lstrip("-"), told.startswith("-"))


def parse_token(order: str, token: str | None) -> Key | None:
    """Returns the key that `token`, made in the same order, tells; None where there is none; 422 for a token that tells none."""
    if token is None:
        return None
    told, _, key = token.partition(_SEPARATOR)
    date, number = key.rpartition(_SEPARATOR)[::2] if order.endswith("date") else ("", key)
    if told != order or not (number.isascii() and number.isdigit() and len(number) <= 18) or not _DATE.fullmatch(date):
        raise Problem(422, errors=[ErrorItem("/query/after", "Not the `next` of a page in this order.")])
    return Key(int(number), date)


def make_token(order: str, row: Row) -> str:
    """Returns the `next` of a page that ends with `row`."""
    key = parse_order(order).find_key(row)
    return _SEPARATOR.join([order, *([key.date] if order.endswith("date") else []), str(key.number)])
