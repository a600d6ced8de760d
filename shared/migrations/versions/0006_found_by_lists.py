"""Events are found by lists and counted as they change; they are numbered in the order of their making

Filled by the code that keeps the lists: what it looks for is what it wrote. Dates alone tell their days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from shared.index.filling import fill_lists

revision = "0006"
down_revision = "0005"

LIVE = sa.text("retracted_at IS NULL AND merged_into IS NULL")
RETRACTED = sa.text("retracted_at IS NOT NULL")
NUMBER = """
update events set number = told.number
from (select id, row_number() over (order by id) as number from events where revision > 0) as told
where told.id = events.id
"""


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    bytewise = "C" if is_postgresql else None
    _drop_what_was_searched()
    op.add_column("events", sa.Column("number", sa.BigInteger(), nullable=True))
    if is_postgresql:
        op.alter_column("events", "date", type_=sa.String(10, collation="C"))
    _create_tables(bytewise)
    op.execute(NUMBER)
    for name, columns in {"number": ["number"], "position": ["position"], "date": ["date", "number"]}.items():
        op.create_index(f"ix_events_live_{name}", "events", columns, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("ix_events_retracted_at", "events", ["retracted_at"], sqlite_where=RETRACTED, postgresql_where=RETRACTED)
    fill_lists(Session(op.get_bind()))


def _drop_what_was_searched() -> None:
    op.drop_table("event_topics")
    for table, names in {
        "event_participants": ["name", "country"],
        "event_initiators": ["name"],
        "events": ["shown", "date_from", "position"],
    }.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table)
    for name in ("date_from", "date_to"):  # in place, without copying the table
        op.execute(f"alter table events drop column {name}")


def _create_tables(bytewise: str | None) -> None:
    op.create_table(
        "event_lists",
        sa.Column("term", sa.Text(collation=bytewise), nullable=False),
        sa.Column("stretch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "stretch"),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 80},
    )
    op.create_table(
        "event_days",
        sa.Column("date", sa.Text(collation=bytewise), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("date"),
    )
    op.create_table(
        "event_ties",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("by_one", sa.Integer(), nullable=False),
        sa.Column("by_other", sa.Integer(), nullable=False),
        sa.Column("told_one", sa.Text(), nullable=False),
        sa.Column("told_other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
    )
    op.create_index("ix_event_ties_calls", "event_ties", ["calls", "one", "other"])
