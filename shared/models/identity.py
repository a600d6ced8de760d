"""What says to which event reports belong, beside the reports: keys of events, and the analysts' word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import new_id, utc_now
from shared.models.base import Base


class EventKey(Base):
    """What an event is known by when reports come and go (`shared.merging.grouping`). `fixed`: an analyst said where it belongs."""

    __tablename__ = "event_keys"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    fixed: Mapped[bool] = mapped_column(default=False)


class ReportPin(Base):
    """An analyst took this report of this article, known by its key, out of an event and into another."""

    __tablename__ = "report_pins"

    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)


class Ruling(Base):
    """An analyst's word on an event: what was done, by whom, when; `body` holds what goes with the action."""

    __tablename__ = "rulings"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
