"""Settings come from the environment, from files it names, from .env; the addresses of broker and database in all their shapes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from redis.sentinel import SentinelConnectionPool

from shared.broker import parse_broker
from shared.database import make_engine
from shared.queue import connect_redis, make_celery
from shared.settings import Settings, get_settings


def set_all(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"DIPLOWIRE_{name.upper()}", value)
    get_settings.cache_clear()


def test_value_from_a_named_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`_FILE` names it; the line's end is not part of it; what the environment says itself wins, and the file outranks .env."""
    (tmp_path / "secret").write_text("p@ss/word: 1\n")
    (tmp_path / ".env").write_text("DIPLOWIRE_DATABASE_PASSWORD=from-dotenv\nDIPLOWIRE_LOG_LEVEL=ERROR\n")
    monkeypatch.chdir(tmp_path)
    assert Settings().database_password == "from-dotenv"
    set_all(monkeypatch, database_password_file=str(tmp_path / "secret"))
    assert (Settings().database_password, Settings().log_level) == ("p@ss/word: 1", "ERROR")
    set_all(monkeypatch, database_password="said")
    assert Settings().database_password == "said"


def test_named_file_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than going on with the default, as if no password was meant."""
    set_all(monkeypatch, redis_password_file="/nowhere/secret")
    with pytest.raises(FileNotFoundError):
        Settings()


def test_value_from_a_file_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Like any other."""
    (tmp_path / "attempts").write_text("none")
    set_all(monkeypatch, max_attempts_file=str(tmp_path / "attempts"))
    with pytest.raises(ValidationError):
        Settings()


def test_managed_postgresql_by_settings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password may hold anything, its options pass, and a process opens no more connections than told."""
    set_all(
        monkeypatch,
        database_url="postgresql+psycopg://diplowire@db.example.org:5433/news?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        database_password="a@b:c/d %?#",
        database_connections="4",
    )
    engine = make_engine()
    _, options = engine.dialect.create_connect_args(engine.url)
    assert options["password"] == "a@b:c/d %?#"
    assert (options["host"], options["port"], options["dbname"]) == ("db.example.org", 5433, "news")
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")
    assert engine.pool.size() + engine.pool._max_overflow == 4  # type: ignore[attr-defined]


def test_password_in_the_url_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting only fills a gap."""
    set_all(monkeypatch, database_url="postgresql+psycopg://me:mine@db/x", database_password="other")
    assert make_engine().url.password == "mine"


@pytest.mark.parametrize(
    ("url", "password", "celery_url"),
    [
        ("redis://broker:6379/0", "", "redis://broker:6379/0"),
        ("redis://broker:6379/0", "p/w", "redis://:p%2Fw@broker:6379/0"),
        ("redis://:own@broker:6379/0", "other", "redis://:own@broker:6379/0"),
        ("rediss://broker:6380/1?ssl_cert_reqs=required", "pw", "rediss://:pw@broker:6380/1?ssl_cert_reqs=required"),
        ("unix:///run/redis.sock?db=0", "", "redis+socket:///run/redis.sock?db=0"),
        ("sentinel://one,two:26380/2?master=news", "", "sentinel://one:26379/2;sentinel://two:26380/2"),
        ("sentinel://one/0?master=news", "p/w", "sentinel://:p%2Fw@one:26379/0"),
    ],
)
def test_address_of_the_broker_as_celery_reads_it(url: str, password: str, celery_url: str) -> None:
    """One server, TLS, a socket, Sentinel."""
    assert parse_broker(url, password).celery_url == celery_url


@pytest.mark.parametrize(
    "url", ["sentinel://one:26379/0", "redis+cluster://one:6379", "amqp://one", "broker:6379", "sentinel://:pw@one/0?master=m"]
)
def test_address_that_is_none_is_refused(url: str) -> None:
    """With a reason, at start; Redis Cluster among them, as Celery has no way to use it."""
    with pytest.raises(ValueError, match="redis_url"):
        parse_broker(url)


def test_sentinel_reaches_celery_and_our_own_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ask for the same master, with the server's password and database."""
    set_all(monkeypatch, redis_url="sentinel://one,two/3?master=news", redis_password="secret")
    app = make_celery()
    assert app.conf.broker_transport_options["master_name"] == "news"
    assert app.conf.broker_url.count("sentinel://") == 2
    pool = connect_redis().connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    assert (pool.service_name, pool.connection_kwargs["db"], pool.connection_kwargs["password"]) == ("news", 3, "secret")
