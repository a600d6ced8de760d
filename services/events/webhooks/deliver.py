"""Delivers the feed to one subscription: entry by entry, in order, each until it is taken; then the next.

An entry that fails holds up those behind it, for this subscription alone. A turn is bounded, so that one that has much to
catch up with does not keep others from their turn.
"""

from __future__ import annotations

import time

from services.events.filters import Filters, matches
from services.events.webhooks import leases
from services.events.webhooks.filters import load_filters
from services.events.webhooks.send import deliver_entry
from shared.feed import CursorTooOld, Entry, find_entries, find_reach
from shared.logs import get_logger
from shared.metrics import DELIVERIES, DELIVERY_SECONDS
from shared.models import Subscription

CHUNK = 100
TURN_S = 20.0

log = get_logger(__name__)


def deliver_events(subscription_id: str, lease: str) -> bool:
    """Delivers what is there, for one turn; returns whether there may be more to deliver at once."""
    held = leases.take_lease(subscription_id, lease)
    if held is None:
        return False
    filters, ends_at = load_filters(held.filters), time.monotonic() + TURN_S
    while time.monotonic() < ends_at:
        try:
            entries = find_entries(held.position, CHUNK)
        except CursorTooOld as error:
            leases.disable(held, f"It fell behind what the feed keeps; the earliest cursor that works is {error.floor}.")
            return False
        if not entries:
            break
        if not _deliver_chunk(held, filters, entries, ends_at):
            return False
    leases.give_back(held)
    return find_reach().head > held.position


def _deliver_chunk(held: Subscription, filters: Filters, entries: list[Entry], ends_at: float) -> bool:
    """Returns whether all went well; then `held` has moved on as far as the time allowed."""
    passed = held.position
    for entry in entries:
        if matches(filters, entry.document, entry.words):
            if time.monotonic() > ends_at:
                break
            if not _deliver_one(held, entry):
                return False
        passed = entry.position
    return passed == held.position or leases.note_passed(held, passed)


def _deliver_one(held: Subscription, entry: Entry) -> bool:
    answer = deliver_entry(held, entry)
    DELIVERIES.labels(answer.result.value).inc()
    DELIVERY_SECONDS.observe(answer.latency_ms / 1000)
    log.info(
        f"webhook.{answer.result.value}",
        subscription_id=held.id,
        event_id=entry.document["id"],
        cursor=entry.position,
        status=answer.status,
        error=answer.error,
        ms=answer.latency_ms,
    )
    return leases.note_try(held, entry, answer)
