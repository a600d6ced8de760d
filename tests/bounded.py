"""Ends what takes too much processor time: for tests of expressions and for `make fuzz`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(Exception):
    """It took more processor time than it may."""


@contextmanager
def bounded(cpu_s: float) -> Iterator[None]:
    """Raises TooLong in the block once it took that many seconds of the process' own time; of the main thread only."""

    def stop(number: int, frame: object) -> None:
        raise TooLong(f"more than {cpu_s} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
