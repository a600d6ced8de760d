"""Deliveries to a real receiver: signed, in order, tried again, ended, disabled, replayed, logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from flask.testing import FlaskClient
from sqlalchemy import update

from services.events.webhooks import leases
from services.events.webhooks.deliver import deliver_events
from shared import keys
from shared.database import session_scope
from shared.feed import prune_feed
from shared.ids import utc_now
from shared.models import Subscription
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.conftest import assert_event
from tests.events.webhooks.acting import deliver_due, make_due, subscribe
from tests.events.webhooks.receiver import Receiver
from tests.events.writing import read_again, write_article, write_days
from tests.extractor.calls import make_call

Make = Callable[..., Receiver]


def show(client: FlaskClient, subscription_id: str) -> dict[str, Any]:
    answer = client.get(f"/v1/subscriptions/{subscription_id}").json
    assert isinstance(answer, dict)
    return answer


def test_each_change_is_delivered_signed_and_in_order(client: FlaskClient, make_receiver: Make) -> None:
    """Made, corrected, retracted: three messages that the library of Standard Webhooks verifies."""
    article = write_article(make_call())
    read_again(article, make_call(outcomes=[]))
    receiver = make_receiver()
    subscription_id = subscribe(client, receiver)
    deliver_due()
    read_again(article)
    deliver_due()
    assert [heard.body["type"] for heard in receiver.heard] == ["event.created", "event.updated", "event.retracted"]
    assert receiver.taken() == ["1", "2", "3"]
    for heard in receiver.heard:
        assert heard.secrets == receiver.secrets
        assert heard.headers["content-type"] == "application/json"
        assert set(heard.body) == {"type", "timestamp", "data"}
        assert_event(heard.body["data"])
    assert len({heard.id for heard in receiver.heard}) == 3
    told = show(client, subscription_id)
    assert (told["cursor"], told["status"], told["failures"], told["due_at"]) == ("3", "active", 0, None)
    assert told["delivered_at"]
    assert deliver_due() == 0


def test_begins_with_the_next_event_unless_told_otherwise(client: FlaskClient, make_receiver: Make) -> None:
    """And filters pass what each entry was; what they do not pass is behind us too."""
    write_days(1, 2)
    receiver, french = make_receiver(), make_receiver()
    answer = client.post("/v1/subscriptions", json={"url": receiver.url})
    receiver.secrets.append(answer.json["secret"])
    filtered = subscribe(client, french, filters={"country": "FR", "from": "2018-02-01"})
    write_days(3, 3)
    write_article(make_call(date="2018-02-01"))
    write_days(4, 4)
    deliver_due()
    assert receiver.taken() == ["3", "4", "5"]
    assert french.taken() == ["4"]
    assert show(client, filtered)["cursor"] == "5"
    assert show(client, filtered)["filters"] == {"country": ["FR"], "from": "2018-02-01"}


def test_failure_is_tried_again_with_the_same_id_and_holds_its_place(client: FlaskClient, make_receiver: Make) -> None:
    """What failed comes first again, later, and nothing overtakes it; the log tells each try."""
    write_days(1, 3)
    receiver = make_receiver(lambda number: 500 if number in (0, 1) else 200)
    subscription_id = subscribe(client, receiver)
    deliver_due()
    told = show(client, subscription_id)
    assert (told["failures"], told["cursor"]) == (1, "0")
    assert told["failing_since"]
    assert told["due_at"] > told["updated_at"]
    assert deliver_due() == 0  # not before it is due
    for _ in range(2):
        make_due()
        deliver_due()
    assert receiver.taken() == ["1", "2", "3"]
    first, again, third, *_ = receiver.heard
    assert first.id == again.id == third.id
    assert first.body == again.body == third.body
    page = client.get(f"/v1/subscriptions/{subscription_id}/deliveries?limit=4").json
    rest = client.get(f"/v1/subscriptions/{subscription_id}/deliveries?limit=4&after={page['next']}").json
    log = [*page["items"], *rest["items"]][::-1]
    assert [(line["cursor"], line["attempt"], line["result"], line["status"]) for line in log] == [
        ("1", 1, "failed", 500), ("1", 2, "failed", 500), ("1", 3, "delivered", 200), ("2", 1, "delivered", 200),
        ("3", 1, "delivered", 200),
    ]  # fmt: skip
    assert rest["next"] is None
    assert log[0]["answer"].startswith("answered \ufffd xxx")
    assert len(log[0]["answer"]) == 500
    assert all(line["latency_ms"] >= 0 for line in log)


@pytest.mark.parametrize("failures", [1, 2, 7, 50])
def test_waits_grow_as_the_settings_say(failures: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Varied by a fifth; the last wait is repeated."""
    monkeypatch.setenv("DIPLOWIRE_WEBHOOK_RETRY_S", "5,30,600")
    get_settings.cache_clear()
    wait = {1: 5, 2: 30}.get(failures, 600)
    waits = {leases.wait_s(failures) for _ in range(50)}
    assert all(0.8 * wait <= one <= 1.2 * wait for one in waits)
    assert len(waits) > 10


