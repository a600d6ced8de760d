"""Tasks as messages: what Celery would put on a Redis list, made without its way there, which costs several times as much.

Celery makes headers and body; the envelope is that of kombu's transport for Redis. A test compares both with a message of Celery's
own. Must not know queues or connections.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from celery import Celery


def make_message(app: Celery, task: str, arguments: Sequence[Any], queue: str) -> str:
    """Returns the message that makes a worker of `queue` run `task` with `arguments`, which JSON must be able to hold."""
    task_id, told, amqp = str(uuid4()), list(arguments), cast(Any, app).amqp
    made = amqp.as_task_v2(task_id, task, told, {}, argsrepr=repr(told), kwargsrepr="{}", ignore_result=None)
    envelope = {
        "body": base64.b64encode(json.dumps(made.body).encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": made.headers,
        "properties": {
            **made.properties,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid4()),
        },
    }
    return json.dumps(envelope)
