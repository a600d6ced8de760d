"""Clients that post articles over HTTP as fast as they are answered, and cost the machine little themselves."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

Article = dict[str, Any]
AT_ONCE = 32  # connections
WITHIN_S = 300.0


def write_body(article: Article) -> bytes:
    """Returns what is posted of an article."""
    return json.dumps({name: article[name] for name in ("title", "text", "published_at")}).encode()


def post_singly(port: int, articles: Iterable[Article]) -> float:
    """Posts each article by itself over many connections at once, from a process of its own; returns the requests a second."""
    requests = [_write_request(write_body(article)) for article in articles]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return len(requests) / apart.submit(_send_all, port, requests).result()


def post_batch(port: int, articles: Iterable[Article]) -> int:
    """Posts articles as one batch, a stream of unknown length; returns how many were taken. Raises ValueError where one was not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN_S)
    headers = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
    connection.request(
        "POST", "/v1/articles/batch", _join(write_body(article) for article in articles), headers, encode_chunked=True
    )
    answers = [json.loads(line) for line in connection.getresponse().read().splitlines()]
    if refused := [answer for answer in answers if answer.get("status") != 202]:
        raise ValueError(f"{len(refused)} articles were not taken: {refused[0]}")
    return len(answers)


def _join(lines: Iterable[bytes], size: int = 65536) -> Iterator[bytes]:
    gathered = bytearray()
    for line in lines:
        gathered += line + b"\n"
        if len(gathered) >= size:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def _write_request(body: bytes) -> bytes:
    head = f"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _send_all(port: int, requests: list[bytes]) -> float:
    """Returns the seconds that it took to have all answered."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        begun = time.perf_counter()
        for sent in [threads.submit(_send_some, port, requests[nth::AT_ONCE]) for nth in range(AT_ONCE)]:
            sent.result()
        return time.perf_counter() - begun


def _send_some(port: int, requests: list[bytes]) -> None:
    connection = _connect(port)
    for request in requests:
        try:
            head, body = _ask(connection, request)
        except ConnectionError:  # the server may close a connection between two requests
            connection = _connect(port)
            head, body = _ask(connection, request)
        if b" 202 " not in head.partition(b"\r\n")[0]:
            raise ValueError((head + body).decode())
    connection.close()


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=WITHIN_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _ask(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    """Returns head and body of the answer."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += _receive(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _receive(connection)
    return head, body


def _receive(connection: socket.socket) -> bytes:
    if more := connection.recv(65536):
        return more
    raise ConnectionError("the server hung up")
