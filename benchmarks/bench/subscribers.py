"""Many subscribers in one process, for the row `delivery`: Server-Sent Events, or bare Redis pub/sub, over plain sockets.

Both are read in the same way: whatever marks a message is looked for in the bytes as they come, and the time is noted.
"""

from __future__ import annotations

import asyncio
import re
import resource
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import NamedTuple

READ_BYTES = 65536


class Source(NamedTuple):
    """Where to subscribe, what to say there, how an answer begins that says it is heard, and what marks a message's number."""

    host: str
    port: int
    greeting: bytes
    ready: bytes
    mark: re.Pattern[bytes]


def make_stream(port: int) -> Source:
    """Returns the events service on this machine."""
    request = b"GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
    return Source("127.0.0.1", port, request, b"all told", re.compile(rb"\nid: (\d+)\nevent: "))


def make_channel(port: int, channel: str) -> Source:
    """Returns a channel of Redis on this machine."""
    greeting = f"*2\r\n$9\r\nSUBSCRIBE\r\n${len(channel)}\r\n{channel}\r\n".encode()
    return Source("127.0.0.1", port, greeting, b"subscribe", re.compile(rb'"cursor": "(\d+)"'))


def subscribe(source: Source, count: int, messages: int, parent: Connection, within_s: float) -> None:
    """In a process of its own: opens `count` subscriptions, tells `parent` when all hear, and sends it a list of (number, time)
    for `messages` messages on each, or what came until the time was up."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_subscribe_all(source, count, messages, parent, within_s))


async def _subscribe_all(source: Source, count: int, messages: int, parent: Connection, within_s: float) -> None:
    heard: list[tuple[int, float]] = []
    readers = [await _open(source) for _ in range(count)]
    await asyncio.gather(*(_await_ready(source, reader) for reader, _ in readers))
    parent.send("ready")
    tasks = [asyncio.create_task(_read(source, reader, messages, heard)) for reader, _ in readers]
    await asyncio.wait(tasks, timeout=within_s)
    for task in tasks:
        task.cancel()
    for _, writer in readers:
        writer.close()
    parent.send(heard)


async def _open(source: Source) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(source.host, source.port)
    writer.write(source.greeting)
    return reader, writer


async def _await_ready(source: Source, reader: asyncio.StreamReader) -> None:
    told = b""
    while source.ready not in told:
        piece = await reader.read(READ_BYTES)
        if not piece:
            raise ConnectionError(f"refused: {told[:200]!r}")
        told += piece


async def _read(source: Source, reader: asyncio.StreamReader, messages: int, heard: list[tuple[int, float]]) -> None:
    rest, left = b"", messages
    while left:
        piece = await reader.read(READ_BYTES)
        now = time.monotonic()
        if not piece:
            return
        rest += piece
        end = 0
        for found in source.mark.finditer(rest):
            heard.append((int(found[1]), now))
            left, end = left - 1, found.end()
        rest = rest[end:][-READ_BYTES:]


def summarise(heard: Sequence[tuple[int, float]], told: dict[int, float]) -> list[float]:
    """Returns how many milliseconds each message took to each subscriber, sorted."""
    return sorted(1000 * (at - told[number]) for number, at in heard if number in told)
