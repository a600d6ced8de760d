"""The feed as Server-Sent Events: from a position on, every entry once and in order, then each new one as it is committed.

Each stream is one greenlet (`services.events.serving`), which waits for the reader's news and writes what its filters let pass. A
reader that takes nothing for `SEND_WITHIN_S` is hung up on. Heartbeats carry the position as `id:`, so that a reader whose
filters let little pass comes back from where the feed was, not from its last match.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from services.events.filters import EVERYTHING, matches
from services.events.hub import Reader, Told
from services.events.selection import Replay
from shared.feed import CursorTooOld
from shared.logs import get_logger

HEARTBEAT_S = 10.0
RETRY_MS = 2000
LONGEST_S = 1800.0  # then the client comes back, and its key is looked at again
SEND_WITHIN_S = 30.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

log = get_logger(__name__)


def bound_sends(environ: dict[str, Any]) -> None:
    """Lets a write to this request's client fail when it takes too long; the client comes back and loses nothing."""
    if client := environ.get("gunicorn.socket"):
        client.settimeout(SEND_WITHIN_S)


def stream_events(replay: Replay, start: int, reader: Reader) -> Iterator[str]:
    """Yields the stream's text from behind `start` on, until the process ends, the database fails or the time is up.

    A comment says when all that was there is told. A client that comes back with the last id it saw loses nothing and sees
    nothing twice."""
    yield f"retry: {RETRY_MS}\n\n"
    position, is_new = start, True
    heard_at = time.monotonic()
    ends_at = heard_at + LONGEST_S
    while not reader.is_ending() and time.monotonic() < ends_at:
        news = reader.news
        try:
            told = reader.find_told(position)
        except (SQLAlchemyError, CursorTooOld) as error:
            log.warning("stream.cut", position=position, error=type(error).__name__)
            return
        position = told[-1].position if told else position
        text = write_passing(replay, told)
        if not told and (is_new or time.monotonic() - heard_at >= HEARTBEAT_S):
            text, is_new = f"id: {position}\n: {'all told' if is_new else 'alive'}\n\n", False
        if text:
            yield text
            heard_at = time.monotonic()
        if not told:
            news.wait(max(0.0, min(heard_at + HEARTBEAT_S, ends_at) - time.monotonic()))


def write_passing(replay: Replay, told: list[Told]) -> str:
    """Returns the text of those entries that the filters let pass."""
    passing = (one for one in told if replay.filters == EVERYTHING or matches(replay.filters, one.entry.document, one.entry.words))
    return "".join(one.text(replay.envelope) for one in passing)
