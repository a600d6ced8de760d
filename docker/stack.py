"""`make stack`: builds the containers, starts them, posts the samples, reads their events back, and takes everything down again.

It needs Docker with Compose (v2, or 1.29) and nothing but Python beside it. The project's name and volumes are its own, so that a
stack that somebody uses is never touched. Prints a line per step with its time; exits 1 with the containers' last words where a
step fails. Whatever happens, also Ctrl-C or SIGTERM, all that was started is taken down.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "diplowire-stack"
MEDIA_TYPES = {".json": "application/json", ".txt": "text/plain", ".html": "text/html"}
BUILT_WITHIN_S, STARTED_WITHIN_S, READY_WITHIN_S, READ_WITHIN_S, DOWN_WITHIN_S = 1800, 300, 300, 300, 240


class Failed(Exception):
    """A step did not do what it should; the message says which and why."""


def find_compose() -> list[str]:
    """Returns the command of Compose; raises Failed where there is none or no engine answers."""
    for command in (["docker", "compose"], ["docker-compose"]):
        try:
            if subprocess.run([*command, "version"], capture_output=True, timeout=20).returncode == 0:
                break
        except (OSError, subprocess.TimeoutExpired):
            continue
    else:
        raise Failed("Neither `docker compose` nor `docker-compose` is there.")
    if subprocess.run(["docker", "info"], capture_output=True, timeout=20).returncode:
        raise Failed("No Docker engine answers.")
    return command


def find_free_port() -> int:
    """Returns a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Stack:
    """The composed system under a name of its own, on free ports."""

    def __init__(self, compose: list[str]) -> None:
        self.compose = [*compose, "-p", PROJECT, "--project-directory", str(ROOT), "-f", str(ROOT / "docker-compose.yml")]
        ports = {"DIPLOWIRE_UPLOAD_PORT": str(find_free_port()), "DIPLOWIRE_EVENTS_PORT": str(find_free_port())}
        self.environment = {**os.environ, **ports, "DIPLOWIRE_PUBLISH_ON": "127.0.0.1"}
        self.upload, self.events = (f"http://127.0.0.1:{port}" for port in ports.values())
        self.key = ""

    def run(self, *arguments: str, timeout_s: float) -> str:
        """Runs Compose and returns what it prints; raises Failed with its last lines where it fails."""
        command = [*self.compose, *arguments]
        try:
            done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise Failed(f"`{' '.join(arguments)}` took longer than {timeout_s} s") from None
        if done.returncode:
            raise Failed(f"`{' '.join(arguments)}` failed:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-30:]))
        return done.stdout

    def fetch(self, url: str, body: bytes | None = None, media_type: str = "") -> Any:
        """Returns the JSON that a service answers; raises OSError where it does not."""
        headers = {"Content-Type": media_type} if media_type else {}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
            return json.load(answer)

    def is_ready(self) -> bool:
        """Whether both services are ready and every container that has a health check is healthy."""
        try:
            for url in (self.upload, self.events):
                self.fetch(f"{url}/readyz")
        except OSError:
            return False
        ids = self.run("ps", "-q", timeout_s=30).split()
        template = "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}} {{.State.ExitCode}}"
        told = subprocess.run(["docker", "inspect", "-f", template, *ids], capture_output=True, text=True, timeout=30).stdout
        return all(re.match(r"running healthy|exited .*\b0$", line) for line in told.splitlines())

    def make_key(self) -> None:
        """Creates an API key, as an operator does."""
        made = self.run("exec", "-T", "upload", "diplowire", "keys", "create", "--scope", "upload", "--scope", "read", timeout_s=60)
        self.key = made.strip().splitlines()[-1]

    def post_samples(self) -> list[str]:
        """Posts every sample; returns the articles' ids."""
        samples = [path for path in sorted((ROOT / "samples").iterdir()) if path.suffix in MEDIA_TYPES]
        answers = [self.fetch(f"{self.upload}/v1/articles", path.read_bytes(), MEDIA_TYPES[path.suffix]) for path in samples]
        return [answer["id"] for answer in answers]

    def read_events(self, article_ids: list[str]) -> list[dict[str, Any]]:
        """Returns the events of these articles once all are done; raises Failed where one fails."""
        articles = []
        for article_id in article_ids:

            def is_finished(url: str = f"{self.upload}/v1/articles/{article_id}") -> Any:
                article = self.fetch(url)
                return article if article["status"] in ("done", "failed") else None

            articles.append(await_true(is_finished, READ_WITHIN_S, f"article {article_id}"))
        if failed := [article for article in articles if article["status"] == "failed"]:
            raise Failed(f"Articles failed: {[article['error'] for article in failed]}")
        event_ids = dict.fromkeys(event_id for article in articles for event_id in article["events"])
        return [self.fetch(f"{self.events}/v1/events/{event_id}") for event_id in event_ids]


def await_true(condition: Callable[[], Any], within_s: float, what: str) -> Any:
    """Returns the first true value of `condition`; raises Failed when none comes in time."""
    give_up_at = time.monotonic() + within_s
    while not (value := condition()):
        if time.monotonic() > give_up_at:
            raise Failed(f"Waited {within_s} s in vain: {what}")
        time.sleep(0.5)
    return value


@contextmanager
def told(step: str) -> Iterator[None]:
    """Prints how long the block took."""
    began = time.monotonic()
    yield
    print(f"{step:<28}{time.monotonic() - began:7.1f} s", flush=True)


@contextmanager
def taken_down(stack: Stack) -> Iterator[Stack]:
    """Ends with nothing left of the stack, its volumes included; tells the containers' last words where the block failed."""
    try:
        yield stack
    except Failed:
        print(stack.run("logs", "--no-color", "--tail", "20", timeout_s=60), file=sys.stderr)
        raise
    finally:
        with told("taken down"):
            stack.run("down", "--volumes", "--remove-orphans", "--timeout", "20", timeout_s=DOWN_WITHIN_S)


def show_memory(stack: Stack) -> None:
    """Prints what each container holds in memory."""
    ids = stack.run("ps", "-q", timeout_s=30).split()
    shown = ["docker", "stats", "--no-stream", "--format", "  {{.Name}}  {{.MemUsage}}", *ids]
    print(subprocess.run(shown, capture_output=True, text=True, timeout=60).stdout, end="")


def drive(stack: Stack) -> list[dict[str, Any]]:
    """Goes the whole way once; returns the events that were read back."""
    with told("image built"):
        stack.run("build", "migrate", timeout_s=BUILT_WITHIN_S)
    with taken_down(stack):
        with told("started, all healthy"):
            stack.run("up", "-d", timeout_s=STARTED_WITHIN_S)
            await_true(stack.is_ready, READY_WITHIN_S, "all healthy")
        stack.make_key()
        with told("samples in, events out"):
            article_ids = stack.post_samples()
            events = stack.read_events(article_ids)
        if not events:
            raise Failed("The samples report calls, but no event was found.")
        show_memory(stack)
    print(f"{len(article_ids)} articles, {len(events)} events:")
    return events


def main() -> None:
    """The command."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        for event in drive(Stack(find_compose())):
            sides = " and ".join(side["name"] or side["country"] or "?" for side in event["participants"])
            print(f"  {event['date'] or 'no date':<11}{sides}")
    except (Failed, OSError) as error:
        sys.exit(f"make stack: {error}")


if __name__ == "__main__":
    main()
