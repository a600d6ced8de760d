"""Starts what a row measures, as `diplowire up` would, in a folder of its own; nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks.bench.delivery import await_port, find_port
from services.cli.parts import Part, Plan, make_environment, plan_parts, use_data_dir
from shared.database import forget_engine, migrate
from shared.settings import get_settings

STARTED_WITHIN_S = 120.0


@contextmanager
def make_plan(workers: int, database_url: str | None = None) -> Iterator[Plan]:
    """Yields a plan with free ports and a migrated database (SQLite where none is named), which become this process's settings."""
    with tempfile.TemporaryDirectory(prefix="dwbench-") as folder:
        before = dict(os.environ)
        if database_url:
            os.environ["DIPLOWIRE_DATABASE_URL"] = database_url
        plan = Plan("127.0.0.1", find_port(), find_port(), workers, Path(folder) / "data", Path(folder))
        plan.data.mkdir()
        try:
            _forget()
            use_data_dir(plan.data)
            migrate()
            os.environ |= {name: value for name, value in make_environment(plan).items() if name.startswith("DIPLOWIRE_")}
            parts = plan_parts(plan)  # while the settings do not name a broker, Redis is one of them
            with run_parts([part for part in parts if part.name == "redis"]):
                _forget()
                yield plan
        finally:
            os.environ.clear()
            os.environ.update(before)
            _forget()


def _forget() -> None:
    get_settings.cache_clear()
    forget_engine()


def plan_bare(port: int) -> Part:
    """Returns the bare Flask view, on the same server with the same settings as the upload service."""
    serving = [sys.executable, "-m", "gunicorn", "-c", "python:shared.serving", "-b", f"127.0.0.1:{port}"]
    return Part("bare", [*serving, "benchmarks.bench.bare:create_app()"], 40)


@contextmanager
def run_parts(parts: Sequence[Part]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Runs the parts, their logs thrown away, and ends them with all that they started."""
    with ExitStack() as stack:
        processes = []
        for part in sorted(parts, key=lambda part: part.priority):
            environment = {**os.environ, **part.environment}
            sink = subprocess.DEVNULL
            process = subprocess.Popen(part.command, env=environment, stdin=sink, stdout=sink, stderr=sink, start_new_session=True)
            stack.callback(_end, process)
            processes.append(process)
        yield processes


def _end(process: subprocess.Popen[bytes]) -> None:
    below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in psutil.wait_procs(below, timeout=5)[1]:
        child.kill()


def await_ports(*ports: int) -> None:
    """Returns when somebody listens on each."""
    for port in ports:
        await_port(port)
        time.sleep(0.2)  # until every process of the server listens
