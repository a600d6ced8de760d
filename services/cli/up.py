"""`diplowire up`: the whole system on this machine, under supervisord, until Ctrl-C or SIGTERM; no process is left behind.

This process becomes the reaper of everything below it, so that even what a killed supervisor leaves behind is found and ended.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import click
import psutil
import requests
from rich.console import Console

from services.cli.parts import Plan, make_environment, plan_parts, use_data_dir, write_supervisor_config
from shared.database import migrate
from shared.origins import is_loopback

PR_SET_CHILD_SUBREAPER = 36
READY_WITHIN_S = 120
ENDED_WITHIN_S = 40

console = Console()


class Stopped(Exception):
    """SIGTERM or Ctrl-C arrived."""


@click.command(short_help="Start the whole system on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="where to listen; beyond loopback API keys are in force")
@click.option("--upload-port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option("--events-port", default=8002, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=lambda: min(os.cpu_count() or 1, 4), type=click.IntRange(1),
              help="processes that extract [default: one per core, at most 4]")  # fmt: skip
@click.option(
    "--data", default="var", show_default=True, type=click.Path(file_okay=False, path_type=Path), help="database, queue and logs"
)
@click.option(
    "--samples", type=click.Path(exists=True, file_okay=False, path_type=Path), help="post the articles in this folder, show events"
)
def command(host: str, upload_port: int, events_port: int, workers: int, data: Path, samples: Path | None) -> None:
    """Start Redis, both HTTP services, the workers and the clock, with SQLite, all under one supervisor.

    Ready when both /readyz answer. Ctrl-C or SIGTERM ends everything; a part that dies is started again. A database or broker
    that DIPLOWIRE_DATABASE_URL or DIPLOWIRE_REDIS_URL names is used instead of the embedded one.
    """
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    with lock_data(data), private_folder() as run:
        plan = Plan(host, upload_port, events_port, workers, data, run)
        for port in (upload_port, events_port):
            require_free_port(host, port)
        use_data_dir(data)
        migrate()
        try:
            with supervisor(plan) as process:
                await_ready(plan, process)
                announce(plan)
                if samples:
                    from services.cli.samples import show_samples

                    show_samples(samples, plan.urls, console)
                console.print("Press Ctrl-C to stop.")
                while process.poll() is None:
                    reap_orphans(process.pid)
                    time.sleep(0.5)
                raise click.ClickException(f"The supervisor ended by itself; see {data / 'logs'}.")
        except Stopped:
            console.print("Stopped.")


def _stop(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Stopped


@contextmanager
def lock_data(data: Path) -> Iterator[IO[str]]:
    """Holds the data directory: two systems on one would fight."""
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException(f"Another `diplowire up` uses {data}.") from None
        yield lock


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of our own with a short name (a socket's path may not be long), gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="diplowire-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def require_free_port(host: str, port: int) -> None:
    """Refuses a port that somebody listens on, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from None


@contextmanager
def supervisor(plan: Plan) -> Iterator[subprocess.Popen[bytes]]:
    """Runs supervisord with all parts; afterwards nothing that it started is left."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    config = write_supervisor_config(plan, plan_parts(plan))
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(config)]
    process = subprocess.Popen(command, env=make_environment(plan), start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # from here on we are ending anyway
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDED_WITHIN_S)
        end_descendants()


def reap_orphans(supervisor_pid: int) -> None:
    """Collects processes that ended after their parent had died; they became our children."""
    for child in psutil.Process().children():
        with suppress(psutil.Error, ChildProcessError):
            if child.pid != supervisor_pid and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def end_descendants() -> None:
    """Ends every process below this one: first asked, then made to."""
    left = psutil.Process().children(recursive=True)
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs(left, timeout=5)
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=5)


def await_ready(plan: Plan, process: subprocess.Popen[bytes]) -> None:
    """Returns when both services say they are ready."""
    give_up_at = time.monotonic() + READY_WITHIN_S
    with console.status("Starting …"):
        for url in plan.urls.values():
            while not is_ready(url):
                if process.poll() is not None or time.monotonic() > give_up_at:
                    raise click.ClickException(f"The system did not become ready; see {plan.data / 'logs'}.")
                time.sleep(0.2)


def is_ready(url: str) -> bool:
    """Whether the service at `url` is ready."""
    try:
        return requests.get(f"{url}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def announce(plan: Plan) -> None:
    """Prints where everything is."""
    urls = plan.urls
    console.print(f"[bold]diplowire is up.[/] Data and logs are in {plan.data}.", soft_wrap=True)
    console.print(f"  post articles   {urls['upload']}/v1/articles    docs {urls['upload']}/docs", soft_wrap=True)
    console.print(f"  read events     {urls['events']}/v1/events      docs {urls['events']}/docs", soft_wrap=True)
    console.print(f"  live page       {urls['events']}/", soft_wrap=True)
    if not is_loopback(plan.host):
        console.print(f"  Keys are in force: diplowire keys --data {plan.data} create --scope upload --scope read", soft_wrap=True)
