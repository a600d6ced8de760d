"""The AsyncAPI document is sound, and says what stream, webhooks and Redis Stream really send."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.events.envelopes import SOURCE
from shared.bell import STREAM, fill_stream, shape_entry
from shared.feed import find_entries
from shared.queue import connect_redis
from tests.conftest import RedisServer
from tests.events.openapi import find_schema_faults
from tests.events.webhooks.acting import deliver_due, subscribe
from tests.events.webhooks.receiver import Receiver
from tests.events.writing import read_again, write_article
from tests.extractor.calls import make_call

KINDS = ("created", "updated", "retracted")


@pytest.fixture
def document(lite: FlaskClient) -> Any:
    article = write_article(make_call(initiator=["Emmanuel Macron", "DE"]))
    read_again(article, make_call(outcomes=[]))
    read_again(article)
    return lite.get("/v1/asyncapi.json").json


def resolve(document: Any, reference: str) -> Any:
    node = document
    for key in reference.removeprefix("#/").split("/"):
        node = node[key]
    return node


def find_references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for inner in node.values():
            yield from find_references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from find_references(inner)


def payload_faults(document: Any, message: str, payload: Any, headers: Any = None) -> list[str]:
    told = document["components"]["messages"][message]
    faults = find_schema_faults(payload, told["payload"], document)
    return faults + (find_schema_faults(headers, told["headers"], document) if headers is not None else [])


def read_blocks(client: FlaskClient, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/v1/events/stream?after=0{query}", buffered=False)
    blocks = []
    for chunk in answer.iter_encoded():
        for block in chunk.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.split("\n") if line)
            if "data" in lines:
                blocks.append(lines)
        if len(blocks) == 3:
            break
    answer.close()
    return blocks


def test_document_is_sound(document: Any) -> None:
    """Every reference leads somewhere; every message is told on a channel by an operation."""
    assert document["asyncapi"] == "3.0.0"
    for reference in find_references(document):
        assert resolve(document, reference) is not None
    told = set()
    for operation in document["operations"].values():
        assert operation["action"] == "send"
        channel = resolve(document, operation["channel"]["$ref"])
        for message in operation["messages"]:
            name = message["$ref"].rpartition("/")[2]
            assert name in channel["messages"]
            told.add(name)
    assert told == set(document["components"]["messages"])


def test_stream_sends_what_is_told(lite: FlaskClient, document: Any) -> None:
    """Each kind, plain and as CloudEvents; a wrong payload would be found."""
    for kind, block in zip(KINDS, read_blocks(lite, ""), strict=True):
        headers = {"id": block["id"], "event": block["event"]}
        assert payload_faults(document, f"Stream.{kind}", json.loads(block["data"]), headers) == []
        assert payload_faults(document, f"Stream.{kind}", {**json.loads(block["data"]), "colour": "red"}) != []
    for kind, block in zip(KINDS, read_blocks(lite, "&envelope=cloudevents"), strict=True):
        told = json.loads(block["data"])
        assert payload_faults(document, "CloudEvent", told) == []
        assert (told["type"], told["source"], told["id"]) == (f"diplowire.event.{kind}", SOURCE, block["id"])


def test_webhooks_send_what_is_told(lite: FlaskClient, document: Any, make_receiver: Callable[[], Receiver]) -> None:
    """Body and headers."""
    plain, wrapped = make_receiver(), make_receiver()
    subscribe(lite, plain)
    subscribe(lite, wrapped, envelope="cloudevents")
    deliver_due()
    for kind, heard in zip(KINDS, plain.heard, strict=True):
        assert payload_faults(document, f"Webhook.{kind}", heard.body, heard.headers) == [
            f"/{name}: is not told" for name in heard.headers if not name.startswith("webhook-")
        ]
    for heard in wrapped.heard:
        assert payload_faults(document, "CloudEvent", heard.body) == []


@pytest.mark.services
def test_redis_stream_holds_what_is_told(document: Any, redis: RedisServer) -> None:
    """At the address of its channel."""
    client = connect_redis()
    fill_stream(client)
    entries: Any = client.xrange(document["channels"]["redis"]["address"])
    assert document["channels"]["redis"]["address"] == STREAM
    for kind, (_, fields), entry in zip(KINDS, entries, find_entries(0, 9), strict=True):
        told = {name.decode(): value.decode() for name, value in fields.items()}
        assert told == shape_entry(entry)
        assert payload_faults(document, f"Redis.{kind}", told) == []
        assert payload_faults(document, f"Stream.{kind}", json.loads(told["data"])) == []


def test_lines_are_wrapped_on_request(lite: FlaskClient, document: Any) -> None:
    """JSON Lines too."""
    write_article(make_call(date="2018-07-07"))
    (line,) = lite.get("/v1/events.jsonl?envelope=cloudevents").text.splitlines()
    assert payload_faults(document, "CloudEvent", json.loads(line)) == []
