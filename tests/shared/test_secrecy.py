"""No secret reaches a log, by whatever way it might."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.events.app import create_app
from shared.access import KEY_COOKIE
from shared.database import make_engine, session_scope
from shared.logs import configure_logs, get_logger
from shared.queue import celery, make_celery
from shared.secrecy import HIDDEN, hide_secrets
from shared.settings import Settings, get_settings
from shared.vocabulary import Scope
from tests.shared.test_web import make_key

PASSWORD, BROKER_PASSWORD = 'p4ss"wörd/1', "br0ker-password"
KEY = "dw_" + "k3y_-" * 9
WEBHOOK_SECRET = "whsec_" + "c2VjcmV0" * 4


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPLOWIRE_DATABASE_PASSWORD", PASSWORD)
    monkeypatch.setenv("DIPLOWIRE_REDIS_PASSWORD", BROKER_PASSWORD)
    get_settings.cache_clear()


@pytest.fixture
def read_log(
    passwords: None, sqlite_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], str]:
    """Returns what was logged so far, at the level that tells most."""
    monkeypatch.setenv("DIPLOWIRE_LOG_LEVEL", "DEBUG")
    get_settings.cache_clear()
    return lambda: capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        f"unknown key {KEY}",
        f"Authorization: Bearer {KEY}",
        "authorization: bearer eyJhbGciOi.x.y-z",
        "Proxy said Basic dXNlcjpwYXNz",
        f'Cookie: {KEY_COOKIE}={KEY}; other="1"',
        f"[parameters: ('{WEBHOOK_SECRET}',)]",
        "postgresql+psycopg://diplowire:dXNlcjpwYXNz@db:5432/diplowire",
        "redis://:dXNlcjpwYXNz@redis:6379/0",
        f"connection failed: password={PASSWORD}",
        json.dumps({"error": f"ERR {PASSWORD}"}),
        f"AUTH {BROKER_PASSWORD}",
    ],
)
@pytest.mark.usefixtures("passwords")
def test_what_is_secret_is_hidden_wherever_it_stands(line: str) -> None:
    """The rest of the line stays."""
    hidden = hide_secrets(line)
    assert HIDDEN in hidden
    for secret in (KEY, WEBHOOK_SECRET, PASSWORD, BROKER_PASSWORD, "dXNlcjpwYXNz", "eyJhbGciOi", json.dumps(PASSWORD)[1:-1]):
        assert secret not in hidden
    assert hidden[:5] == line[:5]


@pytest.mark.usefixtures("passwords")
def test_what_is_not_secret_is_left() -> None:
    """Ids, addresses without a password, words."""
    for line in (
        '{"article_id": "01m80h0vjtps14cjqgjyx276p0", "event": "article.stored"}',
        "GET https://example.org/a:b@c",
        "a bearer of news",
    ):
        assert hide_secrets(line) == line


def test_library_and_exception_lines_hide_them(read_log: Callable[[], str]) -> None:
    """Our logger, a library's, and a traceback that ends with the secret."""
    configure_logs("trial")
    get_logger("ours").info("x", key=KEY)
    logging.getLogger("library").debug("connecting to redis://:%s@host", BROKER_PASSWORD)
    try:
        raise RuntimeError(f"cannot connect with {PASSWORD} and {WEBHOOK_SECRET}")
    except RuntimeError as error:
        get_logger("ours").error("broken", exc_info=error)
    written = read_log()
    assert len(written.splitlines()) == 3
    assert_nothing_told(written)


def assert_nothing_told(written: str, *more: str) -> None:
    """Fails where a secret is in what was written."""
    for secret in (KEY, WEBHOOK_SECRET, PASSWORD, json.dumps(PASSWORD)[1:-1], BROKER_PASSWORD, *more):
        assert secret not in written


def test_a_service_tells_none_of_what_it_is_sent(read_log: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in headers, cookies, forms and, by mistake, in addresses; and what a bug makes of them."""
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()
    client: FlaskClient = create_app().test_client()
    header = make_key(Scope.ADMIN)
    secret = header["Authorization"].split()[1]
    client.get("/v1/events", headers=header)
    client.get(f"/v1/events/{secret}?key={secret}", headers={"Authorization": f"Bearer {KEY}"})
    client.post("/enter", data={"key": secret})
    client.get("/", headers={"Cookie": f"{KEY_COOKIE}={KEY}"})
    made = client.post("/v1/subscriptions", json={"url": "https://user:hunter22@example.org"}, headers=header)

    def break_down(*given: Any, **told: Any) -> Any:
        raise RuntimeError(f"{secret} {WEBHOOK_SECRET}")

    monkeypatch.setattr("services.events.queries.find_events", break_down)
    assert client.get("/v1/events", headers=header).status_code == 500
    assert made.status_code == 422
    written = read_log()
    assert '"exception"' in written
    assert_nothing_told(written, secret, "hunter22")


@pytest.mark.usefixtures("sqlite_database")
def test_a_statement_that_fails_does_not_tell_its_values() -> None:
    """SQLAlchemy would print them."""
    with pytest.raises(DBAPIError) as caught, session_scope() as session:
        session.execute(text("select :secret from nowhere"), {"secret": WEBHOOK_SECRET})
    assert WEBHOOK_SECRET not in str(caught.value)


@pytest.mark.usefixtures("passwords")
def test_settings_that_make_no_sense_do_not_print_the_others() -> None:
    """Nor does an engine print its password."""
    with pytest.raises(ValueError, match="task_time_limit_s") as caught:
        Settings(task_time_limit_s=10_000)
    assert_nothing_told(str(caught.value))
    assert_nothing_told(repr(make_engine("postgresql+psycopg://diplowire@nowhere/none")))


def test_a_worker_and_the_clock_tell_none(passwords: None, sqlite_database: str) -> None:
    """Celery says where it connects to, and why it cannot."""
    told = {"DIPLOWIRE_REDIS_URL": f"redis://:{BROKER_PASSWORD}@127.0.0.1:1/0", "DIPLOWIRE_LOG_LEVEL": "DEBUG"}
    beat = [sys.executable, "-m", "celery", "-A", "shared.queue", "beat", "-s", "/dev/shm/none", "--pidfile=", "-l", "DEBUG"]
    with subprocess.Popen(beat, env={**os.environ, **told}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "annot connect" in line or "refused" in line or len(lines) > 200:
                break
        process.kill()
    assert "127.0.0.1:1" in "".join(lines)
    assert_nothing_told("".join(lines))


def test_tasks_are_json_and_nothing_else() -> None:
    """A pickle on the broker would run whatever it says."""
    for app in (celery, make_celery()):
        assert list(app.conf.accept_content) == ["json"]
        assert app.conf.task_serializer == "json"
        assert app.conf.task_ignore_result


def test_requests_to_others_carry_no_password_of_ours() -> None:
    """`.netrc` and proxies of the surroundings are not asked for webhooks."""
    from services.events.webhooks.addresses import make_session

    session: requests.Session = make_session()
    assert not session.trust_env
    assert session.auth is None
