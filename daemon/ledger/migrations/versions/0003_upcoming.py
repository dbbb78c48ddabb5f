"""When the next thing that is known already will have happened: meetings of days to come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, and have every circle with an event looked at again."""
    op.create_table(
        "upcoming",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("circle"),
    )
    op.create_index("upcoming_by_moment", "upcoming", ["at"], unique=False)
    op.execute(
        "INSERT INTO unsettled (circle) SELECT DISTINCT circle FROM event_people "
        "WHERE circle NOT IN (SELECT circle FROM unsettled)"
    )
