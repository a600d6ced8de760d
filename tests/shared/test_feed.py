"""The feed beyond the table: what is kept of it, the ring after a commit, and the Redis Stream with the cursor as its id."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from shared import bell, feed
from shared.bell import STREAM, Listener, fill_stream, find_stream_position, ring_after_commits
from shared.database import session_scope
from shared.feed import CursorTooOld, find_entries, find_reach, prune_feed
from shared.ids import utc_now
from shared.models import FeedEntry, FeedHead
from shared.queue import WEBHOOKS_QUEUE, connect_redis
from shared.settings import get_settings
from tests.conftest import RedisServer, assert_event
from tests.events.writing import write_days


@pytest.fixture
def ringing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process rings after commits, for this test alone."""
    monkeypatch.setattr(bell, "bell", bell.Bell())
    installed = event.contains(Session, "after_commit", bell._ring_if_grown)
    ring_after_commits()
    ring_after_commits()  # twice is once
    yield
    if not installed:
        event.remove(Session, "before_flush", bell._note_growth)
        event.remove(Session, "after_commit", bell._ring_if_grown)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody rings, also where another test of this process made an events service, which does."""
    monkeypatch.setattr(bell.bell, "ring", lambda: None)


def read_stream() -> list[tuple[str, dict[str, Any]]]:
    client = connect_redis()
    entries: Any = client.xrange(STREAM)
    return [(key.decode(), {name.decode(): value.decode() for name, value in fields.items()}) for key, fields in entries]


def ids(*positions: int) -> list[str]:
    return [f"{position}-0" for position in positions]


@pytest.mark.usefixtures("database")
def test_pruning_moves_the_floor_and_deletes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is older; in bounded steps; who asks from before is told from where it works; the head stays."""
    monkeypatch.setattr(feed, "PRUNED_AT_ONCE", 2)
    write_days(1, 7)
    with session_scope(write=True) as session:
        old = utc_now() - timedelta(days=9)
        session.execute(update(FeedEntry).where(FeedEntry.position <= 5).values(created_at=old))
    assert prune_feed(utc_now() - timedelta(days=1)) == 5
    assert find_reach() == (7, 5)
    with pytest.raises(CursorTooOld) as told:
        find_entries(4, 10)
    assert told.value.floor == 5
    assert [entry.position for entry in find_entries(5, 10)] == [6, 7]
    assert prune_feed(utc_now() - timedelta(days=1)) == 0
    assert prune_feed(utc_now() + timedelta(days=1)) == 2
    assert find_reach() == (7, 7)
    write_days(8, 8)
    assert [entry.position for entry in find_entries(7, 10)] == [8]


@pytest.mark.services
@pytest.mark.usefixtures("database", "ringing")
def test_commit_rings_fills_the_stream_and_wakes_the_webhooks(redis: RedisServer) -> None:
    """Once per commit that grew the feed; entries are what the table has; one wake waits at a time."""
    heard = connect_redis().pubsub(ignore_subscribe_messages=True)
    heard.subscribe(bell.CHANNEL)
    heard.get_message(timeout=1)
    write_days(1, 3)
    assert sum(heard.get_message(timeout=0.5) is not None for _ in range(4)) == 3
    entries = read_stream()
    assert [key for key, _ in entries] == ids(1, 2, 3)
    for key, fields in entries:
        told = json.loads(fields["data"])
        assert fields["type"] == "event.created"
        assert_event(told)
        assert f"{told['cursor']}-0" == key
    assert connect_redis().llen(WEBHOOKS_QUEUE) == 1


