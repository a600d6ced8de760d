"""Subscriptions over HTTP: what is taken, what is refused, and whether OpenAPI says what is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.events.webhooks.subscriptions import prune_deliveries
from shared.feed import prune_feed
from shared.ids import utc_now
from tests.conftest import assert_problem
from tests.events.openapi import find_faults
from tests.events.webhooks.acting import deliver_due, subscribe
from tests.events.webhooks.receiver import Receiver
from tests.events.writing import write_days

Make = Callable[..., Receiver]
URL = "http://127.0.0.1:9/hook"


@pytest.mark.usefixtures("local")
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"),
        ({"url": URL, "colour": "red"}, "/colour"),
        ({"url": URL, "filters": {"colour": "red"}}, "/filters/colour"),
        ({"url": URL, "filters": {"from": "yesterday"}}, "/filters/from"),
        ({"url": URL, "filters": {"from": "2020-01-02", "to": "2020-01-01"}}, "/filters/from"),
        ({"url": URL, "filters": {"updated_after": "1"}}, "/filters/updated_after"),
        ({"url": URL, "filters": ["DE"]}, "/filters"),
        ({"url": URL, "after": "x"}, "/after"),
        ({"url": URL, "after": "7"}, "/after"),
        ({"url": URL, "envelope": "soap"}, "/envelope"),
        ({"url": URL + "x" * 2000}, "/url"),
    ],
)
def test_wrong_bodies_are_refused(lite: FlaskClient, body: dict[str, Any], pointer: str) -> None:
    """With a pointer to what is wrong."""
    assert_problem(lite.post("/v1/subscriptions", json=body), 422, pointer)


@pytest.mark.usefixtures("local")
def test_pages_of_subscriptions(lite: FlaskClient) -> None:
    """Oldest first, each once."""
    made = [lite.post("/v1/subscriptions", json={"url": URL}).json["id"] for _ in range(5)]  # type: ignore[index]
    page: Any = lite.get("/v1/subscriptions?limit=3").json
    rest: Any = lite.get(f"/v1/subscriptions?limit=3&after={page['next']}").json
    assert [one["id"] for one in [*page["items"], *rest["items"]]] == made
    assert rest["next"] is None


@pytest.mark.usefixtures("local")
def test_unknown_subscription_is_404_on_every_route(lite: FlaskClient) -> None:
    """Also with characters that no id has."""
    for one in ("nobody", "%00"):
        url = f"/v1/subscriptions/{one}"
        for answer in (
            lite.get(url),
            lite.patch(url, json={}),
            lite.delete(url),
            lite.get(f"{url}/deliveries"),
            lite.post(f"{url}/replay", json={"after": "0"}),
            lite.post(f"{url}/secret"),
        ):
            assert_problem(answer, 404)


@pytest.mark.usefixtures("local")
def test_owner_may_pause_but_not_disable(lite: FlaskClient) -> None:
    """`disabled` and `ended` are ours to say."""
    made: Any = lite.post("/v1/subscriptions", json={"url": URL, "description": "mine"}).json
    url = f"/v1/subscriptions/{made['id']}"
    assert_problem(lite.patch(url, json={"status": "disabled"}), 422, "/status")
    changed: Any = lite.patch(url, json={"description": "ours", "filters": {"q": "trade"}, "envelope": "cloudevents"}).json
    assert (changed["description"], changed["filters"], changed["envelope"]) == ("ours", {"q": "trade"}, "cloudevents")
    assert changed["url"] == URL


@pytest.mark.usefixtures("local")
def test_cursor_that_is_too_old_is_410_with_the_earliest(client: FlaskClient) -> None:
    """For a new webhook and for a replay; 0 begins with the first that is kept."""
    write_days(1, 4)
    prune_feed(utc_now())
    write_days(5, 5)
    problem = assert_problem(client.post("/v1/subscriptions", json={"url": URL, "after": "3"}), 410)
    assert problem["earliest"] == "4"
    made: Any = client.post("/v1/subscriptions", json={"url": URL, "after": "0"}).json
    assert made["cursor"] == "4"
    replay = client.post(f"/v1/subscriptions/{made['id']}/replay", json={"after": "1"})
    assert assert_problem(replay, 410)["earliest"] == "4"


def test_openapi_says_what_is_sent(lite: FlaskClient, make_receiver: Make) -> None:
    """Real answers are held against the document."""
    receiver = make_receiver(lambda number: 500 if number else 200)
    subscription_id = subscribe(lite, receiver, filters={"country": "DE"})
    write_days(1, 2)
    deliver_due()
    document: Any = lite.get("/v1/openapi.json").json
    made = lite.post("/v1/subscriptions", json={"url": URL})
    assert find_faults(made, document, "/v1/subscriptions", "post") == []
    assert made.headers["Location"].endswith(f"/v1/subscriptions/{made.json['id']}")  # type: ignore[index]
    one = "/v1/subscriptions/{subscription_id}"
    for path, method, body in (
        ("/v1/subscriptions", "get", None),
        (one, "get", None),
        (one, "patch", {"description": "x"}),
        (f"{one}/deliveries", "get", None),
        (f"{one}/secret", "post", None),
        (f"{one}/replay", "post", {"after": "0"}),
        (f"{one}/replay", "post", {"after": "99"}),
    ):
        url = path.replace("{subscription_id}", subscription_id)
        answer = getattr(lite, method)(url, **({"json": body} if body else {}))
        assert find_faults(answer, document, path, method) == [], url
    assert set(document["paths"]["/v1/subscriptions"]["post"]["responses"]) >= {"201", "410", "422"}


def test_log_is_pruned(client: FlaskClient, make_receiver: Make) -> None:
    """What is older than is kept goes; the rest stays."""
    subscription_id = subscribe(client, make_receiver())
    write_days(1, 3)
    deliver_due()
    assert prune_deliveries(utc_now() - timedelta(hours=1)) == 0
    assert prune_deliveries(utc_now()) == 3
    assert client.get(f"/v1/subscriptions/{subscription_id}/deliveries").json == {"items": [], "next": None}
