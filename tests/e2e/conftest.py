"""A real worker process on the test's real broker and database, and ways to wait for what it does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.upload import store as upload_store
from services.upload.app import create_app as create_upload
from shared.queue import Enqueuer
from shared.settings import get_settings
from tests.conftest import RedisServer

FINISHED_WITHIN_S = 120


def await_true(condition: Callable[[], Any], within_s: float = FINISHED_WITHIN_S, what: str = "") -> Any:
    """Returns the first true value of `condition`; fails when none comes in time."""
    give_up_at = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < give_up_at, f"waited {within_s} s in vain: {what}"
        time.sleep(0.1)
    return value


def free_port() -> int:
    """Returns a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Worker:
    """Celery in a process group of its own, so that it can be killed with its children."""

    def __init__(self, log: Any) -> None:
        self.log, self.app = log, "services.extractor.tasks"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", self.app, "worker", "-Q", "extract,sweep", "-c", "2"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]
        self.process = subprocess.Popen(command, env=dict(os.environ), start_new_session=True, stdout=self.log, stderr=self.log)

    def signal(self, number: int) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait(30)
            self.process = None


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep gives up on the lost within seconds."""
    for name, value in {"SWEEP_INTERVAL_S": "0.5", "TASK_TIME_LIMIT_S": "14", "CLAIM_TIMEOUT_S": "15"}.items():
        monkeypatch.setenv(f"DIPLOWIRE_{name}", value)
    get_settings.cache_clear()


@pytest.fixture
def worker(database: str, redis: RedisServer, short_waits: None, tmp_path: Any) -> Iterator[Worker]:
    """A worker that is not started yet."""
    with (tmp_path / "worker.log").open("wb") as log:
        one = Worker(log)
        yield one
        one.signal(signal.SIGKILL)


@pytest.fixture
def upload(database: str, redis: RedisServer, short_waits: None, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The upload service on the same broker and database."""
    monkeypatch.setattr(upload_store, "enqueuer", Enqueuer())
    return create_upload().test_client()