@pytest.mark.services
@pytest.mark.usefixtures("database")
def test_stream_is_filled_once_and_in_order_by_many(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while it is wiped; a reader finds no gap behind the first entry that is there."""
    monkeypatch.setattr(bell, "CHUNK", 3)
    write_days(1, 20)

    def fill() -> None:
        for _ in range(5):
            fill_stream(connect_redis())

    fillers = [threading.Thread(target=fill) for _ in range(4)]
    for filler in fillers:
        filler.start()
    connect_redis().delete(STREAM)
    for filler in fillers:
        filler.join()
    fill()
    assert [key for key, _ in read_stream()] == ids(*range(1, 21))
    assert find_stream_position(connect_redis()) == 20


@pytest.mark.services
@pytest.mark.usefixtures("database", "quiet")
def test_stream_is_trimmed_and_begins_with_the_newest(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one does not get all that ever was; one from another database is begun anew; a pruned feed is no trouble."""
    monkeypatch.setenv("DIPLOWIRE_FEED_STREAM_LENGTH", "5")
    get_settings.cache_clear()
    write_days(1, 12)
    client = connect_redis()
    client.xadd(STREAM, {"type": "foreign"}, "99-0")
    assert fill_stream(client) == 5
    assert [key for key, _ in read_stream()] == ids(8, 9, 10, 11, 12)
    client.delete(STREAM)
    prune_feed(utc_now())
    assert fill_stream(client) == 0
    write_days(13, 13)
    assert fill_stream(client) == 1
    assert [key for key, _ in read_stream()] == ids(13)


@pytest.mark.services
@pytest.mark.usefixtures("database")
def test_group_of_two_consumers_of_which_one_dies(redis: RedisServer) -> None:
    """The other claims what was left behind: every entry is worked on once, and none is lost."""
    client = connect_redis()
    client.xgroup_create(STREAM, "archive", id="0", mkstream=True)
    client.delete(STREAM)  # wiped: the group is made anew from the cursor that was kept
    write_days(1, 9)
    fill_stream(client)
    client.xgroup_create(STREAM, "archive", id="2-0")
    done: list[str] = []

    def take(name: str, count: int) -> list[str]:
        answer: Any = client.xreadgroup("archive", name, {STREAM: ">"}, count=count)
        return [key.decode() for key, _ in answer[0][1]] if answer else []

    for key in take("first", 2):
        client.xack(STREAM, "archive", key)
        done.append(key)
    assert take("first", 3) == ids(5, 6, 7)  # and here it dies
    for key in take("second", 10):
        client.xack(STREAM, "archive", key)
        done.append(key)
    claimed: Any = client.xautoclaim(STREAM, "archive", "second", min_idle_time=0)
    for key, _ in claimed[1]:
        client.xack(STREAM, "archive", key)
        done.append(key.decode())
    assert sorted(done) == ids(3, 4, 5, 6, 7, 8, 9)
    assert client.xpending(STREAM, "archive")["pending"] == 0  # type: ignore[index]


@pytest.mark.services
@pytest.mark.usefixtures("database", "ringing")
def test_lost_broker_costs_little_and_is_made_up_for(redis: RedisServer) -> None:
    """A commit without Redis is as good as any; the next ring brings the stream what it missed."""
    redis.kill()
    started = time.monotonic()
    write_days(1, 5)
    assert time.monotonic() - started < 5
    redis.start()
    bell.bell._quiet_until = 0.0
    write_days(6, 6)
    assert [key for key, _ in read_stream()] == ids(1, 2, 3, 4, 5, 6)


@pytest.mark.services
def test_listener_hears_again_after_redis_was_away(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away, waits are short, so that who listens asks the table often."""
    monkeypatch.setenv("DIPLOWIRE_QUEUE_TIMEOUT_S", "0.3")
    get_settings.cache_clear()
    listener = Listener()
    listener.wait(5)
    redis.kill()
    started = time.monotonic()
    for _ in range(3):
        listener.wait(5)
    assert time.monotonic() - started < 2
    redis.start()
    time.sleep(0.4)
    listener.wait(5)
    started = time.monotonic()
    threading.Timer(0.2, lambda: connect_redis().publish(bell.CHANNEL, "")).start()
    listener.wait(10)
    assert 0.1 < time.monotonic() - started < 5
    listener.close()


@pytest.mark.usefixtures("sqlite_database", "ringing")
def test_rolled_back_commit_does_not_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one that wrote no entry."""
    rings: list[int] = []
    monkeypatch.setattr(bell.bell, "ring", lambda: rings.append(1))
    with session_scope(write=True) as session:
        session.execute(update(FeedHead).values(position=FeedHead.position))
    write_days(1, 1)
    assert rings == [1]
    with session_scope() as session:
        event_id = session.scalar(select(FeedEntry.event_id))

    def fail() -> None:
        with session_scope(write=True) as session:
            session.add(FeedEntry(position=2, event_id=event_id, kind="updated", document={}))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert rings == [1]
