"""Readers of every kind while articles are posted and parts are killed: each ends with every event, once and in order."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from services.cli.watch import read_blocks
from tests.conftest import RedisServer
from tests.e2e.conftest import await_true
from tests.e2e.test_up import System, start_system
from tests.events.webhooks.receiver import Receiver

pytestmark = pytest.mark.e2e

QUICK = {
    "webhook_allow_private": "1", "webhook_retry_s": "0.2,0.5,1", "webhook_sweep_s": "0.5", "webhook_timeout_s": "2",
    "sweep_interval_s": "0.5", "task_time_limit_s": "14", "claim_timeout_s": "15", "web_workers": "1",
}  # fmt: skip
PEOPLE = (
    ("French President Emmanuel Macron", "Russian President Vladimir Putin"),
    ("German Chancellor Olaf Scholz", "Chinese President Xi Jinping"),
    ("U.S. President Joe Biden", "Turkish President Recep Tayyip Erdogan"),
)
ARTICLES = 45


def write_article(number: int) -> dict[str, str]:
    """Each call is one of its own: other people or another day."""
    caller, called = PEOPLE[number % 3]
    day = f"2022-03-{1 + number // 3:02}"
    text = (
        f"{caller} phoned {called} on {int(day[-2:])} March 2022, a spokesman said.\n\nThey discussed nuclear safety and trade.\n"
    )
    return {"text": text, "title": f"A call ({number})", "published_at": "2022-04-01"}


class SeventhHangsUp(threading.Thread):
    """Reads the stream and hangs up after every seventh event."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.seen, self.cuts, self.is_done = url, list[tuple[str, str]](), 0, False

    def run(self) -> None:
        while not self.is_done:
            headers = {"Last-Event-ID": self.seen[-1][0] if self.seen else "0"}
            with suppress(requests.RequestException):
                with requests.get(f"{self.url}/v1/events/stream", headers=headers, stream=True, timeout=15) as answer:
                    if answer.status_code == 200:
                        self.read(answer)
                self.cuts += 1
            time.sleep(0.05)

    def read(self, answer: requests.Response) -> None:
        before = len(self.seen)
        for block in read_blocks(answer):
            if block.data is not None and block.cursor is not None:
                self.seen.append((block.cursor, json.loads(block.data)["id"]))
            if self.is_done or len(self.seen) - before == 7:
                return


class Consumer:
    """A member of a consumer group, in a process that can be killed."""

    def __init__(self, url: str, file: Path) -> None:
        self.command, self.file = [sys.executable, "-m", "tests.e2e.consumer", url, str(file)], file
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def seen(self) -> list[str]:
        return self.file.read_text().split() if self.file.exists() else []


@pytest.fixture
def system(database: str, redis: RedisServer, tmp_path: Path) -> Iterator[System]:
    one = start_system(tmp_path, database_url=database, redis_url=redis.url, **QUICK)
    yield one
    one.stop(15)


def read_all(url: str) -> list[tuple[str, str]]:
    """Returns cursor and event of everything that the feed tells."""
    with requests.get(f"{url}/v1/events/stream?after=0", stream=True, timeout=15) as answer:
        told = []
        for block in read_blocks(answer):
            if block.data is not None:
                told.append((str(block.cursor), json.loads(block.data)["id"]))
            if block.comment == "all told":
                break
    return told


@pytest.mark.timeout(600)
def test_every_reader_has_every_event_once_and_in_order(system: System, redis: RedisServer, tmp_path: Path) -> None:
    """A stream that is cut, a webhook that fails, a consumer that is killed; workers, Redis and the service die too."""
    receiver = Receiver(lambda number: 500 if number % 3 == 1 else 204)
    body = {"url": receiver.url, "after": "0"}
    made: Any = requests.post(f"{system.events}/v1/subscriptions", json=body, timeout=10).json()
    receiver.secrets.append(made["secret"])
    reader, consumer = SeventhHangsUp(system.events), Consumer(redis.url, tmp_path / "consumed")
    reader.start()
    watch = [sys.executable, "-m", "services.cli", "watch", "--url", system.events, "--after", "0", "--every", "0.2"]
    watched = subprocess.Popen(watch, stdout=(tmp_path / "watched").open("w"), text=True)
    try:
        for number in range(ARTICLES):
            post(system, number)
            if number in (12, 40):
                system.find_parts("services.extractor.tasks")[0].kill()
                system.find_parts("services.events.webhooks.tasks")[0].kill()
            if number == 25:
                redis.kill()
                redis.start()
            if number == 30:
                consumer.kill()
                consumer.start()
            if number == 35:
                system.find_parts("services.events.serving")[0].kill()
            time.sleep(0.1)
        await_true(lambda: is_done(system), what="articles done")
        await_true(system.is_ready, what="ready")
        told = read_all(system.events)
        assert [cursor for cursor, _ in told] == [str(number) for number in range(1, len(told) + 1)]
        assert len({event_id for _, event_id in told}) == ARTICLES

        def taken() -> list[str]:
            return list(dict.fromkeys(receiver.taken()))

        await_true(lambda: len(reader.seen) >= len(told), within_s=60, what="the reader that hangs up")
        await_true(lambda: len(taken()) >= len(told), what="the webhook")
        await_true(lambda: len(consumer.seen()) >= len(told), within_s=60, what="the consumer")
        await_true(lambda: len((tmp_path / "watched").read_text().splitlines()) >= len(told), within_s=60, what="watch")
    finally:
        reader.is_done = True
        consumer.kill()
        watched.kill()
        watched.wait()
        receiver.close()
    cursors = [cursor for cursor, _ in told]
    assert reader.seen == told
    assert reader.cuts >= len(told) // 7
    assert consumer.seen() == cursors
    assert [json.loads(line)["cursor"] for line in (tmp_path / "watched").read_text().splitlines()] == cursors
    assert_at_least_once(receiver, told)


def assert_at_least_once(receiver: Receiver, told: list[tuple[str, str]]) -> None:
    """Each message verified, in order, duplicates under the id they had; about a third was answered with 500."""
    assert all(heard.secrets == receiver.secrets for heard in receiver.heard)
    first = {heard.id: heard for heard in reversed([heard for heard in receiver.heard if heard.status < 300])}
    in_order = list(dict.fromkeys(heard.id for heard in receiver.heard if heard.status < 300))
    assert [(first[one].body["data"]["cursor"], first[one].body["data"]["id"]) for one in in_order] == told
    assert len({heard.body["data"]["cursor"]: heard.id for heard in receiver.heard}) == len(in_order)
    assert len(receiver.heard) >= len(told) * 4 // 3


def post(system: System, number: int) -> None:
    """Posts an article, again while the service is away."""

    def is_posted() -> bool:
        with suppress(requests.RequestException):
            return requests.post(f"{system.upload}/v1/articles", json=write_article(number), timeout=15).status_code in (200, 202)
        return False

    await_true(is_posted, within_s=60, what="posted")


def is_done(system: System) -> bool:
    with suppress(requests.RequestException):
        page = requests.get(f"{system.upload}/v1/articles?limit=500", timeout=10).json()
        return [one["status"] for one in page["items"]] == ["done"] * ARTICLES
    return False
