"""The AsyncAPI 3.0 document: what the stream, the webhooks and the Redis Stream send. Pure; tests hold real messages against it.

Schemas are those of the OpenAPI document, so that an event is described once.
"""

from __future__ import annotations

from typing import Any

from shared.vocabulary import FeedKind

Data = dict[str, Any]

SUMMARIES = {
    FeedKind.CREATED: "A call is told for the first time, or again after it was retracted",
    FeedKind.UPDATED: "Another account changed what is known of a call, or a correction did",
    FeedKind.RETRACTED: "No report of the call is left, or it was merged into another; `data` is as it last was",
}
CHANNELS = {
    "stream": ("/v1/events/stream", "Server-Sent Events over GET, resumed with Last-Event-ID", "Stream"),
    "webhook": (None, "POSTed to the URL of a subscription, by the Standard Webhooks specification", "Webhook"),
    "redis": ("diplowire:events", "A Redis Stream for consumer groups; the id of an entry is CURSOR-0", "Redis"),
}


def make_document(openapi: Data, title: str, version: str) -> Data:
    """Returns the document; `openapi` is the service's own, whose schemas are taken over."""
    messages = {
        f"{word}.{kind.value}": make(kind)
        for kind in FeedKind
        for word, make in (("Stream", _stream_message), ("Webhook", _webhook_message), ("Redis", _redis_message))
    }
    messages["CloudEvent"] = _cloud_event()
    return {
        "asyncapi": "3.0.0",
        "info": {"title": title, "version": version, "description": "Changes of events, in the order of one cursor."},
        "defaultContentType": "application/json",
        "channels": {name: _channel(name, messages) for name in CHANNELS},
        "operations": {f"{name}Tells": _operation(name, messages) for name in CHANNELS},
        "components": {"messages": messages, "schemas": take_schemas(openapi["components"]["schemas"], "EventOut")},
    }


def take_schemas(schemas: Data, name: str) -> Data:
    """Returns the schema of this name and all that it needs."""
    taken: Data = {}
    wanted = [name]
    while wanted:
        one = wanted.pop()
        if one not in taken:
            taken[one] = schemas[one]
            wanted += _find_references(schemas[one])
    return dict(sorted(taken.items()))


def _find_references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].rpartition("/")[2]] if isinstance(node.get("$ref"), str) else []
        return own + [name for inner in node.values() for name in _find_references(inner)]
    return [name for inner in node for name in _find_references(inner)] if isinstance(node, list) else []


def _names(channel: str, messages: Data) -> list[str]:
    word = CHANNELS[channel][2]
    return [name for name in messages if name.startswith(f"{word}.") or (name == "CloudEvent" and word != "Redis")]


def _channel(channel: str, messages: Data) -> Data:
    address, description, _ = CHANNELS[channel]
    told = {name: {"$ref": f"#/components/messages/{name}"} for name in _names(channel, messages)}
    return {"address": address, "description": description, "messages": told}


def _operation(channel: str, messages: Data) -> Data:
    references = [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in _names(channel, messages)]
    return {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "messages": references}


def _message(kind: FeedKind, payload: Data, headers: Data | None = None, **more: Any) -> Data:
    told = {"name": f"event.{kind.value}", "summary": SUMMARIES[kind], "payload": payload, **more}
    return {**told, "headers": headers} if headers else told


def _object(required: Data, optional: Data | None = None) -> Data:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


EVENT = {"$ref": "#/components/schemas/EventOut"}
TIME = {"type": "string", "format": "date-time"}
CURSOR = {"type": "string", "pattern": "^[0-9]+$", "description": "the cursor"}


def _stream_message(kind: FeedKind) -> Data:
    fields = {"id": CURSOR, "event": {"type": "string", "enum": [f"event.{kind.value}"]}}
    return _message(kind, EVENT, _object(fields), description="Headers are the lines of a Server-Sent Event, the payload its data.")


def _webhook_message(kind: FeedKind) -> Data:
    body = {"type": {"type": "string", "enum": [f"event.{kind.value}"]}, "timestamp": TIME, "data": EVENT}
    text = {"type": "string"}
    headers = {
        "webhook-id": {**text, "description": "the same over all tries"},
        "webhook-timestamp": {**text, "pattern": "^[0-9]+$", "description": "of the try, in seconds"},
        "webhook-signature": {**text, "description": "v1,BASE64; two while a secret is being rotated"},
    }
    return _message(kind, _object(body), _object(headers))


def _redis_message(kind: FeedKind) -> Data:
    data = {"type": "string", "contentMediaType": "application/json", "description": "the event, as on the stream"}
    return _message(kind, _object({"type": {"type": "string", "enum": [f"event.{kind.value}"]}, "data": data}))


def _cloud_event() -> Data:
    text = {"type": "string"}
    required = {
        "specversion": {"type": "string", "enum": ["1.0"]},
        "id": CURSOR,
        "source": text,
        "type": {"type": "string", "enum": [f"diplowire.event.{kind.value}" for kind in FeedKind]},
        "subject": {**text, "description": "id of the event"},
        "time": TIME,
        "datacontenttype": text,
        "sequence": {**text, "description": "the cursor at a fixed width"},
        "data": EVENT,
    }
    told = {"name": "CloudEvent", "summary": "Any change, in an envelope; where `envelope` is cloudevents"}
    return {**told, "contentType": "application/cloudevents+json", "payload": _object(required)}
