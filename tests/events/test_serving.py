"""The service under gunicorn as `diplowire up` starts it: open streams, their bound, a restart amid them; `diplowire watch`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from services.cli.parts import Plan, make_environment, plan_parts
from tests.conftest import assert_event, assert_problem
from tests.e2e.conftest import await_true
from tests.events.writing import write_article, write_days
from tests.extractor.calls import TEXT, make_call

pytestmark = pytest.mark.e2e


class Server:
    """gunicorn with one process that takes three streams."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        plan = Plan("127.0.0.1", 1, port, 1, folder, folder)
        part = next(part for part in plan_parts(plan) if part.name == "events")
        few = {"DIPLOWIRE_WEB_WORKERS": "1", "DIPLOWIRE_MAX_STREAMS": "3"}
        self.command, self.environment = part.command, {**make_environment(plan), **part.environment, **few}
        self.url = plan.urls["events"]

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
        await_true(self.is_alive, within_s=40, what="gunicorn")

    def is_alive(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def open_stream(self, **headers: str) -> requests.Response:
        return requests.get(f"{self.url}/v1/events/stream", headers=headers, stream=True, timeout=30)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path)
    one.start()
    yield one
    one.kill()


def read_events(stream: requests.Response, count: int) -> list[dict[str, Any]]:
    """Returns the next `count` events of an open stream."""
    events: list[dict[str, Any]] = []
    for line in stream.iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            events.append(json.loads(line.removeprefix(b"data: ")))
            if len(events) == count:
                break
    return events


def test_open_streams_hear_of_events_and_survive_a_restart(server: Server) -> None:
    """SIGTERM ends the server at once although streams are open; who comes back with the last id goes on behind it."""
    streams = [server.open_stream() for _ in range(3)]
    write_days(1, 2)
    for stream in streams:
        assert [event["cursor"] for event in read_events(stream, 2)] == ["1", "2"]
    started = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0
    assert time.monotonic() - started < 8
    write_days(3, 4)
    server.start()
    assert [event["cursor"] for event in read_events(server.open_stream(**{"Last-Event-ID": "2"}), 2)] == ["3", "4"]


def test_streams_leave_threads_to_others_and_places_to_come_back_to(server: Server) -> None:
    """With all places taken the rest of the service answers; a client that hung up is noticed."""
    streams = [server.open_stream() for _ in range(3)]
    assert [stream.status_code for stream in streams] == [200, 200, 200]
    refused = server.open_stream()
    assert_problem(refused, 503)
    assert refused.headers["Retry-After"]
    assert requests.get(f"{server.url}/v1/events", timeout=5).status_code == 200
    assert "diplowire_open_streams 3.0" in requests.get(f"{server.url}/metrics", timeout=5).text
    for stream in streams:
        stream.close()
    metrics = f"{server.url}/metrics"
    await_true(lambda: "diplowire_open_streams 0.0" in requests.get(metrics, timeout=5).text, within_s=40, what="places free")
    assert server.open_stream().status_code == 200


def test_export_is_streamed(server: Server) -> None:
    """Over the wire without a length, whole at the end."""
    write_days(1, 9)
    answer = requests.get(f"{server.url}/v1/events.jsonl", timeout=10)
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert len(answer.text.splitlines()) == 9


def test_watch_prints_new_events_and_resumes(server: Server) -> None:
    """Without a cursor it begins with the next event; it waits for a service that is away; `--after` goes on."""
    write_days(1, 2)
    watch = [sys.executable, "-m", "services.cli", "watch", "--url", server.url, "--every", "0.2"]
    process = subprocess.Popen(watch, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        metrics = f"{server.url}/metrics"
        await_true(lambda: "diplowire_open_streams 1.0" in requests.get(metrics, timeout=20).text, within_s=120, what="a reader")
        write_days(3, 3)
        event = json.loads(process.stdout.readline())
        assert_event(event)
        assert event["cursor"] == "3"
        server.kill()
        write_days(4, 5)
        server.start()
        assert [json.loads(process.stdout.readline())["cursor"] for _ in range(2)] == ["4", "5"]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    again = subprocess.run([*watch, "--after", "2", "--once"], capture_output=True, text=True, timeout=60)
    assert again.returncode == 0, again.stderr
    assert [json.loads(line)["cursor"] for line in again.stdout.splitlines()] == ["3", "4", "5"]


def test_reader_that_takes_nothing_holds_up_nobody(server: Server) -> None:
    """Its socket is full; the others hear of everything, and the rest of the service answers."""
    stalled = socket.socket()
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stalled.connect(("127.0.0.1", int(server.url.rsplit(":", 1)[1])))
    stalled.sendall(b"GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    stream = server.open_stream()
    articles = write_days(1, 10)
    for number in range(15):  # more than a socket takes
        text = f"{TEXT} {'And so on. ' * 4000} {number}"
        write_article(make_call(text, evidence=text, evidence_end=len(text), date=f"2018-02-{1 + number:02}"), text=text)
    assert len(read_events(stream, len(articles) + 15)) == 25
    assert requests.get(f"{server.url}/v1/events?limit=1", timeout=10).status_code == 200
    stalled.close()
