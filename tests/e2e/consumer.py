"""A consumer of the Redis Stream as docs/subscribing.md advises: `python -m tests.e2e.consumer REDIS_URL FILE`.

It writes the cursor of every entry that it worked on as a line of FILE, and begins behind the last one, whatever was lost.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import redis

STREAM, GROUP = "diplowire:events", "archive"


def consume(url: str, done: Path) -> None:
    """Works for ever."""
    client = redis.Redis.from_url(url)
    done.touch()
    cursor = int((done.read_text().split() or ["0"])[-1])
    begin = "0"  # first what this consumer was given and did not acknowledge
    while True:
        try:
            answer: Any = client.xreadgroup(GROUP, "one", {STREAM: begin}, count=10, block=500)
        except redis.ResponseError:  # no such group: at the first start, or when Redis lost it
            make_group(client, cursor)
            continue
        except (redis.ConnectionError, redis.TimeoutError):
            time.sleep(0.2)
            continue
        entries = answer[0][1] if answer else []
        for key, _ in entries:
            position = int(key.partition(b"-")[0])
            if position > cursor:  # else it was worked on already, and only its acknowledgement was lost
                time.sleep(0.01)
                with done.open("a") as lines:
                    lines.write(f"{position}\n")
                cursor = position
            acknowledge(client, key)
        if not entries:
            begin = ">"


def make_group(client: redis.Redis, cursor: int) -> None:
    """Makes the group begin behind the cursor."""
    try:
        client.xgroup_create(STREAM, GROUP, id=f"{cursor}-0", mkstream=True)
    except redis.RedisError:
        time.sleep(0.1)


def acknowledge(client: redis.Redis, key: bytes) -> None:
    """Tells the group that the entry is done; what Redis does not hear, it gives out again."""
    try:
        client.xack(STREAM, GROUP, key)
    except redis.RedisError:
        time.sleep(0.1)


if __name__ == "__main__":
    consume(sys.argv[1], Path(sys.argv[2]))
