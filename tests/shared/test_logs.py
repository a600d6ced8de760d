"""Logs are one JSON object a line, with the ids that were bound, for our loggers and for those of libraries."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from shared.logs import bound_contextvars, configure_logs, get_logger


def test_lines_are_json_with_service_and_bound_ids(capsys: pytest.CaptureFixture[str]) -> None:
    """Bound ids end with the block."""
    configure_logs("trial")
    with bound_contextvars(article_id="a1"):
        get_logger("ours").info("article.done", reports=2)
        logging.getLogger("library").warning("careful: %s", "hot")
    get_logger("ours").info("later")
    first, second, third = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (first["service"], first["event"], first["article_id"], first["reports"]) == ("trial", "article.done", "a1", 2)
    assert (second["event"], second["level"], second["article_id"]) == ("careful: hot", "warning", "a1")
    assert "article_id" not in third


def test_exceptions_stay_on_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback does not break the format."""
    configure_logs("trial")
    try:
        raise RuntimeError("broken")
    except RuntimeError as error:
        get_logger("ours").error("article.error", exc_info=error)
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError: broken" in json.loads(line)["exception"]


def test_logs_do_without_coloured_tracebacks() -> None:
    """Their library is left out while logs are set up, and there for whoever asks for it afterwards."""
    claim = "import sys, shared.logs; assert 'rich' not in sys.modules; import rich.console; assert sys.modules['rich']"
    subprocess.run([sys.executable, "-c", claim], check=True)
