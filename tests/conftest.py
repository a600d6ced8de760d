"""Fixtures for all tests: settings of their own, a database on both engines, a real Redis, a key holder and the two assertions."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client

from services.cli.parts import find_redis_server
from shared.database import forget_engine, get_engine, migrate
from shared.settings import get_settings
from tests.postgres import PostgresServer

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL with a migrated database `migrated` to copy from."""
    server = PostgresServer()
    try:
        server.start()
        server.create_database("migrated")
        migrate(server.url("migrated"))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


class RedisServer:
    """A real redis-server on a private socket, which tests may kill and start again; where it is `lasting`, with its data."""

    def __init__(self, lasting: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dwredis-"))
        self.url = f"unix://{self.folder}/redis.sock?db=0"
        self.lasting = lasting
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        where = ["--port", "0", "--unixsocket", f"{self.folder}/redis.sock", "--dir", str(self.folder)]
        keeping = ["--save", "", "--appendonly", "yes" if self.lasting else "no", "--maxmemory-policy", "noeviction"]
        # a file that grows beyond a limit is then an error that is answered, not a signal that kills
        self.process = subprocess.Popen([find_redis_server(), *where, *keeping], stdout=subprocess.DEVNULL, restore_signals=False)
        give_up_at = time.monotonic() + 20
        while True:
            try:
                redis_client.Redis.from_url(self.url).ping()
                return
            except redis_client.RedisError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)

    def forget(self) -> None:
        """Removes what a server that was killed has kept."""
        for kept in self.folder.glob("appendonly*"):
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> RedisServer:
    """The Redis server, empty, and the settings pointing at it."""
    redis_client.Redis.from_url(redis_server.url).flushall()
    monkeypatch.setenv("DIPLOWIRE_REDIS_URL", redis_server.url)
    get_settings.cache_clear()
    return redis_server


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every test has settings of its own: no broker, a database nobody has, keys off."""
    monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setenv("DIPLOWIRE_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "0")
    get_settings.cache_clear()
    forget_engine()
    yield
    if get_engine.cache_info().currsize:
        get_engine().dispose()
    forget_engine()
    get_settings.cache_clear()


def _use_database(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", url)
    get_settings.cache_clear()
    forget_engine()
    return url


@pytest.fixture
def sqlite_database(own_settings: None, migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh SQLite database in the settings."""
    shutil.copy(migrated_sqlite, tmp_path / "diplowire.db")
    return _use_database(f"sqlite:///{tmp_path}/diplowire.db", monkeypatch)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database(request: pytest.FixtureRequest, own_settings: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh, migrated database in the settings: the test runs once on each engine."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_database")
        return url
    server: PostgresServer = request.getfixturevalue("postgres")
    return _use_database(server.create_database(f"t{next(_numbers)}", "migrated"), monkeypatch)


def assert_problem(response: Any, status: int, pointer: str | None = None) -> dict[str, Any]:
    """Holds an error answer to RFC 9457, whoever sent it; returns its body."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.get_json() if hasattr(response, "get_json") else response.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(body)
    assert body["status"] == status
    assert body["type"].startswith("urn:diplowire:problem:")
    if pointer is not None:
        assert pointer in [error["pointer"] for error in body["errors"]]
    return body


def assert_event(event: dict[str, Any]) -> None:
    """Holds an event to the contract, wherever it came from."""
    assert event["type"] == "diplomatic_call"
    assert event["id"]
    assert event["revision"] >= 1
    assert int(event["cursor"]) >= 1
    assert len(event["participants"]) >= 2
    assert all(set(side) >= {"name", "country", "role"} for side in event["participants"])
    assert set(event["initiator"]) >= {"name", "claims", "disputed"}
    assert event["reports"]
    for report in event["reports"]:
        assert set(report) >= {"id", "article", "evidence", "call"}
        assert set(report["article"]) >= {"id", "url", "source", "published_at"}
