"""An index from which the calls of each day are counted without their documents"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("ix_events_shown", "events", ["retracted_at", "merged_into", "date_from", "date_to", "id"])
