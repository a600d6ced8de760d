"""The tables. An article has reports, reports make events, the feed tells what became of events, webhooks carry it out; keys
open the doors.

`Event.document` is the contract's event without `cursor` (which is `Event.position` as text); the columns and side tables
beside it exist only to be filtered on. Names there are folded by `shared.folding.fold`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Day
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from shared.ids import new_id, utc_now


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC, also on SQLite, which forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


class Article(Base):
    """What was posted. `text` is never changed after: every offset counts characters of it."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_status_id", "status", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[str | None] = mapped_column(String(40))  # ISO date or time, as precise as it was told
    media_type: Mapped[str] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(12), default="queued")
    stage: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    skipped: Mapped[str | None] = mapped_column(Text)  # why the extractor read nothing ("no cue", "not English")
    rejected: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [{"call": …, "reasons": […]}]
    extractor: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    claimed_at: Mapped[datetime | None]
    enqueued_at: Mapped[datetime | None]  # when its id last went to the broker; None: never

    reports: Mapped[list[Report]] = relationship(back_populates="article", order_by="Report.position")


class Report(Base):
    """One article's account of one call; `call` as `diplowire extract` prints it."""

    __tablename__ = "reports"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]  # order in the article
    call: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    article: Mapped[Article] = relationship(back_populates="reports")
    event: Mapped[Event] = relationship(back_populates="reports")


class Event(Base):
    """One call in the world. `match_key` says which reports belong to it: one event per key, made sure by its unique index."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_shown", "retracted_at", "merged_into", "date_from", "date_to", "id"),)  # days without rows

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    match_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    revision: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(BigInteger, index=True)  # its latest in the feed: the cursor
    document: Mapped[dict[str, Any]]
    date: Mapped[str | None] = mapped_column(String(10))  # "2012-03-09" or "2012-03"
    date_from: Mapped[Day | None] = mapped_column(Date, index=True)  # first and last day that `date` can mean
    date_to: Mapped[Day | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")  # folded text that `q` searches
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    retracted_at: Mapped[datetime | None]
    merged_into: Mapped[str | None] = mapped_column(String(26))

    reports: Mapped[list[Report]] = relationship(back_populates="event", order_by="Report.id")
    participants: Mapped[list[EventParticipant]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    topics: Mapped[list[EventTopic]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    initiators: Mapped[list[EventInitiator]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class EventParticipant(Base):
    __tablename__ = "event_participants"
    __table_args__ = (Index("ix_event_participants_name", "name"), Index("ix_event_participants_country", "country"))

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)  # folded
    country: Mapped[str | None] = mapped_column(Text)


class EventTopic(Base):
    __tablename__ = "event_topics"
    __table_args__ = (Index("ix_event_topics_label", "label"),)

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)  # folded


class EventInitiator(Base):
    """Who is said to have placed the call, a row per claim; folded name, or a country code as told."""

    __tablename__ = "event_initiators"
    __table_args__ = (Index("ix_event_initiators_name", "name"),)

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class FeedEntry(Base):
    """One thing that happened to one event. Positions are given out in commit order, under the lock on `FeedHead`'s one row."""

    __tablename__ = "feed"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    document: Mapped[dict[str, Any]]  # the event as it was then, `cursor` included
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class FeedHead(Base):
    """The one row (id 1) that holds the last position given out, and the last that is no longer kept."""

    __tablename__ = "feed_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


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
