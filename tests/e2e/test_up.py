"""`diplowire up` as a user starts it: ready, keeps its parts alive, tells the samples, and leaves no process behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.conftest import assert_event, assert_problem
from tests.e2e.conftest import await_true, free_port

pytestmark = pytest.mark.e2e

SAMPLES = Path(__file__).parents[2] / "samples"


def plain_environment() -> dict[str, str]:
    """What a user has who set nothing."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIPLOWIRE_")}


class System:
    """A running `diplowire up`."""

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        self.data = data
        self.ports = free_port(), free_port()
        self.upload, self.events = (f"http://127.0.0.1:{port}" for port in self.ports)
        command = [sys.executable, "-m", "services.cli", "up", "--data", str(data), "--workers", "1", *options]
        command += ["--upload-port", str(self.ports[0]), "--events-port", str(self.ports[1])]
        self.out = (data.parent / "up.log").open("w+")
        environment = {**plain_environment(), **{f"DIPLOWIRE_{name.upper()}": value for name, value in settings.items()}}
        self.process = subprocess.Popen(command, env=environment, stdout=self.out, stderr=self.out, start_new_session=True)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.output()
        try:
            return all(requests.get(f"{url}/readyz", timeout=2).status_code == 200 for url in (self.upload, self.events))
        except requests.RequestException:
            return False

    def output(self) -> str:
        self.out.seek(0)
        return self.out.read()

    def parts(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def find_parts(self, word: str) -> list[psutil.Process]:
        """Returns the living parts whose command line has this word."""
        found = []
        for part in self.parts():
            with suppress(psutil.Error):  # it may just have ended
                found += [part] if word in " ".join(part.cmdline()) else []
        return found

    def find_tree(self, word: str) -> list[psutil.Process]:
        """Returns the living processes of the part with this word, the first of them in front."""
        found = self.find_parts(word)
        ids = {part.pid for part in found}

        def is_below(part: psutil.Process) -> bool:
            with suppress(psutil.Error):
                return part.ppid() in ids
            return True

        return sorted(found, key=is_below)

    def stop(self, number: int) -> list[psutil.Process]:
        """Sends the signal, waits for the end; returns processes that are still there."""
        parts = self.parts()
        self.process.send_signal(number)
        assert self.process.wait(60) == 0, self.output()
        return [part for part in parts if part.is_running() and part.status() != psutil.STATUS_ZOMBIE]


def start_system(folder: Path, *options: str, **settings: str) -> System:
    """Starts a system and returns it when it is ready; ends it again when it never is."""
    one = System(folder / "var", *options, **settings)
    try:
        await_true(one.is_ready, what="ready")
    except BaseException:
        one.process.terminate()
        raise
    return one


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One system for the tests that do not end it; SIGTERM ends it without leaving a process."""
    one = start_system(tmp_path_factory.mktemp("up"))
    yield one
    assert len(one.parts()) >= 6
    assert one.stop(signal.SIGTERM) == []


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.cli", *arguments], capture_output=True, text=True, timeout=120, env=plain_environment()
    )


def test_samples_in_events_out_and_parts_that_die_come_back(system: System) -> None:
    """The whole story on the embedded defaults, with the commands a user has."""
    posted = run("post", "--url", system.upload, *(str(path) for path in sorted(SAMPLES.iterdir())))
    assert posted.returncode == 0, posted.stderr
    ids = [line.split()[0] for line in posted.stdout.splitlines()]
    assert len(ids) == len(list(SAMPLES.iterdir()))

    def fetch(article_id: str) -> Any:
        return requests.get(f"{system.upload}/v1/articles/{article_id}", timeout=5).json()

    await_true(lambda: all(fetch(one)["status"] == "done" for one in ids), what="samples done")
    watched = run("watch", "--url", system.events, "--after", "0", "--once")
    events = [json.loads(line) for line in watched.stdout.splitlines()]
    assert len(events) >= 4
    for event in events:
        assert_event(event)
    assert [int(event["cursor"]) for event in events] == sorted(int(event["cursor"]) for event in events)

    for name in ("redis-server", "celery", "gunicorn"):
        system.find_parts(name)[0].kill()
    await_true(lambda: len(system.find_parts("redis-server")) == 1, what="redis back")
    await_true(system.is_ready, what="ready again")
    body = {"text": "Nothing to see here, the minister was on holiday.", "title": "After the fall"}
    article_id = requests.post(f"{system.upload}/v1/articles", json=body, timeout=10).json()["id"]
    await_true(lambda: fetch(article_id)["status"] == "done", what="done after the fall")


def test_streamed_body_over_the_limit_and_long_batch(system: System, tmp_path: Path) -> None:
    """Through the real server: chunked bodies are counted, batches have no end."""
    over = (b"x" * 65536 for _ in range(20))
    assert_problem(
        requests.post(f"{system.upload}/v1/articles", data=over, headers={"Content-Type": "text/plain"}, timeout=30), 413
    )
    lines = (json.dumps({"text": f"Line {number} " + "x" * 400}).encode() + b"\n" for number in range(5000))
    headers = {"Content-Type": "application/x-ndjson"}
    answer = requests.post(f"{system.upload}/v1/articles/batch", data=lines, headers=headers, timeout=120)
    assert answer.status_code == 207
    statuses = [json.loads(line)["status"] for line in answer.iter_lines()]
    assert statuses == [202] * 5000
    path = tmp_path / "more.jsonl"
    path.write_text('{"id": "known", "text": "One more line, posted as a file."}\n{"text": ""}\n')
    posted = run("post", "--url", system.upload, str(path))
    assert posted.returncode == 1
    assert posted.stdout.split()[1] == "accepted"
    assert "422" in posted.stderr


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    """Right after the start."""
    one = start_system(tmp_path)
    assert len(one.parts()) >= 6
    assert one.stop(signal.SIGINT) == []


def test_killed_supervisor_leaves_no_process_behind(tmp_path: Path) -> None:
    """The command ends with an error and takes the orphans along."""
    one = start_system(tmp_path)
    parts = one.parts()
    one.find_parts("supervisord")[0].kill()
    assert one.process.wait(60) == 1
    assert [part for part in parts if part.is_running() and part.status() != psutil.STATUS_ZOMBIE] == []


def test_taken_port_and_taken_data_are_refused(system: System, tmp_path: Path) -> None:
    """With a sentence, not a traceback."""
    taken = run("up", "--data", str(tmp_path / "other"), "--upload-port", str(system.ports[0]))
    assert taken.returncode == 1
    assert "Cannot listen" in taken.stderr
    same = run("up", "--data", str(system.data), "--upload-port", str(free_port()))
    assert same.returncode == 1
    assert "Another `diplowire up`" in same.stderr


def test_keys_are_in_force_beyond_loopback(tmp_path: Path) -> None:
    """On 0.0.0.0 nobody enters without one; a key made for the data directory opens."""
    system = start_system(tmp_path, "--host", "0.0.0.0")
    try:
        assert_problem(requests.post(f"{system.upload}/v1/articles", json={"text": "a"}, timeout=5), 401)
        assert_problem(requests.get(f"{system.events}/v1/events", timeout=5), 401)
        made = run("keys", "--data", str(tmp_path / "var"), "create", "--scope", "upload")
        headers = {"Authorization": f"Bearer {made.stdout.splitlines()[-1]}"}
        assert requests.post(f"{system.upload}/v1/articles", json={"text": "a"}, headers=headers, timeout=5).status_code == 202
        assert_problem(requests.get(f"{system.events}/v1/events", headers=headers, timeout=5), 403)
    finally:
        system.stop(signal.SIGTERM)
