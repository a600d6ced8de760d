"""Tells the world outside the database that the feed grew: a ring on a Redis channel, the Redis Stream, and the webhooks' queue.

Whoever writes feed entries calls `ring_after_commits` once; the ring follows each commit that added some and costs the same
however many read. All of it may be lost with Redis: streams ask the table anyway, and the webhooks' sweep rings again.

The ids of the Redis Stream are the cursor (`7-0` is 7), so an entry cannot be added twice or out of order, and a consumer group
made anew after a loss goes on from the cursor it has.
"""

from __future__ import annotations

import json
import time
from typing import Any

import redis
from sqlalchemy import event
from sqlalchemy.orm import Session

from shared.feed import CursorTooOld, Entry, find_entries, find_reach
from shared.logs import get_logger
from shared.models import FeedEntry
from shared.queue import QUIET_AFTER_FAILURE_S, WAKE_SUBSCRIPTIONS, Enqueuer, connect_redis
from shared.settings import get_settings

CHANNEL, STREAM, WAKING = "diplowire:feed", "diplowire:events", "diplowire:waking"
CHUNK = 200
ONE_WAKE_IN_MS = 5000  # while one waits to be taken up, no other is queued
LOST_POLL_S = 0.25
_GROWN = "diplowire_feed_grown"

log = get_logger(__name__)


class Bell:
    """Rings for one process; a broker that is away costs one short wait, then silence for a while."""

    def __init__(self) -> None:
        self._quiet_until = 0.0
        self._sender = Enqueuer()
        self._client: redis.Redis | None = None

    def ring(self) -> None:
        """Wakes the streams, brings the Redis Stream up to the table, wakes the webhooks; never raises."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._client = client = self._client or connect_redis()  # kept: a new connection costs more than a ring
            client.publish(CHANNEL, "")
            fill_stream(client)
            if client.set(WAKING, "1", nx=True, px=ONE_WAKE_IN_MS):
                self._sender.send(WAKE_SUBSCRIPTIONS, [()])
        except Exception as error:  # whatever Redis or the database raise: what was committed is safe, only told later
            self._client = None
            self._quiet_until = time.monotonic() + QUIET_AFTER_FAILURE_S
            log.warning("bell.unheard", error=type(error).__name__)


bell = Bell()


def ring_after_commits() -> None:
    """From now on, the bell rings after every commit of this process that added entries to the feed."""
    if not event.contains(Session, "after_commit", _ring_if_grown):
        event.listen(Session, "before_flush", _note_growth)
        event.listen(Session, "after_commit", _ring_if_grown)


def _note_growth(session: Session, *_: Any) -> None:
    if any(isinstance(row, FeedEntry) for row in session.new):
        session.info[_GROWN] = True


def _ring_if_grown(session: Session) -> None:
    if session.info.pop(_GROWN, False):
        bell.ring()


def fill_stream(client: redis.Redis) -> int:
    """Adds to the Redis Stream what the table has beyond it; returns how many entries. Any number may do it at once.

    A stream that is ahead of the table belongs to another database and is begun anew."""
    added = 0
    while True:
        with client.pipeline() as pipe:
            pipe.watch(STREAM)  # type: ignore[no-untyped-call]
            entries = _find_missing(pipe)
            pipe.multi()
            for entry in entries:
                pipe.xadd(STREAM, shape_entry(entry), f"{entry.position}-0", maxlen=get_settings().feed_stream_length)  # type: ignore[arg-type]
            try:
                pipe.execute()
            except redis.WatchError:  # somebody else was here, or all was wiped: look again
                continue
        added += len(entries)
        if len(entries) < CHUNK:
            return added


def find_stream_position(client: redis.Redis) -> int:
    """Returns the last position in the Redis Stream, 0 where it is empty."""
    newest: Any = client.xrevrange(STREAM, count=1)
    return int(newest[0][0].partition(b"-")[0]) if newest else 0


def _find_missing(pipe: Any) -> list[Entry]:
    """Returns the next entries that the stream lacks; an empty one begins with the newest that it may hold."""
    last, reach = find_stream_position(pipe), find_reach()
    if last > reach.head:
        log.warning("stream.foreign", position=last, head=reach.head)
        pipe.delete(STREAM)
        last = 0
    if last == reach.head:
        return []
    try:
        return find_entries(max(last, reach.floor, reach.head - get_settings().feed_stream_length), CHUNK)
    except CursorTooOld as error:  # pruned just now
        return find_entries(error.floor, CHUNK)


def shape_entry(entry: Entry) -> dict[str, str]:
    """Returns the fields of one entry of the Redis Stream."""
    return {"type": f"event.{entry.kind}", "data": json.dumps({**entry.document, "cursor": str(entry.position)})}


class Listener:
    """Waits for rings. While Redis is away, a wait ends after `LOST_POLL_S`, so that who listens asks the table often."""

    def __init__(self) -> None:
        self._heard: Any = None
        self._client: redis.Redis | None = None
        self._lost_until = 0.0

    def wait(self, timeout_s: float) -> None:
        """Returns at the next ring, or after `timeout_s`; rings that came meanwhile count as one."""
        if time.monotonic() < self._lost_until:
            time.sleep(min(timeout_s, LOST_POLL_S))
            return
        try:
            if self._heard is None:
                self._client = connect_redis()
                self._heard = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
                self._heard.subscribe(CHANNEL)
                self._heard.get_message(timeout=get_settings().queue_timeout_s)  # Redis says that it will tell us
                return  # what was told before we listened is in the table
            if self._heard.get_message(timeout=timeout_s) is not None:
                while self._heard.get_message(timeout=0) is not None:
                    pass
        except (redis.RedisError, OSError) as error:
            log.warning("bell.lost", error=type(error).__name__)
            self.close()
            self._lost_until = time.monotonic() + get_settings().queue_timeout_s

    def close(self) -> None:
        """Hangs up; the next wait listens anew."""
        if self._heard is not None:
            self._heard.close()
        if self._client is not None:
            self._client.close()
        self._heard = self._client = None
