"""Gives claimed articles back as if nobody had tried them, also to a database that is away: then as soon as it is there again.

An attempt is counted before work starts, so that what kills its worker stays counted. What our own parts spoil must not be: else a
few restarts of the database fail an article that nothing is wrong with. Must not know Celery.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from services.extractor import store_many
from services.extractor.store import Claim
from shared.database import is_passing
from shared.logs import get_logger

AGAIN_AFTER_S = 1.0  # well below the sweep's interval: what it queues meanwhile may be claimed by others

log = get_logger(__name__)


def give_back(claims: Sequence[Claim]) -> bool:
    """Returns whether it is done now. Where the database is away, a thread goes on until it is; should the process end before,
    the claims go stale, and their attempt stays counted."""
    if _is_given_back(claims):
        return True
    threading.Thread(target=_insist, args=(claims,), name="give-back", daemon=True).start()
    return False


def _insist(claims: Sequence[Claim]) -> None:
    while not _is_given_back(claims):
        time.sleep(AGAIN_AFTER_S)


def _is_given_back(claims: Sequence[Claim]) -> bool:
    try:
        store_many.give_back(claims)
    except Exception as error:
        if not is_passing(error):
            raise
        log.warning("database.unreachable", error=type(error).__name__)
        return False
    return True
