"""What was tried and what was found: hypothesis makes the examples, and whatever an example raises is a finding."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Unsatisfiable

EXAMPLE_S = 30.0  # of processor time that one example may take
DEEP = 6  # frames that are told of what was raised


@dataclass
class Tally:
    """Counts by name and findings by where they were met; one of a kind is told once. `dice` is the seed of this round."""

    ends_at: float
    dice: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.ends_at

    def hunt(self, where: str, examples: int, test: Callable[[], None], shrink: bool = True) -> None:
        """Runs a test made by `hypothesis.given` with so many examples of this round's seed; does nothing once time is up."""
        if self.is_over:
            return
        phases = (Phase.explicit, Phase.generate, *((Phase.shrink,) if shrink else ()))
        bounds = settings(
            max_examples=examples, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck)
        )
        try:
            with suppress(Unsatisfiable):  # what takes no parameter cannot be called wrongly
                seed(self.dice)(bounds(test))()
        except Exception as error:
            self.keep(where, error)

    def keep(self, where: str, error: BaseException) -> None:
        """Notes a finding with the seed that makes it again."""
        told = "".join(traceback.format_exception(error, limit=-DEEP))
        self.findings.setdefault(f"{where}: {type(error).__name__}", f"seed {self.dice}\n{told}")
