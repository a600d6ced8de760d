"""How often a key may call, and an address where no key is needed: counted in Redis for all processes together.

While Redis is away each process counts for itself, so that uploads go on: a limit protects the service and must never be what
stops it. The broker is then left alone for a while instead of being waited for at each request.
"""

from __future__ import annotations

import math
import time
from functools import lru_cache

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from shared.errors import Problem
from shared.logs import get_logger
from shared.queue import connect_redis
from shared.settings import get_settings

TIMEOUT_S, AWAY_FOR_S = 0.5, 5.0
PREFIX = "diplowire-rate"

log = get_logger(__name__)


class Rates:
    """Counts the calls of each caller against the limits; one for each process."""

    def __init__(self, limits: list[RateLimitItem]) -> None:
        self.limits = limits
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._shared: FixedWindowRateLimiter | None = None
        self._away_until = 0.0

    def take(self, caller: str) -> float | None:
        """Counts one call; returns None where it is within the limits, else for how many seconds to wait."""
        if self.limits and not self.is_away:
            try:
                return self._count(self._connect(), caller)
            except Exception as error:  # whatever the broker's client raises
                self._away_until, self._shared = time.monotonic() + AWAY_FOR_S, None
                log.warning("rates.uncounted", error=type(error).__name__)
        return self._count(self._own, caller)

    @property
    def is_away(self) -> bool:
        """Whether Redis was out of reach a moment ago, so that this process counts for itself."""
        return time.monotonic() < self._away_until

    def _connect(self) -> FixedWindowRateLimiter:
        if self._shared is None:
            pool = connect_redis(TIMEOUT_S).connection_pool
            self._shared = FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix=PREFIX))  # type: ignore[arg-type]
        return self._shared

    def _count(self, limiter: FixedWindowRateLimiter, caller: str) -> float | None:
        over = [limit for limit in self.limits if not limiter.hit(limit, caller)]
        return max((limiter.get_window_stats(limit, caller).reset_time - time.time() for limit in over), default=None)


@lru_cache(maxsize=1)
def find_rates(limits: str) -> Rates:
    """Returns this process's counter for these limits, made at the first call."""
    return Rates(parse_many(limits) if limits else [])


def check_rate(caller: str) -> None:
    """Raises 429 with `Retry-After` once `caller` is over a limit."""
    if (wait_s := find_rates(get_settings().rate_limit).take(caller)) is not None:
        raise Problem(429, headers={"Retry-After": str(max(1, math.ceil(wait_s)))})
