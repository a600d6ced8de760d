"""Ids: short, unique strings that sort by time of making (ULIDs in lower case), and the clock they share with the tables."""

from __future__ import annotations

from datetime import UTC, datetime

from ulid import ULID


def new_id() -> str:
    """Returns a fresh id of 26 characters."""
    return str(ULID()).lower()


def utc_now() -> datetime:
    """Returns the time now, aware and in UTC."""
    return datetime.now(UTC)


def first_id_at(moment: datetime) -> str:
    """Returns where ids made at `moment` or later begin: no id made before sorts behind it, none made after sorts before."""
    return str(ULID.from_datetime(moment)).lower()[:10]
