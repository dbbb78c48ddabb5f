"""Which messages carry the mark "retrasado"."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of the marks."""
    op.create_table(
        "delayed",
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("commitment"),
    )
    op.create_index("delayed_by_circle", "delayed", ["circle", "account"], unique=False)
