"""What events are found and counted by (`shared.index`): a packed list of events per term, where each
stands, calls per day, calls per pair."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.models.base import Base, bytewise


class EventList(Base):
    """The live events that have a term, of one stretch of event numbers; packed by `shared.index.packing`."""

    __tablename__ = "event_lists"
    __table_args__ = {  # rows grow where they lie, also long ones
        "sqlite_with_rowid": False,
        "postgresql_with": {"fillfactor": 80, "toast_tuple_target": 8160},
    }

    term: Mapped[str] = mapped_column(bytewise(Text), primary_key=True)
    stretch: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    members: Mapped[bytes] = mapped_column(LargeBinary)


class EventPlaces(Base):
    """Dates and positions of the events of one block of numbers, packed by `shared.index.places`; `position` is that of the last
    change to any of them."""

    __tablename__ = "event_places"

    block: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, index=True)
    dates: Mapped[bytes] = mapped_column(LargeBinary)
    positions: Mapped[bytes] = mapped_column(LargeBinary)


class EventDay(Base):
    """How many live events tell this date, of any precision; "" for those that tell none."""

    __tablename__ = "event_days"

    date: Mapped[str] = mapped_column(bytewise(Text), primary_key=True)
    calls: Mapped[int]


class EventTie(Base):
    """How many live events two people took part in, and how many of these each is said to have placed; folded names, in order,
    and the names as they were told last."""

    __tablename__ = "event_ties"
    __table_args__ = (Index("ix_event_ties_calls", "calls", "one", "other"),)

    one: Mapped[str] = mapped_column(Text, primary_key=True)
    other: Mapped[str] = mapped_column(Text, primary_key=True)
    calls: Mapped[int]
    by_one: Mapped[int]
    by_other: Mapped[int]
    told_one: Mapped[str] = mapped_column(Text)
    told_other: Mapped[str] = mapped_column(Text)
