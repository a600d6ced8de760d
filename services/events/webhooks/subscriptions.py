"""Subscriptions as their owners see them, in SQL: made, listed, changed, replayed, deleted; and the log of their deliveries.

`owner` is the id of the key that asks; None sees all, as an admin does, and everybody where no keys are in force.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shared.database import session_scope
from shared.ids import utc_now
from shared.models import Delivery, FeedHead, Subscription
from shared.settings import get_settings
from shared.vocabulary import SubscriptionStatus

Data = dict[str, Any]

PRUNED_AT_ONCE = 1000
_CALM = {"failures": 0, "failing_since": None, "due_at": None, "lease": None, "leased_until": None}


def make_secret() -> str:
    """Returns a new secret of 24 random bytes, as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def store_subscription(key_id: str | None, position: int, fields: Data) -> Subscription:
    """Makes a subscription that begins behind `position`."""
    with session_scope(write=True) as session:
        row = Subscription(key_id=key_id, position=position, secret=make_secret(), **fields)
        session.add(row)
        session.flush()
    return row


def find_subscription(subscription_id: str, owner: str | None) -> Subscription | None:
    """Returns the subscription if it is there and the owner's."""
    with session_scope() as session:
        return _find(session, subscription_id, owner)


def find_subscriptions(owner: str | None, after: str | None, limit: int) -> list[Subscription]:
    """Returns up to `limit` subscriptions of the owner, oldest first, behind the id `after`."""
    wanted = select(Subscription).where(Subscription.id > (after or ""), *_owned(owner)).order_by(Subscription.id).limit(limit)
    with session_scope() as session:
        return list(session.scalars(wanted))


def change_subscription(subscription_id: str, owner: str | None, fields: Data) -> Subscription | None:
    """Writes these fields. A new URL or status begins with no failures behind it and nobody amid a delivery."""
    if "url" in fields or "status" in fields:
        fields = {**fields, **_CALM}
    if fields.get("status") == SubscriptionStatus.ACTIVE:
        fields["reason"] = None
    return _change(subscription_id, owner, fields)


def replay(subscription_id: str, owner: str | None, position: int) -> Subscription | None:
    """Begins again behind `position`; what is delivered again has the id it had."""
    return _change(subscription_id, owner, {"position": position, **_CALM})


def rotate_secret(subscription_id: str, owner: str | None) -> Subscription | None:
    """Gives a new secret; the old one signs beside it for as long as the settings say."""
    until = utc_now() + timedelta(seconds=get_settings().webhook_secret_overlap_s)
    with session_scope(write=True) as session:
        if row := _find(session, subscription_id, owner):
            row.old_secret, row.old_secret_until, row.secret = row.secret, until, make_secret()
        return row


def delete_subscription(subscription_id: str, owner: str | None) -> bool:
    """Deletes it with its log; False where there is none."""
    with session_scope(write=True) as session:
        gone = delete(Subscription).where(Subscription.id == subscription_id, *_owned(owner)).returning(Subscription.id)
        return session.execute(gone).first() is not None


def find_deliveries(subscription_id: str, before: str | None, limit: int) -> list[Delivery]:
    """Returns up to `limit` tries, the newest first, from before the id `before`."""
    wanted = select(Delivery).where(Delivery.subscription_id == subscription_id)
    if before:
        wanted = wanted.where(Delivery.id < before)
    with session_scope() as session:
        return list(session.scalars(wanted.order_by(Delivery.id.desc()).limit(limit)))


def prune_deliveries(before: datetime) -> int:
    """Deletes the log older than `before`; returns how many lines."""
    pruned, old = 0, select(Delivery.id).where(Delivery.created_at < before).limit(PRUNED_AT_ONCE)
    while True:
        with session_scope(write=True) as session:
            count = len(session.scalars(delete(Delivery).where(Delivery.id.in_(old)).returning(Delivery.id)).all())
        pruned += count
        if count < PRUNED_AT_ONCE:
            return pruned


def count_subscriptions() -> dict[str, float]:
    """Returns how many subscriptions stand in each state."""
    with session_scope() as session:
        counts: dict[str, int] = dict(
            session.execute(select(Subscription.status, func.count()).group_by(Subscription.status)).all()  # type: ignore[arg-type]
        )
    return {status.value: float(counts.get(status.value, 0)) for status in SubscriptionStatus}


def measure_lag() -> float:
    """Returns how many entries the active subscription that is farthest behind still has before it."""
    with session_scope() as session:
        behind = select(func.min(Subscription.position)).where(Subscription.status == SubscriptionStatus.ACTIVE)
        head, position = session.scalar(select(FeedHead.position)) or 0, session.scalar(behind)
    return float(head - position) if position is not None else 0.0


def _owned(owner: str | None) -> list[Any]:
    return [] if owner is None else [Subscription.key_id == owner]


def _find(session: Session, subscription_id: str, owner: str | None) -> Subscription | None:
    if not subscription_id.isalnum():
        return None
    return session.scalars(select(Subscription).where(Subscription.id == subscription_id, *_owned(owner))).one_or_none()


def _change(subscription_id: str, owner: str | None, fields: Data) -> Subscription | None:
    with session_scope(write=True) as session:
        row = _find(session, subscription_id, owner)
        for name, value in fields.items() if row else ():
            setattr(row, name, value)
        return row
