"""Articles, and their reports: one article's account of one call each."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import new_id, utc_now
from shared.models.base import Base

if TYPE_CHECKING:
    from shared.models.events import Event


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
    signature: Mapped[str | None] = mapped_column(Text)  # of its text, to know copies by; set when it is read
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    claimed_at: Mapped[datetime | None]
    enqueued_at: Mapped[datetime | None]  # when its id last went to the broker; None: never

    reports: Mapped[list[Report]] = relationship(back_populates="article", order_by="Report.position")


class Report(Base):
    """One article's account of one call; `call` as `diplowire extract` prints it.

    The columns behind it are for finding other reports of the same call: `block` are the countries on the line, `first_day` and
    `last_day` bound the day of the call (None: nothing does), `quotes` are its longer sentences."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_block_first_day", "block", "first_day"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]  # order in the article
    call: Mapped[dict[str, Any]]
    speakers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # {"the Kremlin": "RU"}: whom those quoted speak for
    block: Mapped[str | None] = mapped_column(Text)
    first_day: Mapped[Day | None] = mapped_column(Date)
    last_day: Mapped[Day | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    article: Mapped[Article] = relationship(back_populates="reports")
    event: Mapped[Event] = relationship(back_populates="reports")
    quotes: Mapped[list[ReportQuote]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ReportQuote(Base):
    """A longer sentence of a report, as a key that is the same where other reports on the same countries have the same words."""

    __tablename__ = "report_quotes"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