def test_410_ends_and_days_of_failure_disable(client: FlaskClient, make_receiver: Make) -> None:
    """Both say why; `active` takes up where it stopped, with nothing lost."""
    write_days(1, 2)
    leaving, broken = make_receiver(lambda number: 410), make_receiver(lambda number: 503 if number < 2 else 204)
    ended, disabled = subscribe(client, leaving), subscribe(client, broken)
    deliver_due()
    assert (show(client, ended)["status"], show(client, ended)["reason"]) == ("ended", "The receiver answered 410.")
    assert show(client, disabled)["status"] == "active"
    with session_scope(write=True) as session:
        since = utc_now() - timedelta(seconds=get_settings().webhook_disable_after_s)
        session.execute(update(Subscription).where(Subscription.id == disabled).values(failing_since=since))
    make_due()
    deliver_due()
    told = show(client, disabled)
    assert told["status"] == "disabled"
    assert "status 503" in told["reason"]
    make_due()
    assert deliver_due() == 0
    assert len(leaving.heard) == 1
    page = client.get("/metrics").text
    for line in ('subscriptions{status="ended"} 1.0', 'subscriptions{status="disabled"} 1.0'):
        assert f"diplowire_{line}" in page
    assert client.patch(f"/v1/subscriptions/{disabled}", json={"status": "active"}).json["reason"] is None
    deliver_due()
    assert broken.taken() == ["1", "2"]


def test_pause_and_replay(client: FlaskClient, make_receiver: Make) -> None:
    """A pause loses nothing; a replay brings the same ids again."""
    receiver = make_receiver()
    subscription_id = subscribe(client, receiver)
    write_days(1, 2)
    deliver_due()
    assert client.patch(f"/v1/subscriptions/{subscription_id}", json={"status": "paused"}).json["status"] == "paused"
    write_days(3, 3)
    assert deliver_due() == 0
    client.patch(f"/v1/subscriptions/{subscription_id}", json={"status": "active"})
    deliver_due()
    assert client.post(f"/v1/subscriptions/{subscription_id}/replay", json={"after": "1"}).status_code == 202
    deliver_due()
    assert receiver.taken() == ["1", "2", "3", "2", "3"]
    ids = [heard.id for heard in receiver.heard]
    assert ids[3:] == ids[1:3]


def test_replay_amid_a_delivery_is_not_undone(client: FlaskClient, make_receiver: Make) -> None:
    """Who delivered for the old place may only write the log."""
    receiver = make_receiver()
    subscription_id = subscribe(client, receiver)
    write_days(1, 3)

    def answer(number: int) -> int:
        if number == 1:
            client.application.test_client().post(f"/v1/subscriptions/{subscription_id}/replay", json={"after": "0"})
        return 204

    receiver.answer = answer
    deliver_due()
    assert receiver.taken() == ["1", "2", "1", "2", "3"]
    assert show(client, subscription_id)["cursor"] == "3"


def test_one_task_at_a_time(client: FlaskClient, make_receiver: Make) -> None:
    """A lease is taken once; while it holds, no other is given; when it runs out, it is."""
    receiver = make_receiver()
    subscribe(client, receiver)
    write_days(1, 1)
    ((subscription_id, lease),) = leases.lease_due()
    assert leases.lease_due() == []
    held = leases.take_lease(subscription_id, lease)
    assert held is not None
    assert leases.take_lease(subscription_id, lease) is None  # the message came twice
    assert deliver_events(subscription_id, lease) is False
    assert leases.lease_due() == []
    with session_scope(write=True) as session:
        session.execute(update(Subscription).values(leased_until=utc_now() - timedelta(seconds=1)))  # its worker was killed
    deliver_due()
    assert receiver.taken() == ["1"]


