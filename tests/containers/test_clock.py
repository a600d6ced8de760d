"""The health of the clock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.containers.files import load_script


def test_clock_that_ticks_is_well_and_one_that_stopped_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's age counts; a long interval between sweeps is waited for."""
    healthy, alive = load_script("healthy"), tmp_path / "alive"
    assert not healthy.is_ticking(str(alive))
    alive.touch()
    assert healthy.is_ticking(str(alive))
    os.utime(alive, (time.time() - 300, time.time() - 300))
    assert not healthy.is_ticking(str(alive))
    monkeypatch.setenv("DIPLOWIRE_SWEEP_INTERVAL_S", "200")
    assert healthy.is_ticking(str(alive))


def test_clock_shows_life_with_what_it_sends(tmp_path: Path) -> None:
    """A real beat on a broker in memory touches the file beside its schedule, again and again."""
    schedule = tmp_path / "beat-schedule"
    environment = {**os.environ, "DIPLOWIRE_SWEEP_INTERVAL_S": "0.2"}
    command = [sys.executable, "-m", "celery", "-b", "memory://", "-A", "shared.queue", "beat", "-s", str(schedule), "--pidfile="]
    beat = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    alive, give_up_at = Path(f"{schedule}.alive"), time.monotonic() + 60
    try:
        while not alive.exists():
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
        first = alive.stat().st_mtime_ns
        while alive.stat().st_mtime_ns == first:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
    finally:
        beat.terminate()
        beat.wait(20)
