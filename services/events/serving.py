"""gunicorn's configuration for the events service: `gunicorn -c python:services.events.serving "services.events.app:create_app()"`.

Greenlets, not threads: an open stream is a few kilobytes that wait, so one process holds thousands, where `sync` workers hold
one each and `gthread` as many as it has threads. Everything that waits gives way to the others: sockets, Redis, PostgreSQL
(psycopg sees the patch). What does not is short: SQLite, and making JSON. The patch comes before anything else is imported.
"""

from gevent import monkey

monkey.patch_all()

import resource  # noqa: E402

from shared.database import forget_engine  # noqa: E402
from shared.serving import (  # noqa: E402, F401
    child_exit,
    control_socket_disable,
    forwarded_allow_ips,
    graceful_timeout,
    keepalive,
    limit_request_field_size,
    limit_request_fields,
    limit_request_line,
    logconfig_dict,
    on_starting,
    post_worker_init,
    preload_app,
    timeout,
    worker_tmp_dir,
    workers,
)
from shared.settings import get_settings  # noqa: E402

OTHERS = 1000  # connections beside streams

worker_class = "gevent"
worker_connections = get_settings().max_streams + OTHERS
backlog = 4096


def post_fork(server: object, worker: object) -> None:
    """In a worker: no connections of the parent's, and as many open files as the system lets it have."""
    forget_engine()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
