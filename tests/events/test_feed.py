"""The stream: from where it begins, in which order, what it filters, how it is cut and resumed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from services.events import feed, hub, routes
from shared.database import session_scope
from shared.models import FeedEntry
from shared.settings import get_settings
from tests.conftest import assert_event, assert_problem
from tests.events.writing import read_again, write_article, write_days
from tests.extractor.calls import make_call

Told = tuple[int, str, dict[str, Any]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test waits for the clock, or leaves a stream open."""
    monkeypatch.setattr(hub, "POLL_S", 0.01)
    monkeypatch.setattr(feed, "HEARTBEAT_S", 0.05)
    yield
    while Stream.opened:
        Stream.opened.pop().close()


class Stream:
    """An open stream, read block by block."""

    opened: ClassVar[list[Stream]] = []

    def __init__(self, client: FlaskClient, query: str = "", **headers: str) -> None:
        self.answer = client.get(f"/v1/events/stream{query}", headers=headers, buffered=False)
        assert self.answer.status_code == 200, self.answer.text
        self.opened.append(self)
        self.chunks = iter(self.answer.iter_encoded())

    def blocks(self) -> Iterator[str]:
        for chunk in self.chunks:
            text = chunk.decode()
            assert text.endswith("\n\n")
            yield from text.split("\n\n")[:-1]

    def events(self, count: int) -> list[Told]:
        """Returns the next `count` events; comments and `retry` are passed over."""
        told: list[Told] = []
        for block in self.blocks() if count else ():
            lines = dict(line.split(": ", 1) for line in block.split("\n"))
            if "data" in lines:
                told.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
                if len(told) == count:
                    break
        return told

    def close(self) -> None:
        self.answer.close()


def read_all(client: FlaskClient) -> str:
    """Returns the text of a stream that ends."""
    return b"".join(Stream(client, "?after=0").chunks).decode()


def read_feed() -> list[tuple[int, str]]:
    with session_scope() as session:
        rows = session.execute(select(FeedEntry.position, FeedEntry.kind).order_by(FeedEntry.position))
        return [(position, f"event.{kind}") for position, kind in rows]


def test_from_the_first_each_kind_in_order(client: FlaskClient) -> None:
    """`after=0`: everything that ever happened, as it was then."""
    article = write_article(make_call())
    read_again(article, make_call(outcomes=[]))
    read_again(article)
    stream = Stream(client, "?after=0")
    assert stream.answer.mimetype == "text/event-stream"
    assert stream.answer.headers["X-Accel-Buffering"] == "no"
    assert stream.answer.headers["Cache-Control"] == "no-store"
    assert stream.answer.headers["Last-Event-ID"] == "0"
    told = stream.events(3)
    stream.close()
    assert [(number, kind) for number, kind, _ in told] == [(1, "event.created"), (2, "event.updated"), (3, "event.retracted")]
    for number, _, event in told:
        assert_event(event)
        assert event["cursor"] == str(number)
    assert [len(event["outcomes"]) for _, _, event in told] == [1, 0, 0]


def test_without_a_place_it_begins_with_the_next_event(client: FlaskClient) -> None:
    """What is committed after the headers came is told, what was before is not."""
    write_days(1, 3)
    stream = Stream(client)
    write_days(4, 5)
    assert [event["date"][-2:] for _, _, event in stream.events(2)] == ["04", "05"]
    stream.close()


def test_header_outranks_query(client: FlaskClient) -> None:
    """A browser comes back to the same address with its last id."""
    write_days(1, 5)
    stream = Stream(client, "?after=0", **{"Last-Event-ID": "3"})
    assert [number for number, _, _ in stream.events(2)] == [4, 5]
    stream.close()
    stream = Stream(client, "?after=4")
    assert [number for number, _, _ in stream.events(1)] == [5]
    stream.close()


