"""Posts articles at a steady rate, singly and as batches, until each is accepted; and remembers under which id, and when."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

import requests

from tests.chaos.articles import Posted

THREADS = 3
CHUNK, SINGLES = 20, 5  # of every CHUNK articles the first SINGLES are posted one by one, the others as a batch
TAKEN = (200, 202)


class Accepted(NamedTuple):
    """An article that the service answered for: its id, and when."""

    posted: Posted
    id: str
    at: float


class Poster:
    """Posts in the background. `accepted` grows; what is answered with an error, or not at all, is posted again."""

    def __init__(self, url: str, articles: Iterable[Posted], per_second: float) -> None:
        self.url, self.per_second = f"{url}/v1/articles", per_second
        self.accepted: list[Accepted] = []
        self.refused = 0  # answers that were none, or an error
        self._articles, self._lock, self._begun, self._taken = iter(articles), threading.Lock(), time.monotonic(), 0
        self._is_ended = threading.Event()
        self._threads = [threading.Thread(target=self._post_all, daemon=True) for _ in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Nothing new is posted from now on."""
        self._is_ended.set()

    @property
    def is_done(self) -> bool:
        """Whether everything was posted and accepted."""
        return not any(thread.is_alive() for thread in self._threads)

    def _take_chunk(self) -> list[Posted]:
        with self._lock:
            chunk = [] if self._is_ended.is_set() else list(islice(self._articles, CHUNK))
            due_at = self._begun + self._taken / self.per_second
            self._taken += len(chunk)
        time.sleep(max(0.0, due_at - time.monotonic()))
        return chunk

    def _post_all(self) -> None:
        while chunk := self._take_chunk():
            for one in chunk[:SINGLES]:
                self._insist([one])
            self._insist(chunk[SINGLES:])

    def _insist(self, wanted: list[Posted]) -> None:
        while wanted:
            taken = dict(self._post(wanted))
            now = time.monotonic()
            self.accepted += [Accepted(one, taken[one.number], now) for one in wanted if one.number in taken]
            wanted = [one for one in wanted if one.number not in taken]
            if wanted:
                self.refused += 1
                time.sleep(0.3)

    def _post(self, wanted: list[Posted]) -> Iterator[tuple[int, str]]:
        """Yields number and id of those that were taken."""
        with suppress(requests.RequestException):
            if len(wanted) == 1:
                answer = requests.post(self.url, json=wanted[0].body, timeout=30)
                if answer.status_code in TAKEN:
                    yield wanted[0].number, answer.json()["id"]
                return
            lines = b"".join(json.dumps(one.body).encode() + b"\n" for one in wanted)
            answer = requests.post(f"{self.url}/batch", data=lines, headers={"Content-Type": "application/x-ndjson"}, timeout=30)
            if answer.status_code == 207:
                told = [json.loads(line) for line in answer.text.splitlines()]
                yield from ((one.number, line["id"]) for one, line in zip(wanted, told, strict=False) if line["status"] in TAKEN)
