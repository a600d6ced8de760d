"""Who delivers which subscription now, and what came of it: the SQL of the webhooks' worker.

A subscription is delivered by one task at a time, in the feed's order: who holds its lease. A lease is given when the task is
queued, taken over by the task, and runs out where the task or its message was lost; then it is given again. Whatever moves the
subscription elsewhere (a replay, a pause) takes the lease away, and what the old holder then reports changes nothing but the log.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from services.events.webhooks.send import Answer, name_message
from shared.database import session_scope
from shared.feed import Entry
from shared.ids import new_id, utc_now
from shared.models import ApiKey, Delivery, FeedHead, Subscription
from shared.settings import get_settings
from shared.vocabulary import DeliveryResult, SubscriptionStatus

LEASED_AT_ONCE = 1000
QUEUED_FOR_S = 30.0  # a task that nobody took up for so long was lost
HELD_BEYOND_S = 8.0  # a task that reports nothing for so long beyond the time of a delivery is dead
FREE = {"lease": None, "leased_until": None}


def lease_due(only: str | None = None) -> list[tuple[str, str]]:
    """Gives leases on subscriptions that have something to be delivered now; returns their ids and leases."""
    now = utc_now()
    is_due = (
        Subscription.status == SubscriptionStatus.ACTIVE,
        Subscription.position < select(FeedHead.position).scalar_subquery(),
        or_(Subscription.due_at.is_(None), Subscription.due_at <= now),
        or_(Subscription.leased_until.is_(None), Subscription.leased_until < now),
        *([Subscription.id == only] if only else []),
    )
    wanted = select(Subscription.id).where(*is_due).order_by(Subscription.position).limit(LEASED_AT_ONCE)
    with session_scope() as session:  # mostly there is nothing to do, and nothing to write
        if not session.scalars(wanted.limit(1)).first():
            return []
    with session_scope(write=True) as session:
        leases = [(one, new_id()) for one in session.scalars(wanted.with_for_update(skip_locked=True))]
        for subscription_id, lease in leases:
            values = {"lease": lease, "leased_until": now + timedelta(seconds=QUEUED_FOR_S)}
            session.execute(update(Subscription).where(Subscription.id == subscription_id).values(**values))
    return leases


def take_lease(subscription_id: str, lease: str) -> Subscription | None:
    """Takes a lease over, under a new name, so that a message that comes twice works once; None where it is gone."""
    with session_scope(write=True) as session:
        row = session.scalars(_held(subscription_id, lease)).one_or_none()
        if row is None or row.status != SubscriptionStatus.ACTIVE:
            return None
        if row.key_id and not _is_in_force(session, row.key_id):
            _end(row, SubscriptionStatus.DISABLED, "The API key it was made with is no longer in force.")
            return None
        row.lease, row.leased_until = new_id(), _hold_until()
        return row


def note_try(held: Subscription, entry: Entry, answer: Answer) -> bool:
    """Writes the log and moves the subscription on; returns whether the next entry may be delivered now."""
    log = Delivery(
        subscription_id=held.id,
        message_id=name_message(held.id, entry.position),
        position=entry.position,
        attempt=held.failures + 1,
        result=answer.result,
        status=answer.status,
        error=answer.error,
        latency_ms=answer.latency_ms,
        answer=answer.text,
    )
    with session_scope(write=True) as session:
        row = session.scalars(_held(held.id, held.lease)).one_or_none()
        if row is None and session.get(Subscription, held.id) is None:
            return False  # deleted meanwhile
        session.add(log)
        if row is None:
            return False
        if answer.result == DeliveryResult.DELIVERED:
            row.position, row.delivered_at, row.leased_until = entry.position, utc_now(), _hold_until()
            row.failures, row.failing_since, row.due_at = 0, None, None
            held.failures, held.position = 0, entry.position
            return True
        _note_failure(row, answer)
        return False


def note_passed(held: Subscription, position: int) -> bool:
    """Writes down that the filters let nothing up to `position` pass; returns whether the lease still holds."""
    with session_scope(write=True) as session:
        moved = update(Subscription).where(Subscription.id == held.id, Subscription.lease == held.lease)
        values = {"position": position, "leased_until": _hold_until(), "updated_at": Subscription.updated_at}
        held.position = position
        return session.execute(moved.values(**values).returning(Subscription.id)).first() is not None


def give_back(held: Subscription) -> None:
    """Ends the lease."""
    with session_scope(write=True) as session:
        mine = (Subscription.id == held.id, Subscription.lease == held.lease)
        session.execute(update(Subscription).where(*mine).values(**FREE, updated_at=Subscription.updated_at))


def disable(held: Subscription, reason: str) -> None:
    """Disables the subscription and says why."""
    with session_scope(write=True) as session:
        if row := session.scalars(_held(held.id, held.lease)).one_or_none():
            _end(row, SubscriptionStatus.DISABLED, reason)


def wait_s(failures: int) -> float:
    """Returns the wait after so many failures in a row, varied by a fifth so that receivers are not met by crowds."""
    waits = get_settings().webhook_retries_s
    return waits[min(failures, len(waits)) - 1] * random.uniform(0.8, 1.2)


def _note_failure(row: Subscription, answer: Answer) -> None:
    now, days_s = utc_now(), get_settings().webhook_disable_after_s
    row.failures, row.failing_since = row.failures + 1, row.failing_since or now
    row.due_at = now + timedelta(seconds=wait_s(row.failures))
    row.lease = row.leased_until = None
    if answer.result == DeliveryResult.GONE:
        _end(row, SubscriptionStatus.ENDED, "The receiver answered 410.")
    elif now - row.failing_since >= timedelta(seconds=days_s):
        last = f"status {answer.status}" if answer.status else answer.error
        _end(row, SubscriptionStatus.DISABLED, f"Every delivery since {row.failing_since:%Y-%m-%d %H:%M} UTC failed; last: {last}")


def _end(row: Subscription, status: SubscriptionStatus, reason: str) -> None:
    row.status, row.reason, row.due_at, row.lease, row.leased_until = status, reason, None, None, None


def _held(subscription_id: str, lease: str | None) -> Any:
    return select(Subscription).where(Subscription.id == subscription_id, Subscription.lease == lease).with_for_update()


def _hold_until() -> Any:
    return utc_now() + timedelta(seconds=get_settings().webhook_timeout_s + HELD_BEYOND_S)


def _is_in_force(session: Session, key_id: str) -> bool:
    key = session.get(ApiKey, key_id)
    return key is not None and key.revoked_at is None and (key.expires_at is None or key.expires_at > utc_now())
