"""What a cursor may be: a position that the feed has reached and still keeps. One for lists, files, stream, webhooks."""

from __future__ import annotations

from shared.errors import ErrorItem, Problem
from shared.feed import CursorTooOld, find_reach


def find_start(asked: int | None, pointer: str) -> int:
    """Returns the position to begin behind: the one asked for, with 0 for the first that is kept and None for now.

    410 for one whose next entries are gone, 422 for one that was never given out."""
    reach = find_reach()
    if asked is None:
        return reach.head
    if asked > reach.head:
        raise Problem(422, errors=[ErrorItem(pointer, f"The feed has not come that far; its last cursor is {reach.head}.")])
    if 0 < asked < reach.floor:
        raise answer_too_old(CursorTooOld(reach.floor))
    return max(asked, reach.floor)


def require_kept(asked: int | None) -> None:
    """Raises 410 where what changed behind this cursor cannot be told in full any more."""
    if asked and asked < (floor := find_reach().floor):
        raise answer_too_old(CursorTooOld(floor))


def answer_too_old(error: CursorTooOld) -> Problem:
    """Returns the problem for a cursor that is too old."""
    detail = f"What changed behind this cursor is no longer kept; the earliest cursor that works is {error.floor}."
    return Problem(410, detail, more={"earliest": str(error.floor)})
