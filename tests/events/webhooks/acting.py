"""Ways to subscribe a receiver, and to deliver what is due without a worker."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update

from services.events.webhooks import leases
from services.events.webhooks.deliver import deliver_events
from shared.database import session_scope
from shared.models import Subscription
from tests.events.webhooks.receiver import Receiver


def subscribe(client: FlaskClient, receiver: Receiver, **body: Any) -> str:
    """Makes a subscription that begins at the first event; returns its id."""
    answer = client.post("/v1/subscriptions", json={"url": receiver.url, "after": "0", **body})
    assert answer.status_code == 201, answer.text
    receiver.secrets.append(answer.json["secret"])
    return str(answer.json["id"])


def deliver_due() -> int:
    """Delivers as the worker does, until nothing is due; returns how many turns that took."""
    turns = 0
    while given := leases.lease_due():
        for subscription_id, lease in given:
            deliver_events(subscription_id, lease)
            turns += 1
    return turns


def make_due() -> None:
    """Lets the waits after failures be over."""
    with session_scope(write=True) as session:
        session.execute(update(Subscription).values(due_at=None))
