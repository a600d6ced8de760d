"""Events, who took part and who called, and the feed, which tells what became of them.

`Event.document` is the contract's event without `cursor` (which is `Event.position` as text); the columns beside it exist to sort
by, the side tables to count who talks with whom. Names there are folded by `shared.folding.fold`. What events are found by lies
in `shared.models.index`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import new_id, utc_now
from shared.models.base import Base, bytewise

if TYPE_CHECKING:
    from shared.models.articles import Report


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _index_live(name: str, *columns: str) -> Index:
    """Returns an index of the events that are served; who wants it must ask for these."""
    return Index(name, *columns, **_where("retracted_at IS NULL AND merged_into IS NULL"))


class Event(Base):
    """One call in the world, made of its reports by `shared.merging`. Served while neither retracted nor merged away."""

    __tablename__ = "events"
    __table_args__ = (
        _index_live("ix_events_live_number", "number"),
        _index_live("ix_events_live_position", "position"),
        _index_live("ix_events_live_date", "date", "number"),
        Index("ix_events_retracted_at", "retracted_at", **_where("retracted_at IS NOT NULL")),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    revision: Mapped[int] = mapped_column(default=1)
    number: Mapped[int | None] = mapped_column(BigInteger)  # its first position in the feed; None: not told yet
    position: Mapped[int] = mapped_column(BigInteger)  # its latest in the feed: the cursor
    document: Mapped[dict[str, Any]]
    date: Mapped[str | None] = mapped_column(bytewise(String, 10))  # "2012-03-09", "2012-03" or "2012"
    words: Mapped[str] = mapped_column(Text, default="")  # folded text that `q` searches
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    retracted_at: Mapped[datetime | None]
    merged_into: Mapped[str | None] = mapped_column(String(26))

    reports: Mapped[list[Report]] = relationship(back_populates="event", order_by="Report.id")
    participants: Mapped[list[EventParticipant]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    initiators: Mapped[list[EventInitiator]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


LIVE = (Event.retracted_at.is_(None), Event.merged_into.is_(None))  # as the indexes have it


class EventParticipant(Base):
    __tablename__ = "event_participants"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)  # folded
    country: Mapped[str | None] = mapped_column(Text)


class EventInitiator(Base):
    """Who is said to have placed the call, a row per claim; folded name, or a country code as told."""

    __tablename__ = "event_initiators"

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
