"""Who may read, and what is carried out to them: keys, webhooks, deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import new_id, utc_now
from shared.models.base import Base


class Subscription(Base):
    """A webhook. `position` is the last entry of the feed that was delivered or did not match; the next one is due now, or at
    `due_at` after a failure. Who holds `lease` may deliver, until `leased_until`."""

    __tablename__ = "subscriptions"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    key_id: Mapped[str | None] = mapped_column(String(26), index=True)  # the key it was made with; None: no keys in force
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    envelope: Mapped[str] = mapped_column(String(12), default="plain")
    status: Mapped[str] = mapped_column(String(12), default="active")
    reason: Mapped[str | None] = mapped_column(Text)  # why it is disabled or ended
    position: Mapped[int] = mapped_column(BigInteger)
    secret: Mapped[str] = mapped_column(String(80))
    old_secret: Mapped[str | None] = mapped_column(String(80))
    old_secret_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # of the entry that is next, in a row
    failing_since: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    lease: Mapped[str | None] = mapped_column(String(26))
    leased_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


class Delivery(Base):
    """One try to deliver one entry of the feed to one subscription: the log."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_subscription_id_id", "subscription_id", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    subscription_id: Mapped[str] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(BigInteger)
    attempt: Mapped[int]
    result: Mapped[str] = mapped_column(String(12))  # delivered, failed, refused or gone
    status: Mapped[int | None]  # of the answer, if there was one
    error: Mapped[str | None] = mapped_column(Text)
    latency_ms: Mapped[int]
    answer: Mapped[str] = mapped_column(Text, default="")  # its first bytes
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class ApiKey(Base):
    """A key, known only by its hash; `prefix` is its first characters, for people to tell keys apart."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text, default="")
    prefix: Mapped[str] = mapped_column(String(12))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
