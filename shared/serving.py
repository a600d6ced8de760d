"""gunicorn's configuration for both HTTP services: `gunicorn -c python:shared.serving "services.upload.app:create_app()"`.

Threads, not bare sync workers: a slow body or an open stream must not make its neighbours wait. Heads and reads are bounded in size
and time; what is not plain HTTP/1.1 is refused by gunicorn's defaults, which the tests hold it to. Logs join ours as JSON.
"""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from shared.database import forget_engine
from shared.logs import configure_logs
from shared.settings import get_settings

worker_class = "shared.threads.PatientThreads"
workers = get_settings().web_workers
threads = get_settings().web_threads
preload_app = True  # a worker that is replaced is followed by one that answers at once, not after it has loaded everything
timeout = 60
graceful_timeout = 30
keepalive = 5
READ_WITHIN_S = 20  # each read of a body
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}


def on_starting(server: object) -> None:
    """In the parent, before the workers."""
    configure_logs("gunicorn")


def post_fork(server: object, worker: object) -> None:
    """In a worker: forget the parent's database connections, should it have any."""
    forget_engine()


def when_ready(server: Any) -> None:
    """In the parent: what is accepted from our sockets inherits a time within which each read has to bring something."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", READ_WITHIN_S, 0))


def post_worker_init(worker: Any) -> None:
    """In a worker: long answers ask whether it is ending, or its parent gone, since it waits for them before it ends."""
    worker.wsgi.extensions["diplowire_is_ending"] = lambda: not worker.alive or os.getppid() != worker.ppid


def child_exit(server: object, worker: Any) -> None:
    """A worker that ended no longer counts in the gauges."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
