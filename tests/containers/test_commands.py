"""The commands that the containers run exist, and together they do all the work."""

from __future__ import annotations

import importlib
import importlib.util
import re

from shared.queue import QUEUES
from tests.containers.files import OWN_PARTS, find_own_services, find_pods, load_script


def find_commands() -> list[tuple[str, list[str]]]:
    composed = [(f"compose {name}", service["command"]) for name, service in find_own_services().items()]
    pods = [(f"kubernetes {name}", pod["containers"][0]["args"]) for name, pod in find_pods().items() if name in OWN_PARTS]
    return composed + pods


def test_workers_listen_to_every_queue() -> None:
    """A queue that nobody listens to would only grow."""
    for way in ("compose", "kubernetes"):
        commands = [command for name, command in find_commands() if name.startswith(way)]
        listened = [queue for command in commands if "-Q" in command for queue in command[command.index("-Q") + 1].split(",")]
        assert sorted(listened) == sorted(QUEUES), way


def test_commands_start_what_exists() -> None:
    """Modules and apps that commands name can be imported, and both ways of running name the same."""
    for _, command in find_commands():
        for word in command:
            if named := re.match(r"(?:python:)?((?:services|shared)[\w.]+)(?::(\w+))?", word):
                if named[2]:
                    assert hasattr(importlib.import_module(named[1]), named[2])
                else:
                    assert importlib.util.find_spec(named[1])
    composed, pods = (
        {name.split()[1]: " ".join(c) for name, c in find_commands() if name.startswith(way)} for way in ("comp", "kube")
    )
    assert composed == pods


def test_health_check_knows_every_part() -> None:
    """Each command has a word by which the image's health check recognises it; only the migration has none."""
    healthy = load_script("healthy")
    for name, command in find_commands():
        found = set(healthy.CHECKS) & set(" ".join(command).replace(":", " ").split())
        assert len(found) == (0 if name.endswith("migrate") else 1), name
