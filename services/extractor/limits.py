"""What one article may cost its process, and which ends of a process are the article's own doing.

Time: Celery's limits, the soft one first. Memory: the kernel refuses what goes beyond, which Python tells as MemoryError. A process
that was killed, crashed or hung cannot say so itself: its parent does, in the words found here. Must not know the database.
"""

from __future__ import annotations

import re
import resource
from contextlib import suppress
from pathlib import Path

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery.exceptions import SoftTimeLimitExceeded

TOO_LONG = "The extraction took too long."
TOO_LARGE = "The extraction took more memory than one article may."
OWN_REASONS: dict[type[BaseException], str] = {SoftTimeLimitExceeded: TOO_LONG, MemoryError: TOO_LARGE}
_HOW_IT_ENDED = re.compile(r"prematurely: (.+?)(?: Job: \d+)?\.?$")


def explain_error(error: BaseException) -> str:
    """Returns the reason that is told of an error in the extraction; the error's own text is not shown."""
    return OWN_REASONS.get(type(error), f"Unexpected error: {type(error).__name__}")


def explain_lost_process(error: BaseException) -> str | None:
    """Returns the reason where `error` says that the process did not survive its task, None for any other error."""
    if isinstance(error, TimeLimitExceeded):
        return TOO_LONG
    if isinstance(error, WorkerLostError):
        ended = _HOW_IT_ENDED.search(str(error))
        return f"The worker did not survive it: {ended[1] if ended else 'no reason given'}."
    return None


def limit_memory(more_bytes: int) -> None:
    """Lets this process have `more_bytes` beyond what it has now. Nothing is limited where the system cannot do it."""
    with suppress(OSError, ValueError):
        (held_kib,) = re.findall(r"^VmData:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (int(held_kib) * 1024 + more_bytes, hard))
