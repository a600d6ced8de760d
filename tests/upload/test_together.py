"""Uploads that share a transaction: each gets its own answer, and none suffers for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from services.upload import store
from services.upload.app import create_app
from services.upload.store import Stored
from services.upload.together import AT_ONCE, SharedStore
from shared.queue import Enqueuer


class Disk:
    """Takes articles by their text, and notes what is queued; the first write waits until told to go on: before it has asked for
    its articles where another writes (`is_busy`), else behind that."""

    def __init__(self, is_busy: bool = False) -> None:
        self.is_busy = is_busy
        self.writes: list[list[str]] = []
        self.queued: list[str] = []
        self.is_writing, self.may_go_on = threading.Event(), threading.Event()

    def insert(self, take: Callable[[], Sequence[dict[str, Any]]]) -> list[Stored]:
        if self.is_busy:
            self._wait()
        texts = [article["text"] for article in take()]
        self.writes.append(texts)
        self._wait()
        if "away" in texts:
            raise OperationalError("insert", {}, OSError())
        if "bad" in texts:
            raise ValueError("bad")
        return [Stored(f"id of {text}", "queued", True) for text in texts]

    def _wait(self) -> None:
        self.is_writing.set()
        assert self.may_go_on.wait(30)

    def queue(self, stored: Iterable[Stored]) -> None:
        self.queued += [one.id for one in stored]


def post_beside(disk: Disk, texts: Sequence[str]) -> list[Any]:
    """Posts "first", and the others while it waits for the disk; returns what each is told, or what it raised."""
    shared = SharedStore(disk.insert, disk.queue)

    def post(text: str) -> Any:
        try:
            return shared.store({"text": text}).id
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(texts) + 1) as threads:
        first = threads.submit(post, "first")
        assert disk.is_writing.wait(30)
        others = [threads.submit(post, text) for text in texts]
        while len(shared._waiting) < len(texts) + disk.is_busy:
            threading.Event().wait(0.01)
        disk.may_go_on.set()
        return [first.result(), *(other.result() for other in others)]


def test_those_that_wait_are_written_together() -> None:
    """Two writes for twenty uploads, and each is told its own id."""
    disk, texts = Disk(), [f"text {n}" for n in range(19)]
    assert post_beside(disk, texts) == ["id of first", *(f"id of {text}" for text in texts)]
    assert [sorted(write) for write in disk.writes] == [["first"], sorted(texts)]
    assert sorted(disk.queued) == sorted(f"id of {text}" for text in ["first", *texts])


def test_those_that_come_while_the_disk_is_busy_join_the_first() -> None:
    """One write for all of them."""
    disk, texts = Disk(is_busy=True), [f"text {n}" for n in range(19)]
    assert post_beside(disk, texts) == ["id of first", *(f"id of {text}" for text in texts)]
    assert [sorted(write) for write in disk.writes] == [sorted(["first", *texts])]


def test_many_more_than_one_write_takes_are_all_written() -> None:
    """In several writes, each behind the other."""
    disk, texts = Disk(is_busy=True), [f"text {n}" for n in range(2 * AT_ONCE)]
    assert post_beside(disk, texts) == ["id of first", *(f"id of {text}" for text in texts)]
    assert [len(write) for write in disk.writes] == [AT_ONCE, AT_ONCE, 1]
    assert len(disk.queued) == len(texts) + 1


def test_one_that_cannot_be_stored_harms_no_other() -> None:
    """It alone is told; the others are stored each by itself."""
    assert post_beside(Disk(), ["a", "bad", "b"]) == ["id of first", "id of a", ValueError, "id of b"]


def test_database_that_is_away_is_told_to_all_at_once() -> None:
    """Nobody waits for as many timeouts as there are uploads."""
    disk = Disk()
    assert post_beside(disk, ["a", "away", "b"]) == ["id of first", *[OperationalError] * 3]
    assert len(disk.writes) == 2
    assert disk.queued == ["id of first"]


def test_same_article_many_times_at_once_is_one(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty requests at a time: one 202, one id for all of them."""
    monkeypatch.setattr(store, "enqueuer", Enqueuer())
    app = create_app()

    def post(number: int) -> tuple[int, str]:
        client: FlaskClient = app.test_client()
        answer = client.post("/v1/articles", json={"text": "One text.", "source": f"{number}"})
        return answer.status_code, answer.json["id"]

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(post, range(30)))
    assert sorted(status for status, _ in answers) == [200] * 29 + [202]
    assert len({article_id for _, article_id in answers}) == 1
