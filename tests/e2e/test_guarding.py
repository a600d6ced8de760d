"""The web server itself: what is no plain request is refused, and a client that is slow on purpose holds up nobody for long."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from services.cli.parts import Plan, make_environment, plan_parts
from shared import serving
from tests.e2e.conftest import await_true, free_port

pytestmark = pytest.mark.e2e


class Upload:
    """The upload service under gunicorn, one process of two threads."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        plan = Plan("127.0.0.1", self.port, 1, 1, folder, folder)
        part = next(part for part in plan_parts(plan) if part.name == "upload")
        few = {"DIPLOWIRE_WEB_WORKERS": "1", "DIPLOWIRE_WEB_THREADS": "2"}
        environment = {**make_environment(plan), **part.environment, **few}
        self.process = subprocess.Popen(part.command, env=environment, start_new_session=True)
        await_true(lambda: self.is_alive(10), within_s=90, what="gunicorn")

    def is_alive(self, within_s: float) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=within_s).status_code == 200
        except requests.RequestException:
            return False

    def connect(self, begin: bytes) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        one.sendall(begin)
        return one

    def ask(self, told: bytes) -> bytes:
        """Returns all that is answered until the server hangs up."""
        with closing(self.connect(told)) as one:
            answer = b""
            while part := one.recv(65536):
                answer += part
            return answer


@pytest.fixture
def upload(sqlite_database: str, tmp_path: Path) -> Iterator[Upload]:
    one = Upload(tmp_path)
    yield one
    if one.process.poll() is None:
        os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()


HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\n"


def test_what_two_servers_could_read_in_two_ways_is_refused(upload: Upload) -> None:
    """Lengths that contradict each other, codings that hide one, names and lines that are none: 400, and no second request."""
    hidden = b"GET /v1/articles HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for more in (
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
        b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
        b"Content-Length: +5\r\n\r\nhello",
        b"Content-Length : 5\r\n\r\nhello",
        b"X-Odd\x00: 1\r\nContent-Length: 5\r\n\r\nhello",
        b"X-Folded: 1\r\n more\r\nContent-Length: 5\r\n\r\nhello",
        b"Transfer-Encoding: chunked\r\n\r\n5x\r\nhello\r\n0\r\n\r\n",
    ):
        answer = upload.ask(HEAD + more)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")), (more, answer[:200])
        assert answer.count(b"HTTP/1.1") == 1, more


def test_heads_have_a_size(upload: Upload) -> None:
    """A line, a field and a number of fields beyond the limits are refused before anything is done."""
    for told in (
        b"GET /" + b"a" * (serving.limit_request_line + 1) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * (serving.limit_request_field_size + 1) + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"X-Many: 1\r\n" * (serving.limit_request_fields + 1) + b"\r\n",
    ):
        status = int(upload.ask(told).split()[1])
        assert 400 <= status < 500
    both = (Path(serving.__file__).parents[1] / "services/events/serving.py").read_text()  # importing it would patch this process
    for name in ("limit_request_line", "limit_request_fields", "limit_request_field_size", "forwarded_allow_ips", "timeout"):
        assert re.search(rf"^ +{name},$", both, re.MULTILINE), "the events service takes it over"


def test_slow_clients_hold_their_threads_for_a_while_only(upload: Upload) -> None:
    """More of them than threads: some stop within the head, some drip it; others are answered after a wait that is bounded."""
    stopped = [upload.connect(b"GET /healthz HT") for _ in range(2)]
    started = time.monotonic()
    while time.monotonic() - started < 25:
        for one in stopped:
            try:
                one.send(b"T")
            except OSError:
                break  # it was hung up
        time.sleep(1)
    assert upload.is_alive(within_s=60)
    begun = HEAD + b"Content-Length: 100\r\n\r\nab"
    stalled = [upload.connect(begun) for _ in range(2)]
    assert b"HTTP/1.1 400" in stalled[0].recv(65536)
    assert upload.is_alive(within_s=60)
    for one in stopped + stalled:
        one.close()