def test_reader_that_hangs_up_loses_and_repeats_nothing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hangs up after every seventh event while four writers write; small chunks, so that streams end amid one."""
    monkeypatch.setattr(hub, "CHUNK", 5)

    def write(month: int) -> None:
        for article in write_days(1, 5, f"2018-{month:02}"):
            read_again(article, make_call(date=f"2018-{month:02}-20", outcomes=[]))

    writers = [threading.Thread(target=write, args=(month,)) for month in range(1, 5)]
    for writer in writers:
        writer.start()
    seen: list[tuple[int, str]] = []
    while len(seen) < 60:  # four times five calls made, then moved to a common day: five retracted, one made, four more reports
        stream = Stream(client, **{"Last-Event-ID": str(seen[-1][0] if seen else 0)})
        seen += [(number, kind) for number, kind, _ in stream.events(min(7, 60 - len(seen)))]
        stream.close()
    for writer in writers:
        writer.join()
    assert seen == read_feed()
    assert {kind for _, kind in seen} == {"event.created", "event.updated", "event.retracted"}


def test_filters_pass_what_each_entry_was(client: FlaskClient) -> None:
    """A topic that was corrected away is told while it was there; a retraction is told by what was retracted."""
    article = write_article(make_call())
    read_again(article, make_call(topics=[]))
    read_again(article)
    other = write_article(make_call(date="2018-05-05"))
    told = Stream(client, "?after=0&topic=trade").events(2)
    assert [(number, event["date"]) for number, _, event in told] == [(1, "2018-03-09"), (4, "2018-05-05")]
    told = Stream(client, f"?after=0&article={article}").events(3)
    assert [number for number, _, _ in told] == [1, 2, 3]
    assert [number for number, _, _ in Stream(client, f"?after=1&article={other}&country=FR&q=friday").events(1)] == [4]
    assert [number for number, _, _ in Stream(client, "?after=0&updated_after=3").events(1)] == [4]


@pytest.mark.parametrize(
    ("query", "headers", "pointer"),
    [
        ("?after=x", {}, "/query/after"),
        ("?after=-1", {}, "/query/after"),
        ("?after=1", {}, "/query/after"),
        ("", {"Last-Event-ID": "x"}, "/headers/Last-Event-ID"),
        ("", {"Last-Event-ID": "99"}, "/headers/Last-Event-ID"),
        ("?from=x", {}, "/query/from"),
    ],
)
def test_wrong_places_are_refused(lite: FlaskClient, query: str, headers: dict[str, str], pointer: str) -> None:
    """A place that the feed never gave out too: waiting for it would lose all until then."""
    assert_problem(lite.get(f"/v1/events/stream{query}", headers=headers), 422, pointer)


def test_quiet_stream_is_kept_alive(lite: FlaskClient) -> None:
    """First how soon to come back, then a word when all is told, then one now and then, with the place to come back to; also
    while a filter passes nothing."""
    write_days(1, 3)
    blocks = Stream(lite, "?after=0&country=US").blocks()
    assert next(blocks) == "retry: 2000"
    assert next(blocks) == "id: 3\n: all told"
    assert next(blocks) == next(blocks) == "id: 3\n: alive"


def test_stream_ends_with_its_process_with_the_database_and_in_time(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends by itself, so that the client comes back elsewhere; nothing breaks."""
    write_days(1, 1)
    lite.application.extensions["diplowire_is_ending"] = lambda: True
    assert read_all(lite) == "retry: 2000\n\n"
    del lite.application.extensions["diplowire_is_ending"]
    monkeypatch.setattr(feed, "LONGEST_S", 0.1)
    started = time.monotonic()
    assert "event.created" in read_all(lite)
    assert time.monotonic() - started < 5
    monkeypatch.setattr(feed, "LONGEST_S", 60)

    def fail(*_: Any) -> None:
        raise OperationalError("select", {}, Exception("the server is gone"))

    monkeypatch.setattr(hub, "find_entries", fail)
    assert read_all(lite) == "retry: 2000\n\n"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_streams_end_where_nobody_reads_for_them(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the reader must not leave streams that are alive and silent; who comes back gets a new reader."""
    stream = Stream(lite)
    blocks = stream.blocks()
    assert next(blocks) == "retry: 2000"
    with monkeypatch.context() as patch:
        patch.setattr(hub.Reader, "_keep", lambda *_: 1 / 0)
        write_days(1, 1)
        assert [block for block in blocks if "event:" in block] == []
    stream.close()
    assert [number for number, _, _ in Stream(lite, "?after=0").events(1)] == [1]


def test_places_are_bounded_and_given_back(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 when all are taken; a stream that is hung up, before or after its first byte, frees its place; HEAD takes none."""
    monkeypatch.setenv("DIPLOWIRE_MAX_STREAMS", "12")
    get_settings.cache_clear()
    streams = [Stream(lite) for _ in range(12)]
    refused = lite.get("/v1/events/stream")
    assert_problem(refused, 503)
    assert refused.headers["Retry-After"]
    assert lite.head("/v1/events/stream").status_code == 200
    assert "diplowire_open_streams 12.0" in lite.get("/metrics").text
    assert next(streams[0].blocks()) == "retry: 2000"
    for stream in streams:
        stream.close()
        stream.close()
    assert routes.hub._reader is None
    assert "diplowire_open_streams 0.0" in lite.get("/metrics").text
    Stream(lite).close()


def test_metrics_tell_events_and_feed(lite: FlaskClient) -> None:
    """By state and by kind."""
    first, _ = write_days(1, 2)
    read_again(first)
    page = lite.get("/metrics").text
    for line in ('events_stored{state="live"} 1.0', 'events_stored{state="retracted"} 1.0', 'feed_entries{kind="retracted"} 1.0'):
        assert f"diplowire_{line}" in page
