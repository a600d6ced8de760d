"""How an event is wrapped when it is told: as it is, or as a CloudEvent 1.0 in its JSON format. Pure.

A CloudEvent's `id` is the cursor, unique within our `source`; `sequence` is the cursor at a fixed width, so that it sorts as text.
"""

from __future__ import annotations

from typing import Any

from shared.vocabulary import Envelope, FeedKind

Data = dict[str, Any]

SOURCE = "urn:diplowire"
MEDIA_TYPES = {Envelope.PLAIN: "application/json", Envelope.CLOUDEVENTS: "application/cloudevents+json"}


def wrap_event(envelope: str, kind: str, event: Data, told_at: str) -> Data:
    """Returns `event` in its envelope; `told_at` is the ISO time of the change."""
    if envelope == Envelope.PLAIN:
        return event
    return {
        "specversion": "1.0",
        "id": event["cursor"],
        "source": SOURCE,
        "type": f"diplowire.event.{kind}",
        "subject": event["id"],
        "time": told_at,
        "datacontenttype": "application/json",
        "sequence": f"{int(event['cursor']):020d}",
        "data": event,
    }


def find_kind(event: Data) -> str:
    """Returns what the latest change of a listed event was."""
    return FeedKind.CREATED if event["revision"] == 1 else FeedKind.UPDATED
