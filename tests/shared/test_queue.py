"""Ids on their way to the queue: how many a task carries, on a real broker."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from shared.queue import EXTRACT_ARTICLE, EXTRACT_QUEUE, FULL_QUEUE, Enqueuer, choose_size, connect_redis, make_celery
from shared.settings import get_settings
from tests.conftest import RedisServer

pytestmark = pytest.mark.services


def read_tasks() -> list[list[str]]:
    """Returns the ids of each task that waits, oldest first, and empties the queue."""
    client: Any = connect_redis()
    messages = [json.loads(message) for message in reversed(client.lrange(EXTRACT_QUEUE, 0, -1))]
    client.delete(EXTRACT_QUEUE)
    return [message["headers"]["argsrepr"].strip("[]'").split("', '") for message in messages]


def test_task_carries_one_id_while_few_wait_and_several_when_many_do(redis: RedisServer) -> None:
    """Every id is on the queue once, in order."""
    few, many = [f"few-{n}" for n in range(FULL_QUEUE)], [f"many-{n}" for n in range(100)]
    sender = Enqueuer()
    assert sender.enqueue(few) == few
    assert read_tasks() == [[one] for one in few]
    assert sender.enqueue(many) == many
    told = read_tasks()
    assert [one for task in told for one in task] == many
    assert {len(task) for task in told[:-1]} == {100 // FULL_QUEUE}


def test_full_queue_gets_tasks_of_full_size(redis: RedisServer) -> None:
    """Workers have enough to do; what comes then is to cost them little."""
    assert Enqueuer().enqueue([f"{n}" for n in range(FULL_QUEUE)], alone=True)
    many = [f"many-{n}" for n in range(get_settings().task_articles + 1)]
    assert Enqueuer().enqueue(many) == many
    assert [len(task) for task in read_tasks()[FULL_QUEUE:]] == [get_settings().task_articles, 1]


def test_message_is_that_of_celery_itself(redis: RedisServer) -> None:
    """Field by field, but for what is never the same, and an address for results, which nobody wants."""
    make_celery().send_task(EXTRACT_ARTICLE, args=["one", "two"])
    assert Enqueuer().enqueue(["one"]) == ["one"]
    client: Any = connect_redis()
    ours, theirs = (json.loads(message) for message in client.lrange(EXTRACT_QUEUE, 0, -1))
    for message, ids in ((ours, ["one"]), (theirs, ["one", "two"])):
        headers, properties = message["headers"], message["properties"]
        assert headers.pop("id") == headers.pop("root_id") == properties.pop("correlation_id")
        assert headers.pop("argsrepr") == str(ids)
        body = json.loads(base64.b64decode(message.pop("body")))
        assert body == [ids, {}, dict.fromkeys(("callbacks", "errbacks", "chain", "chord"))]
        assert properties.pop("delivery_tag")
        properties.pop("reply_to")
    assert ours == theirs


def test_ids_may_ask_to_be_alone(redis: RedisServer) -> None:
    """However many there are."""
    many = [f"{n}" for n in range(100)]
    assert Enqueuer().enqueue(many, alone=True) == many
    assert read_tasks() == [[one] for one in many]


def test_size_has_a_bound_and_a_single_attempt_is_made_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others do to their worker must not be the only attempt of an article."""
    assert choose_size(1) == choose_size(FULL_QUEUE) == 1
    assert choose_size(10**6) == choose_size(1, FULL_QUEUE) == get_settings().task_articles
    monkeypatch.setenv("DIPLOWIRE_MAX_ATTEMPTS", "1")
    get_settings.cache_clear()
    assert choose_size(10**6) == 1
