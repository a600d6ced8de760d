"""The containers: `make stack` goes the whole way on a Docker engine, and takes down what it started whatever happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.containers.files import load_script

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stack() -> ModuleType:
    """The module `docker/stack.py`, which is a script of its own."""
    return load_script("stack")


@pytest.mark.stack
@pytest.mark.timeout(2400)
def test_built_started_told_and_taken_down(stack: ModuleType) -> None:
    """As `make stack` does it: the samples' events come back, and neither container nor volume is left."""
    try:
        stack.find_compose()
    except stack.Failed as error:
        pytest.skip(f"No containers here: {error}")
    done = subprocess.run([sys.executable, str(ROOT / "docker" / "stack.py")], capture_output=True, text=True, timeout=2300)
    assert done.returncode == 0, done.stderr
    assert "Vladimir Putin" in done.stdout
    for kind in ("container", "volume", "network"):
        label = f"label=com.docker.compose.project={stack.PROJECT}"
        every = ["--all"] if kind == "container" else []
        assert not subprocess.run(["docker", kind, "ls", "-q", *every, "--filter", label], capture_output=True, text=True).stdout


class Recorder:
    """Stands for the composed system: writes down what it is told, and fails at one step."""

    def __init__(self, fails_at: str) -> None:
        self.fails_at, self.calls = fails_at, []

    def run(self, *arguments: str, timeout_s: float) -> str:
        self.calls.append(arguments[0])
        if arguments[0] == self.fails_at:
            raise KeyboardInterrupt
        return ""

    def is_ready(self) -> bool:
        return True

    def make_key(self) -> None:
        self.run("exec", timeout_s=1)


@pytest.mark.parametrize(("fails_at", "down"), [("build", 0), ("up", 1), ("exec", 1)])
def test_interrupted_anywhere_it_takes_down(stack: ModuleType, fails_at: str, down: int) -> None:
    """Once something may have been started, it is ended."""
    recorder = Recorder(fails_at)
    with pytest.raises(KeyboardInterrupt):
        stack.drive(recorder)
    assert recorder.calls.count("down") == down


def test_no_event_read_back_is_a_failure(stack: ModuleType) -> None:
    """A stack that answers but finds nothing did not work."""

    class Empty(Recorder):
        def post_samples(self) -> list[str]:
            return ["an id"]

        def read_events(self, article_ids: list[str]) -> list[object]:
            return []

    recorder = Empty("nowhere")
    with pytest.raises(stack.Failed, match="no event"):
        stack.drive(recorder)
    assert recorder.calls[-2:] == ["logs", "down"]