def test_secrets_rotate_with_both_valid_for_a_while(client: FlaskClient, make_receiver: Make) -> None:
    """Then only the new one; the list never shows any."""
    receiver = make_receiver()
    subscription_id = subscribe(client, receiver)
    answer = client.post(f"/v1/subscriptions/{subscription_id}/secret")
    assert answer.status_code == 200
    receiver.secrets.append(answer.json["secret"])
    assert receiver.secrets[0] != receiver.secrets[1]
    write_days(1, 1)
    deliver_due()
    with session_scope(write=True) as session:
        session.execute(update(Subscription).values(old_secret_until=utc_now() - timedelta(seconds=1)))
    write_days(2, 2)
    deliver_due()
    assert [heard.secrets for heard in receiver.heard] == [receiver.secrets, receiver.secrets[1:]]
    shown = client.get("/v1/subscriptions").text + client.get(f"/v1/subscriptions/{subscription_id}").text
    assert "whsec_" not in shown


def test_cloudevents_on_request(client: FlaskClient, make_receiver: Make) -> None:
    """The CloudEvents library reads what is sent."""
    receiver = make_receiver()
    subscribe(client, receiver, envelope="cloudevents")
    write_days(1, 1)
    deliver_due()
    (heard,) = receiver.heard
    assert heard.headers["content-type"] == "application/cloudevents+json"
    assert heard.secrets == receiver.secrets
    message = HTTPMessage({"content-type": heard.headers["content-type"]}, json.dumps(heard.body).encode())
    event = from_http_event(message)
    assert (event.get_id(), event.get_type(), event.get_source()) == ("1", "diplowire.event.created", "urn:diplowire")
    assert_event(event.get_data())  # type: ignore[arg-type]


def test_slow_and_redirecting_receivers_fail(client: FlaskClient, make_receiver: Make) -> None:
    """An answer over the time is none; a redirect is not followed."""
    slow, sly, away = make_receiver(), make_receiver(lambda number: 307), make_receiver()
    slow.wait_s, sly.location = 2.0, away.url
    ids = [subscribe(client, receiver) for receiver in (slow, sly, away)]
    write_days(1, 1)
    away.close()
    deliver_due()
    lines = [client.get(f"/v1/subscriptions/{one}/deliveries").json["items"][0] for one in ids]
    assert [(line["result"], line["status"]) for line in lines] == [("failed", None), ("failed", 307), ("failed", None)]
    assert lines[0]["error"] == "No answer in time."
    assert away.heard == []


def test_who_fell_behind_the_feed_is_told_so(client: FlaskClient, make_receiver: Make) -> None:
    """Entries that were pruned before they were delivered are not skipped in silence."""
    receiver = make_receiver()
    subscription_id = subscribe(client, receiver)
    write_days(1, 3)
    assert prune_feed(utc_now()) == 3
    deliver_due()
    told = show(client, subscription_id)
    assert told["status"] == "disabled"
    assert "3" in told["reason"]
    assert receiver.heard == []


def test_subscriptions_end_with_their_key(lite: FlaskClient, make_receiver: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """And are seen by their key and an admin's alone."""
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()
    receiver = make_receiver()
    with session_scope(write=True) as session:
        made = [keys.create_key(session, [scope]) for scope in (Scope.SUBSCRIBE, Scope.SUBSCRIBE, Scope.ADMIN, Scope.READ)]
    mine, other, admin, reader = ({"Authorization": f"Bearer {secret}"} for _, secret in made)
    body = {"url": receiver.url, "after": "0"}
    assert lite.post("/v1/subscriptions", json=body, headers=reader).status_code == 403
    subscription_id = lite.post("/v1/subscriptions", json=body, headers=mine).json["id"]
    for headers, status in ((mine, 200), (other, 404), (admin, 200)):
        for path in ("", "/deliveries"):
            assert lite.get(f"/v1/subscriptions/{subscription_id}{path}", headers=headers).status_code == status
    assert [len(lite.get("/v1/subscriptions", headers=headers).json["items"]) for headers in (mine, other, admin)] == [1, 0, 1]
    for method, path in (("delete", ""), ("post", "/secret"), ("patch", ""), ("post", "/replay")):
        json_body = {"json": {"after": "0"}} if path == "/replay" else {"json": {}} if method == "patch" else {}
        call = getattr(lite, method)
        assert call(f"/v1/subscriptions/{subscription_id}{path}", headers=other, **json_body).status_code == 404
    write_days(1, 1)
    with session_scope(write=True) as session:
        keys.revoke_key(session, made[0][0].id)
    deliver_due()
    told = lite.get(f"/v1/subscriptions/{subscription_id}", headers=admin).json
    assert (told["status"], receiver.heard) == ("disabled", [])
    assert lite.delete(f"/v1/subscriptions/{subscription_id}", headers=admin).status_code == 204
    assert lite.get(f"/v1/subscriptions/{subscription_id}", headers=admin).status_code == 404
