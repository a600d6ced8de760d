"""Where each event stands, its date and its position, is kept by number; the lists that told of dates and positions go"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from shared.index.places import fill_places

revision = "0007"
down_revision = "0006"

KINDS = ("d", "m", "u", "y")  # dates, months, positions, years


def upgrade() -> None:
    op.create_table(
        "event_places",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("dates", sa.LargeBinary(), nullable=False),
        sa.Column("positions", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block"),
    )
    fill_places(Session(op.get_bind()))
    op.create_index("ix_event_places_position", "event_places", ["position"])
    for kind in KINDS:
        op.execute(f"delete from event_lists where term >= '{kind}:' and term < '{kind};'")
