"""A real Redis with a replica behind real Sentinels: the master dies, and both our client and Celery find the next one."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from services.cli.parts import find_redis_server
from shared.queue import EXTRACT_QUEUE, Enqueuer, connect_redis
from shared.settings import get_settings
from tests.e2e.conftest import free_port

pytestmark = pytest.mark.services

SENTINELS = 3
AWAITED_S = 90


class Ensemble:
    """A master, a replica and three Sentinels on free ports, with a password; all end with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.password = folder, "for/this test"
        self.master_port, self.replica_port, *self.sentinel_ports = (free_port() for _ in range(2 + SENTINELS))
        secret = f'requirepass "{self.password}"\nmasterauth "{self.password}"\nsave ""\n'
        watch = f"sentinel monitor news 127.0.0.1 {self.master_port} 2\nsentinel down-after-milliseconds news 1000\n"
        watch += f'sentinel failover-timeout news 5000\nsentinel auth-pass news "{self.password}"\n'
        self.master = self.start("master", self.master_port, secret)
        self.others = [self.start("replica", self.replica_port, secret + f"replicaof 127.0.0.1 {self.master_port}\n")]
        self.others += [self.start(f"sentinel{port}", port, watch, "--sentinel") for port in self.sentinel_ports]

    def start(self, name: str, port: int, lines: str, *options: str) -> subprocess.Popen[bytes]:
        folder = self.folder / name
        folder.mkdir()
        (folder / "redis.conf").write_text(f"port {port}\nbind 127.0.0.1\ndir {folder}\n{lines}")
        return subprocess.Popen([find_redis_server(), str(folder / "redis.conf"), *options], stdout=subprocess.DEVNULL)

    def is_watched(self) -> bool:
        """Whether every Sentinel knows the others and the replica, so that they can agree on the next master."""
        told = [redis.Redis(port=port).sentinel_master("news") for port in self.sentinel_ports]
        return all(one["num-slaves"] == 1 and one["num-other-sentinels"] == SENTINELS - 1 for one in told)

    def stop(self) -> None:
        for process in (self.master, *self.others):
            process.kill()
            process.wait()


def await_it(condition: object) -> None:
    give_up_at = time.monotonic() + AWAITED_S
    while True:
        try:
            if condition():  # type: ignore[operator]
                return
        except redis.RedisError:
            pass
        assert time.monotonic() < give_up_at
        time.sleep(0.2)


@pytest.fixture
def ensemble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ensemble]:
    one = Ensemble(tmp_path)
    hosts = ",".join(f"127.0.0.1:{port}" for port in one.sentinel_ports)
    monkeypatch.setenv("DIPLOWIRE_REDIS_URL", f"sentinel://{hosts}/0?master=news")
    monkeypatch.setenv("DIPLOWIRE_REDIS_PASSWORD", one.password)
    get_settings.cache_clear()
    try:
        await_it(one.is_watched)
        yield one
    finally:
        one.stop()


def test_next_master_is_found_after_the_first_one_died(ensemble: Ensemble) -> None:
    """An id is queued before and after, by the same sender, with no change of settings."""
    sender = Enqueuer()
    assert sender.enqueue(["before"]) == ["before"]
    assert connect_redis().llen(EXTRACT_QUEUE) == 1
    replica = redis.Redis(port=ensemble.replica_port, password=ensemble.password)
    await_it(lambda: replica.llen(EXTRACT_QUEUE) == 1)
    ensemble.master.kill()
    ensemble.master.wait()
    await_it(lambda: connect_redis().llen(EXTRACT_QUEUE) == 1)
    await_it(lambda: sender.enqueue(["after"]) == ["after"])
    assert connect_redis().llen(EXTRACT_QUEUE) == 2
