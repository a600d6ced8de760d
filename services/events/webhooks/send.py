"""One delivery over HTTP: written, signed by Standard Webhooks, posted, and what came of it.

The message id stays the same over all tries and replays of an entry; the time and the signatures are of the try. The bytes that
are signed are the bytes that are sent. Redirects are not followed; of the answer only the first bytes are read.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any, NamedTuple

import gevent
import requests
from requests_hardened.ip_filter import InvalidIPAddress
from standardwebhooks.webhooks import Webhook

from services.events.envelopes import MEDIA_TYPES, wrap_event
from services.events.webhooks.addresses import make_session
from shared.feed import Entry
from shared.ids import utc_now
from shared.models import Subscription
from shared.settings import get_settings
from shared.vocabulary import DeliveryResult, Envelope

ANSWER_BYTES = 500
AGENT = "diplowire-webhooks"


class Answer(NamedTuple):
    """What came of one try: `status` is None and `error` told where no answer came; `text` is the answer's beginning."""

    result: DeliveryResult
    status: int | None
    error: str | None
    latency_ms: int
    text: str


class TookTooLong(Exception):
    """The whole delivery was over its time."""


def name_message(subscription_id: str, position: int) -> str:
    """Returns the id of the message that tells an entry of the feed to a subscription."""
    return f"msg_{subscription_id}_{position}"


def write_message(envelope: str, entry: Entry) -> str:
    """Returns the body: what happened, when, and the event; or a CloudEvent."""
    event, told_at = {**entry.document, "cursor": str(entry.position)}, entry.told_at.isoformat()
    if envelope == Envelope.PLAIN:
        return json.dumps({"type": f"event.{entry.kind}", "timestamp": told_at, "data": event})
    return json.dumps(wrap_event(envelope, entry.kind, event, told_at))


def sign_message(subscription: Subscription, message_id: str, body: str, now: datetime) -> dict[str, str]:
    """Returns the headers of Standard Webhooks; while an old secret is valid, both sign."""
    secrets = [subscription.secret]
    if subscription.old_secret and subscription.old_secret_until and subscription.old_secret_until > now:
        secrets.append(subscription.old_secret)
    signatures = " ".join(Webhook(secret).sign(message_id, now, body) for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signatures}


def deliver_entry(subscription: Subscription, entry: Entry) -> Answer:
    """Tries once to deliver an entry; never raises."""
    body, now = write_message(subscription.envelope, entry), utc_now().astimezone(UTC)
    headers = sign_message(subscription, name_message(subscription.id, entry.position), body, now)
    headers |= {"Content-Type": MEDIA_TYPES[Envelope(subscription.envelope)], "User-Agent": AGENT}
    started = time.monotonic()

    def answer(result: DeliveryResult, status: int | None = None, error: str | None = None, text: str = "") -> Answer:
        return Answer(result, status, error, round(1000 * (time.monotonic() - started)), text)

    try:
        status, text = _post(subscription.url, body.encode(), headers)
    except InvalidIPAddress:
        return answer(DeliveryResult.REFUSED, error="The host has an address that is not public.")
    except (TookTooLong, requests.Timeout):
        return answer(DeliveryResult.FAILED, error="No answer in time.")
    except Exception as error:  # whatever a URL, a name server or a receiver can bring about
        return answer(DeliveryResult.FAILED, error=f"No answer: {type(error).__name__}.")
    if 200 <= status < 300:
        return answer(DeliveryResult.DELIVERED, status, None, text)
    return answer(DeliveryResult.GONE if status == 410 else DeliveryResult.FAILED, status, None, text)


def _post(url: str, body: bytes, headers: dict[str, Any]) -> tuple[int, str]:
    """Returns status and first bytes. The time runs over all: under greenlets a receiver that drips is cut off too."""
    limit_s = get_settings().webhook_timeout_s
    with gevent.Timeout(limit_s, TookTooLong), make_session() as session:
        response = session.post(url, data=body, headers=headers, timeout=limit_s, allow_redirects=False, stream=True)
        first = response.raw.read(ANSWER_BYTES)
        return response.status_code, first.decode("utf-8", "replace").replace("\0", "\ufffd")
