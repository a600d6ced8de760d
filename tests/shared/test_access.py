"""Who gets in: every route says so, keyless calls come from this machine alone, and nobody calls more often than agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.events.app import create_app as create_events
from services.upload.app import create_app as create_upload
from shared import rates
from shared.access import PUBLIC_ENDPOINTS, find_view, needed_scope
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.conftest import RedisServer, assert_problem
from tests.shared.test_web import make_key

pytestmark = pytest.mark.usefixtures("sqlite_database")

PUBLIC = {
    "api-docs.openapi_json", "describe.describe_messages", "events.describe_messages", "healthz", "readyz", "metrics", "page.enter",
    "page.leave", "page.show_static", "swagger_ui.show",
}  # fmt: skip


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Callable[..., FlaskClient]:
    """Makes a client of the events service under these settings."""

    def make(**told: str) -> FlaskClient:
        for name, value in told.items():
            monkeypatch.setenv(f"DIPLOWIRE_{name.upper()}", value)
        get_settings.cache_clear()
        return create_events().test_client()

    return make


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    """Nobody has called before, in no test."""
    rates.find_rates.cache_clear()
    yield
    rates.find_rates.cache_clear()


@pytest.mark.parametrize("create", [create_upload, create_events])
def test_every_route_declares_who_may_call_it(create: Callable[[], Flask]) -> None:
    """It names a scope above the function, or is one of the few that are public."""
    app = create()
    with app.app_context():
        for rule in app.url_map.iter_rules():
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                declared = hasattr(find_view(rule.endpoint, method), "needed_scope") or rule.endpoint in PUBLIC_ENDPOINTS
                assert declared, f"{method} {rule} says nothing"
                assert (needed_scope(rule.endpoint, method) is None) == (rule.endpoint in PUBLIC), f"{method} {rule}"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.7", {}),
        ("172.17.0.1", {}),
        ("::ffff:10.0.0.1", {}),
        ("192.168.1.7", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"Host": "rebound.example"}),
        ("", {}),
    ],
    ids=[
        "a neighbour",
        "a container's host",
        "mapped",
        "says it is local",
        "a proxy here",
        "its other header",
        "its third",
        "a name that rebinds",
        "unknown",
    ],
)
def test_without_keys_only_this_machine_is_answered(set_up: Any, address: str, headers: dict[str, str]) -> None:
    """Keys that are off are off for loopback: nobody becomes local by a header, and a proxy's callers are not local."""
    client = set_up(keys_required="0")
    assert client.get("/v1/events").status_code == 200
    assert client.get("/v1/events", environ_base={"REMOTE_ADDR": "::1"}, headers={"Host": "[::1]:8002"}).status_code == 200
    from_there: Any = {"environ_base": {"REMOTE_ADDR": address}, "headers": headers}
    assert_problem(client.get("/v1/events", **from_there), 401)
    assert_problem(client.post("/v1/subscriptions", json={}, **from_there), 401)
    with_key = {**headers, **make_key(Scope.READ)}
    assert client.get("/v1/events", environ_base={"REMOTE_ADDR": address}, headers=with_key).status_code == 200


def test_other_sites_cannot_use_the_keyless_service_through_a_browser(set_up: Any) -> None:
    """What changes something must not come from another site's page; programs send no such header."""
    client = set_up(keys_required="0")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert_problem(client.post("/v1/subscriptions", json={"url": "http://127.0.0.1/"}, headers=headers), 403)
    assert_problem(client.post("/v1/subscriptions", json={"url": "http://127.0.0.1/"}), 422)


def test_a_key_over_its_rate_waits_and_others_do_not(set_up: Any, redis: RedisServer) -> None:
    """429 with `Retry-After` of at most the window, counted for all processes together; then it goes on."""
    client = set_up(keys_required="1", rate_limit="3/2 second")
    header, other = make_key(Scope.READ), make_key(Scope.READ)
    while time.time() % 2 > 1:  # so that the four calls are in one window
        time.sleep(0.1)
    assert [client.get("/v1/events", headers=header).status_code for _ in range(3)] == [200] * 3
    rates.find_rates.cache_clear()  # another process
    refused = client.get("/v1/events", headers=header)
    assert_problem(refused, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 2
    assert client.get("/v1/events", headers=other).status_code == 200
    assert client.get("/healthz").status_code == 200
    time.sleep(2.1)
    assert client.get("/v1/events", headers=header).status_code == 200


def test_without_redis_rates_are_counted_here_and_nobody_waits(set_up: Any) -> None:
    """The broker is away: calls within the limit are answered, one beyond it is refused, and not each call tries to reach it."""
    client = set_up(keys_required="1", rate_limit="20/hour", redis_url="redis://127.0.0.1:1/0")
    header = make_key(Scope.READ)
    assert [client.get("/v1/events", headers=header).status_code for _ in range(20)] == [200] * 20
    assert_problem(client.get("/v1/events", headers=header), 429)
    assert rates.find_rates("20/hour").is_away


def test_keys_cannot_be_guessed_at_full_speed(set_up: Any) -> None:
    """The way in takes no key but has the rate of an address; so has reading that is open to all."""
    client = set_up(keys_required="1", public_reading="1", rate_limit="4/hour")
    assert client.get("/v1/events").status_code == 200
    tries = [client.post("/enter", data={"key": "dw_wrong"}).status_code for _ in range(4)]
    assert tries == [401, 401, 401, 429]


def test_no_limit_where_none_is_set_and_none_that_makes_no_sense(set_up: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty limit is none; another word is told at the start."""
    client = set_up(keys_required="1", rate_limit="")
    header = make_key(Scope.READ)
    assert {client.get("/v1/events", headers=header).status_code for _ in range(30)} == {200}
    with pytest.raises(ValueError, match="rate_limit"):
        set_up(rate_limit="often")


@pytest.mark.parametrize("create", [create_upload, create_events])
def test_every_answer_tells_browsers_how_little_they_may_do(create: Callable[[], Flask]) -> None:
    """Data, errors and pages: nothing from elsewhere, no frames, no guessed types; over TLS no way back to plain HTTP."""
    client = create().test_client()
    for path in ("/healthz", "/v1/openapi.json", "/nowhere", "/docs/", "/", "/try", "/v1/articles", "/v1/events", "/metrics"):
        headers = client.get(path).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'", path
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", path
        assert "unsafe" not in policy.get("script-src", "") + policy.get("style-src", ""), path
        assert "http" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "Strict-Transport-Security" not in headers
    assert client.get("/healthz", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert "private" in create_events().test_client().get("/v1/events").headers["Cache-Control"]
