"""Every process is replaced under load, and nobody notices: no request is answered with an error, nothing is read twice or lost."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from sqlalchemy import select

from shared.database import forget_engine, session_scope
from shared.ids import utc_now
from shared.models import Article, Event, FeedEntry
from shared.settings import get_settings
from tests.chaos.articles import write_call
from tests.e2e.conftest import await_true
from tests.e2e.test_up import System, start_system

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

# gunicorn takes SIGHUP for "replace your workers, each when it is done"; the others finish what they have and are started again.
REPLACED = {
    "services.upload.app": signal.SIGHUP,
    "services.events.app": signal.SIGHUP,
    "services.extractor.tasks": signal.SIGTERM,
    "services.events.webhooks.tasks": signal.SIGTERM,
    "shared.queue beat": signal.SIGTERM,
    "redis-server": signal.SIGTERM,
}


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    one = start_system(tmp_path, sweep_interval_s="1", claim_timeout_s="121")
    yield one
    if one.process.poll() is None:
        one.stop(signal.SIGTERM)


@pytest.fixture
def stored(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process looks into the system's database."""
    monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", f"sqlite:///{system.data}/diplowire.db")
    get_settings.cache_clear()
    forget_engine()


class Asking(threading.Thread):
    """Asks again and again, on a connection that is kept and on fresh ones in turn; `wrong` is what was no success."""

    def __init__(self, ask: Callable[[Any, int], requests.Response]) -> None:
        super().__init__(daemon=True)
        self.ask, self.asked, self.wrong, self.is_done = ask, 0, list[str](), False
        self.meanwhile = "nothing"  # what is replaced now

    def run(self) -> None:
        kept = requests.Session()
        while not self.is_done:
            began = f"{utc_now():%H:%M:%S} {self.meanwhile}:"
            try:
                answer = self.ask(kept if self.asked % 2 else requests, self.asked)
                if not answer.ok:
                    self.wrong.append(f"{began} {answer.status_code} {answer.text[:200]}")
            except requests.RequestException as error:
                self.wrong.append(f"{began} {error!r}")
            self.asked += 1
            time.sleep(0.1)


def replace(system: System, word: str, number: int) -> None:
    """Sends the signal to a part's first process; returns when none of its working processes is one of before."""
    before = system.find_tree(word)
    first = before[0]
    old = before[1:] if number == signal.SIGHUP else before
    first.send_signal(number)

    def is_replaced() -> bool:
        now = system.find_tree(word)
        return len(now) >= len(before) and not {part.pid for part in now} & {part.pid for part in old}

    await_true(is_replaced, what=f"{word} replaced")


def test_every_process_is_replaced_under_load(system: System, stored: None) -> None:
    """Posts and reads go on all the while; each article is read at its first try and makes its event."""

    def post(client: Any, number: int) -> requests.Response:
        return client.post(f"{system.upload}/v1/articles", json=write_call(number), timeout=30)

    def read(client: Any, number: int) -> requests.Response:
        return client.get(f"{system.events}/v1/events?limit=5", timeout=30)

    asking = [Asking(post), Asking(read)]
    for one in asking:
        one.start()
    await_true(lambda: asking[0].asked > 5, what="under load")
    for word, number in REPLACED.items():
        for one in asking:
            one.meanwhile = word
        replace(system, word, number)
    await_true(system.is_ready, what="ready")
    for one in asking:
        one.is_done = True
        one.join(60)
    assert [one.wrong for one in asking] == [[], []]

    def is_done() -> bool:
        with session_scope() as session:
            return set(session.scalars(select(Article.status))) == {"done"}

    await_true(is_done, what="all read")
    with session_scope() as session:
        articles = list(session.scalars(select(Article.attempts)))
        assert articles == [1] * asking[0].asked
        assert (
            len(session.scalars(select(Event.id)).all()) == len(session.scalars(select(FeedEntry.position)).all()) == len(articles)
        )


def test_sigterm_lets_every_part_finish(system: System, stored: None) -> None:
    """What was begun is finished, what was not is still queued; nothing is left half done, and no attempt is lost."""
    for number in range(30):
        assert requests.post(f"{system.upload}/v1/articles", json=write_call(number), timeout=30).status_code == 202
    await_true(lambda: count("done") >= 3, what="some are read")
    left = system.stop(signal.SIGTERM)
    assert [part for part in left if part.status() != psutil.STATUS_ZOMBIE] == []
    assert count("processing") == 0
    assert count("done") + count("queued") == 30
    with session_scope() as session:
        assert {tuple(row) for row in session.execute(select(Article.status, Article.attempts))} <= {("done", 1), ("queued", 0)}


def count(status: str) -> int:
    with session_scope() as session:
        return len(session.scalars(select(Article.id).where(Article.status == status)).all())
