"""Structured logs: one JSON object a line on standard error, with the ids that were bound (request, article, report, event).

Records of libraries that use `logging` pass through the same processors. Nothing secret is logged: headers never are, and the last
processor hides what a library's exception may tell.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import Any, TextIO

from shared.left_out import left_out
from shared.secrecy import hide_secrets
from shared.settings import get_settings

with left_out("rich"):  # for coloured tracebacks, which no log of ours has: 8 MiB of each process
    import structlog
    from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars, merge_contextvars

__all__ = ["bind_contextvars", "bound_contextvars", "clear_contextvars", "configure_logs", "get_logger"]

NOISY = {  # a page that cannot be read is no trouble of ours: who posted it is told
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "urllib3": logging.ERROR,
    "alembic": logging.ERROR,
}


def configure_logs(service: str) -> None:
    """Sends everything this process logs to standard error as JSON, with `service` in each line."""

    def add_service(logger: object, method: str, event: dict[str, Any]) -> dict[str, Any]:
        return {"service": service, **event}

    level = logging.getLevelNamesMapping()[get_settings().log_level.upper()]
    shared: list[Any] = [
        merge_contextvars,
        add_service,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Any] = [structlog.processors.JSONRenderer(), _hide]
    structlog.configure(  # our lines do not take the way through `logging`, which costs more than they do
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=partial(Lines, sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    unwrapped = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[unwrapped, *last], foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy, quiet in NOISY.items():
        logging.getLogger(noisy).setLevel(quiet)


class Lines:
    """Writes lines to a stream, each in one piece. It holds no lock, which a process forked meanwhile would never get."""

    def __init__(self, stream: TextIO, name: str = "") -> None:
        self._stream, self.name = stream, name

    def write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    debug = info = warning = error = critical = exception = write


def _hide(logger: object, method: str, line: str) -> str:
    return hide_secrets(line)


def get_logger(name: str) -> Any:
    """Returns the logger of a module: `log.info("article.stored", article_id=…)`."""
    return structlog.get_logger(name)
