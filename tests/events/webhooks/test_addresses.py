"""No server-side request forgery: not when a URL is told, not when its name answers differently later."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import update

from services.events.webhooks import addresses
from shared.database import session_scope
from shared.models import Subscription
from shared.settings import get_settings
from tests.conftest import assert_problem
from tests.events.webhooks.acting import deliver_due
from tests.events.webhooks.receiver import Receiver
from tests.events.writing import write_days

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "255.255.255.255",
    "224.0.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:10.0.0.1",
    "::127.0.0.1", "64:ff9b::a00:1", "192.0.0.8", "198.18.0.1",
]  # fmt: skip


def answer_names(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Lets these names have these addresses, one look-up after the other; returns the names that were looked up."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, port: Any, *arguments: Any, **more: Any) -> Any:
        if host not in names:
            return real(host, port, *arguments, **more)
        asked.append(host)
        told = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        family = socket.AF_INET6 if ":" in told else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (told, port) if family == socket.AF_INET else (told, port, 0, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused_by_number_and_by_name(
    lite: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Loopback, private, link-local, metadata, multicast, reserved; and the same inside an IPv6 address."""
    assert not addresses.is_public(ipaddress.ip_address(address))
    answer_names(monkeypatch, {"innocent.example": [address]})
    literal = f"[{address}]" if ":" in address else address
    for host in (literal, "innocent.example"):
        assert_problem(lite.post("/v1/subscriptions", json={"url": f"http://{host}/hook"}), 422, "/url")


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://2130706433/", "http://0x7f.1/", "ftp://example.org/", "/hook", "http://", "http://a:b@example.org/",
     "http://no-such-host.invalid/", "https://example.org:99999/", "http://[::1", "", 7, None],
)  # fmt: skip
def test_odd_urls_are_refused(lite: FlaskClient, url: Any) -> None:
    """Whatever is written there."""
    assert_problem(lite.post("/v1/subscriptions", json={"url": url}), 422, "/url")


def test_public_address_is_taken_and_the_setting_allows_all(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is not public; a URL is looked at when it changes, too."""
    answer_names(monkeypatch, {"good.example": ["93.184.215.14"], "six.example": ["2606:4700::1111"]})
    for host in ("good.example", "six.example"):
        assert lite.post("/v1/subscriptions", json={"url": f"https://{host}/hook"}).status_code == 201
    subscription_id = lite.get("/v1/subscriptions").json["items"][0]["id"]  # type: ignore[index]
    assert_problem(lite.patch(f"/v1/subscriptions/{subscription_id}", json={"url": "http://127.0.0.1/"}), 422, "/url")
    monkeypatch.setenv("DIPLOWIRE_WEBHOOK_ALLOW_PRIVATE", "1")
    get_settings.cache_clear()
    assert lite.post("/v1/subscriptions", json={"url": "http://127.0.0.1/hook"}).status_code == 201


def test_name_that_turns_private_is_refused_at_connect(
    lite: FlaskClient, make_receiver: Callable[[], Receiver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was public when the webhook was made; nothing is sent, and the log says why."""
    receiver = make_receiver()
    port = receiver.url.rsplit(":", 1)[1]
    monkeypatch.setenv("DIPLOWIRE_WEBHOOK_ALLOW_PRIVATE", "0")
    get_settings.cache_clear()
    answer_names(monkeypatch, {"rebind.example": ["93.184.215.14", "127.0.0.1"]})
    made = lite.post("/v1/subscriptions", json={"url": f"http://rebind.example:{port}", "after": 0})
    assert made.status_code == 201
    write_days(1, 1)
    deliver_due()
    with session_scope(write=True) as session:
        session.execute(update(Subscription).values(url=receiver.url, due_at=None))
    deliver_due()
    log = lite.get(f"/v1/subscriptions/{made.json['id']}/deliveries").json["items"]  # type: ignore[index]
    assert [(line["result"], line["status"]) for line in log] == [("refused", None)] * 2
    assert receiver.heard == []


def test_checked_address_is_the_one_connected_to(make_receiver: Callable[[], Receiver], monkeypatch: pytest.MonkeyPatch) -> None:
    """One look-up: a second answer of the name server has nobody to ask it. The name stays in the Host header."""
    receiver = make_receiver()
    port = receiver.url.rsplit(":", 1)[1].removesuffix("/hook")
    asked = answer_names(monkeypatch, {"pinned.example": ["127.0.0.1", "203.0.113.1"]})
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    session = requests.Session()
    session.mount("http://", addresses.PublicOnlyAdapter(is_https_proto=False, allow_loopback=True))
    headers = {"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": "v1,x"}
    assert session.post(f"http://pinned.example:{port}/hook", data="{}", headers=headers, timeout=5).status_code == 204
    assert asked == ["pinned.example"]
    assert receiver.heard[0].headers["host"] == f"pinned.example:{port}"
