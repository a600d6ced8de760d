"""`diplowire migrate`, and waiting for somebody else's."""

from __future__ import annotations

import subprocess
import sys
import time

from click.testing import CliRunner

from services.cli.migrate import command
from shared.database import forget_engine, is_migrated


def test_waiting_ends_with_the_migration(own_settings: None) -> None:
    """Nothing is changed by who waits; it goes on by itself once the schema is there."""
    assert not is_migrated()
    waiting = subprocess.Popen([sys.executable, "-m", "services.cli", "migrate", "--wait"], stdout=subprocess.PIPE, text=True)
    try:
        time.sleep(1)
        assert waiting.poll() is None
        forget_engine()
        assert CliRunner().invoke(command, []).exit_code == 0
        out, _ = waiting.communicate(timeout=60)
    finally:
        waiting.kill()
    assert (waiting.returncode, out) == (0, "The sqlite database is up to date.\n")
    assert is_migrated()
