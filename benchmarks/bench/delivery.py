"""How soon a committed event is with its readers: streams of one events process beside bare Redis pub/sub, in the same run.

Starts Redis, SQLite and one process of the events service in a folder of its own, opens 1, 100 and 1,000 streams, publishes events,
then does the same with as many bare Redis subscribers and the same messages. The time runs from the commit (for Redis: from before
PUBLISH) to the bytes in the reader's process. Gives medians and 99th percentiles, and what publishing costs the writer, commit and
ring, beside what it costs with the fewest readers. Takes about two minutes at most.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import redis
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from benchmarks.bench.figures import Figure, compare
from benchmarks.bench.progress import Progress
from benchmarks.bench.subscribers import Source, make_channel, make_stream, subscribe, summarise
from services.cli.parts import find_redis_server
from shared.bell import ring_after_commits
from shared.database import migrate, session_scope
from shared.ids import new_id, utc_now
from shared.models import Event, FeedEntry, FeedHead
from shared.settings import get_settings

READERS = (1, 100, 1000)
MESSAGES = 30
EVERY_S = 0.2
CHANNEL = "benchmark"
WITHIN_S = 40.0


def find_port() -> int:
    """Returns a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_system(folder: Path) -> Iterator[tuple[int, int]]:
    """Runs Redis and one process of the events service; yields their ports."""
    redis_port, events_port = find_port(), find_port()
    os.environ |= {
        "DIPLOWIRE_DATABASE_URL": f"sqlite:///{folder}/benchmark.db", "DIPLOWIRE_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "DIPLOWIRE_KEYS_REQUIRED": "0", "DIPLOWIRE_WEB_WORKERS": "1", "DIPLOWIRE_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    get_settings.cache_clear()
    migrate()
    server = [find_redis_server(), "--port", str(redis_port), "--dir", str(folder), "--save", "", "--loglevel", "warning"]
    serving = [sys.executable, "-m", "gunicorn", "-c", "python:services.events.serving", "-b", f"127.0.0.1:{events_port}"]
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    parts = [subprocess.Popen(command, **quiet) for command in (server, [*serving, "services.events.app:create_app()"])]
    try:
        for port in (redis_port, events_port):
            await_port(port)
        yield redis_port, events_port
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(60)


def await_port(port: int) -> None:
    """Returns when somebody listens there."""
    give_up_at = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.1)


def write_event() -> int:
    """Commits one event of a common size to the feed; returns its position."""
    move = update(FeedHead).values(position=FeedHead.position + 1).returning(FeedHead.position)
    with session_scope(write=True) as session:
        session.info["is_benchmark"] = True
        position = session.execute(move).scalar_one()
        document = make_document(position)
        row = Event(id=document["id"], revision=1, position=position, document=document, words="trade")
        session.add(row)
        session.flush()
        session.add(FeedEntry(position=position, event_id=row.id, kind="created", document=document))
    return position


def make_document(position: int) -> dict[str, Any]:
    """Returns an event with one report, some 2 kB."""
    now, evidence = utc_now().isoformat(), "The president spoke with the chancellor by phone on Friday. " * 10
    people = [{"name": "Angela Merkel", "country": "DE", "role": None}, {"name": "Emmanuel Macron", "country": "FR", "role": None}]
    claim = {"name": "Angela Merkel", "said_by": None, "report": "r"}
    article = {"id": "a", "url": "https://example.org/a", "source": "The Example", "published_at": "2018-03-10"}
    call = {"participants": people, "evidence": evidence, "date": "2018-03-09"}
    report = {"id": "r", "article": article, "evidence": {"text": evidence, "start": 0, "end": len(evidence)}, "call": call}
    return {
        "id": new_id(),
        "type": "diplomatic_call",
        "revision": 1,
        "cursor": str(position),
        "created_at": now,
        "updated_at": now,
        "date": "2018-03-09",
        "date_precision": "day",
        "channel": "phone",
        "participants": people,
        "initiator": {"name": "Angela Merkel", "claims": [claim], "disputed": False},
        "topics": [{"label": "trade", "text": "trade"}],
        "outcomes": [],
        "reports": [report],
        "confidence": 0.9,
        "extractor": "benchmark",
    }


class Publisher:
    """Publishes on one way and notes when each message was out, and what it cost."""

    def __init__(self, redis_port: int) -> None:
        self.client = redis.Redis(port=redis_port)
        self.committed_at = 0.0
        event.listen(Session, "after_commit", self._note)
        ring_after_commits()

    def _note(self, session: Session) -> None:
        if session.info.get("is_benchmark"):  # not the sessions that read
            self.committed_at = time.monotonic()

    def write(self) -> tuple[int, float]:
        """Commits an event; returns its number and when it was committed."""
        position = write_event()
        return position, self.committed_at

    def publish(self) -> tuple[int, float]:
        """Publishes the same message on a bare channel."""
        number = time.monotonic_ns()
        message, now = json.dumps(make_document(number)), time.monotonic()
        self.client.publish(CHANNEL, message)
        return number, now


def measure(source: Source, readers: int, publish: Callable[[], tuple[int, float]]) -> tuple[list[float], list[float]]:
    """Returns the latencies and the costs of publishing, in milliseconds, both sorted."""
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=subscribe, args=(source, readers, MESSAGES, child, WITHIN_S))
    process.start()
    assert parent.poll(60), "the subscribers did not connect"
    assert parent.recv() == "ready"
    told, costs = {}, []
    for _ in range(MESSAGES):
        started = time.monotonic()
        number, at = publish()
        told[number] = at
        costs.append(1000 * (time.monotonic() - started))
        time.sleep(max(0.0, started + EVERY_S - time.monotonic()))
    assert parent.poll(WITHIN_S + 10), "the subscribers did not answer"
    heard = parent.recv()
    process.join(10)
    latencies = summarise(heard, told)
    assert len(latencies) == readers * MESSAGES, f"{readers * MESSAGES - len(latencies)} messages were lost"
    return latencies, sorted(costs)


def percentile(ordered: list[float], share: float) -> float:
    """Returns the value below which `share` of them lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(progress: Progress) -> list[Figure]:
    """Returns the figures of each number of readers."""
    numbers = READERS[:2] if progress.quick else READERS
    progress.begin("streams, then Redis", 2 * len(numbers))
    figures, alone = [], 0.0
    with tempfile.TemporaryDirectory(prefix="dwbench-") as folder, run_system(Path(folder)) as (redis_port, events_port):
        publisher = Publisher(redis_port)
        for readers in numbers:
            streams, costs = measure(make_stream(events_port), readers, publisher.write)
            progress.advance()
            bare, _ = measure(make_channel(redis_port, CHANNEL), readers, publisher.publish)
            progress.advance()
            alone = alone or median(costs)
            told = f"{readers:,} streams" if readers > 1 else "1 stream"
            figures += [
                compare("delivery", f"{told}, median, beside Redis pub/sub", median(streams), median(bare), "ms"),
                compare("delivery", f"{told}, p99, beside Redis pub/sub", percentile(streams, 0.99), percentile(bare, 0.99), "ms"),
                compare("delivery", f"{told}, publishing, beside 1 stream", median(costs), alone, "ms"),
            ]
    return figures
