"""The system that faults are done to: `diplowire up`, a second worker, a broker and a database of our own, a webhook's receiver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import psutil
import requests

from shared.database import forget_engine
from shared.queue import READING_QUEUES
from shared.settings import get_settings
from tests.conftest import RedisServer
from tests.e2e.test_up import System, plain_environment, start_system
from tests.events.webhooks.receiver import Receiver
from tests.postgres import PostgresServer

# Little patience, so that every wait is seen within minutes. Attempts are those of the defaults.
TASK_LIMIT_S, VISIBLE_AFTER_S = 12, 20
SETTINGS = {
    "task_time_limit_s": str(TASK_LIMIT_S), "claim_timeout_s": "15", "visibility_timeout_s": str(VISIBLE_AFTER_S),
    "requeue_after_s": "25", "sweep_interval_s": "1", "queue_timeout_s": "1",
    "webhook_allow_private": "1", "webhook_retry_s": "0.5,1,2", "webhook_sweep_s": "0.5", "webhook_timeout_s": "5",
}  # fmt: skip
WORKER, WEBHOOKS, CLOCK = "services.extractor.tasks", "services.events.webhooks.tasks", "shared.queue beat"
UPLOAD, EVENTS = "services.upload.app", "services.events.app"


@dataclass
class Field:
    """What there is to be hurt. `receiver_answers` is what webhooks are answered."""

    system: System
    redis: RedisServer
    postgres: PostgresServer | None
    receiver: Receiver
    receiver_answers: list[int]

    def kill(self, word: str) -> None:
        """Kills a part with all its processes at once; its supervisor starts it again."""
        self.signal(word, signal.SIGKILL)

    def kill_children(self, word: str) -> None:
        """Kills a part's processes below the first, which starts others."""
        for process in self.system.find_tree(word)[1:]:
            with suppress(psutil.Error):
                process.kill()

    def signal(self, word: str, number: int) -> None:
        """Sends a signal to all processes of a part."""
        for process in self.system.find_tree(word):
            with suppress(psutil.Error):
                process.send_signal(number)


@contextmanager
def field_of(database: str) -> Iterator[Field]:
    """A running system on `sqlite` or `postgres`, with a webhook subscribed from the first event on; all of it is ended behind."""
    with tempfile.TemporaryDirectory(prefix="dwchaos-") as told:
        folder = Path(told)
        redis, postgres, answers = RedisServer(lasting=True), PostgresServer() if database == "postgres" else None, [204]
        receiver = Receiver(lambda number: answers[0])
        try:
            redis.start()
            url = f"sqlite:///{folder}/chaos.db"
            if postgres:
                postgres.start()
                url = postgres.create_database("chaos")
            settings = {**SETTINGS, "database_url": url, "redis_url": redis.url}
            system = start_system(folder, **settings)
            second = start_second_worker(folder, settings)
            try:
                body = {"url": receiver.url, "after": "0"}
                made = requests.post(f"{system.events}/v1/subscriptions", json=body, timeout=30)
                receiver.secrets.append(made.json()["secret"])
                with same_settings(settings):
                    yield Field(system, redis, postgres, receiver, answers)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(second.pid, signal.SIGKILL)
                second.wait()
                system.stop(signal.SIGTERM)
        finally:
            receiver.close()
            redis.stop()
            if postgres:
                postgres.stop()


@contextmanager
def same_settings(settings: dict[str, str]) -> Iterator[None]:
    """This process has the system's settings meanwhile, so that it looks into the same database and broker."""
    with patch.dict(os.environ, {f"DIPLOWIRE_{name.upper()}": value for name, value in settings.items()}):
        get_settings.cache_clear()
        forget_engine()
        yield
    get_settings.cache_clear()
    forget_engine()


def start_second_worker(folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Starts a worker that no fault is done to but what befalls all; it is started again where it ends, and only there."""
    environment = {**plain_environment(), **{f"DIPLOWIRE_{name.upper()}": value for name, value in settings.items()}}
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        WORKER,
        "worker",
        "-Q",
        ",".join(READING_QUEUES),
        "-c",
        "1",
        "-n",
        "second@localhost",
    ]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]
    forever = ["sh", "-c", 'while :; do "$@"; sleep 1; done', "sh", *command]
    with (folder / "second.log").open("wb") as log:
        return subprocess.Popen(forever, env=environment, stdout=log, stderr=log, start_new_session=True)
