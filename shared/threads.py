"""gunicorn's threads, with a bound on how long the head of a request may take to arrive: a client that drips it, byte by byte,
would hold a thread for as long as it likes. A body is read only for who may send one, and each of its reads has a time of its own.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

HEAD_WITHIN_S = 15.0


class PatientThreads(ThreadWorker):  # type: ignore[misc]
    """Threads that hang up on a connection whose request has not begun to be answered in time."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._awaited: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """In a thread: reads a request and answers it."""
        self._awaited[conn] = time.monotonic() + HEAD_WITHIN_S
        try:
            return super().handle(conn)
        finally:
            self._awaited.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """In the same thread, once the head is there."""
        self._awaited.pop(conn, None)
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """In the main thread, every second: says that we live, and hangs up where it is time."""
        super().notify()
        now = time.monotonic()
        for conn, until in list(self._awaited.items()):
            if until < now:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
