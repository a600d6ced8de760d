"""Events with what they are filtered by, and the feed, which tells what became of them.

`Event.document` is the contract's event without `cursor` (which is `Event.position` as text); the columns and side tables
beside it exist only to be filtered on. Names there are folded by `shared.folding.fold`.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import new_id, utc_now
from shared.models.base import Base

if TYPE_CHECKING:
    from shared.models.articles import Report


class Event(Base):
    """One call in the world, made of its reports by `shared.merging`."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_shown", "retracted_at", "merged_into", "date_from", "date_to", "id"),)  # days without rows

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
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
