"""Lists of events are packed by longer stretches of numbers: of a million events, a list is 31 rows instead of 123

Made anew by the code that keeps them, since 0006 fills them in the newest way, so that what is there may be packed in either.
PostgreSQL leaves long rows where they lie: packing and moving what changes with each event would cost more than the rest."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

from shared.index.filling import fill_lists

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table event_lists set (toast_tuple_target = 8160)")
    fill_lists(Session(op.get_bind()))
