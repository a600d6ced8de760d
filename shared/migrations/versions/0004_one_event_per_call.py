"""One event per call: what reports are matched by, keys of events, the analysts' word

Articles that were read before are read again, since what their reports are matched by is worked out while reading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("articles") as batch_op:
        batch_op.add_column(sa.Column("signature", sa.Text(), nullable=True))
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("speakers", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("block", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("first_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.create_index("ix_reports_block_first_day", ["block", "first_day"], unique=False)
    with op.batch_alter_table("reports") as batch_op:
        batch_op.alter_column("speakers", server_default=None)
    with op.batch_alter_table("events", naming_convention={"uq": "%(table_name)s_%(column_0_name)s_key"}) as batch_op:
        batch_op.drop_constraint("events_match_key_key", type_="unique")
        batch_op.drop_column("match_key")

    op.create_table(
        "report_quotes",
        sa.Column("report_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", "key"),
    )
    op.create_index("ix_report_quotes_key", "report_quotes", ["key"], unique=False)
    op.create_table(
        "event_keys",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=26), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_event_keys_event_id", "event_keys", ["event_id"], unique=False)
    op.create_table(
        "report_pins",
        sa.Column("article_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"]),
        sa.PrimaryKeyConstraint("article_id", "key"),
    )
    op.create_index("ix_report_pins_event_id", "report_pins", ["event_id"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("event_id", sa.String(length=26), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rulings_event_id", "rulings", ["event_id"], unique=False)

    op.execute(
        "update articles set status = 'queued', attempts = 0, enqueued_at = null "
        "where status = 'done' and id in (select article_id from reports)"
    )
