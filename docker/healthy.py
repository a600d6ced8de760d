"""The health check of the image: finds out which part this container runs, and asks it. Ends with 0 if it is well.

A part is known by a word of the first process's command line. Services answer /readyz, workers /metrics from when they are ready,
the clock touches a file with each task that it sends. A command that is none of them has nothing to be asked.
"""

import http.client
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path


def answers(path: str, port: int) -> bool:
    """Whether a GET of `path` on this container's `port` gives 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def answers_metrics(variable: str) -> bool:
    """Whether the worker answers /metrics; true where it was told to have none."""
    port = int(os.environ.get(variable) or 0)
    return not port or answers("/metrics", port)


def is_ticking(alive: str) -> bool:
    """Whether the clock sent something within the last minute, or three times what it was told to wait between two sweeps."""
    patience_s = max(60.0, 3 * float(os.environ.get("DIPLOWIRE_SWEEP_INTERVAL_S") or 0))
    return Path(alive).exists() and time.time() - Path(alive).stat().st_mtime < patience_s


CHECKS: dict[str, Callable[[], bool]] = {
    "services.upload.app": partial(answers, "/readyz", 8001),
    "services.events.app": partial(answers, "/readyz", 8002),
    "services.extractor.tasks": partial(answers_metrics, "DIPLOWIRE_WORKER_METRICS_PORT"),
    "services.events.webhooks.tasks": partial(answers_metrics, "DIPLOWIRE_WEBHOOK_METRICS_PORT"),
    "beat": partial(is_ticking, "/tmp/beat-schedule.alive"),
}


def is_well(command: str) -> bool:
    """Whether the part that `command` starts is well."""
    words = command.replace(":", " ").split()
    return all(check() for word, check in CHECKS.items() if word in words)


if __name__ == "__main__":
    sys.exit(not is_well(Path("/proc/1/cmdline").read_bytes().replace(b"\0", b" ").decode()))
