"""The first ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mail_cursor", sa.Text(), nullable=True),
        sa.Column("calendar_cursor", sa.Text(), nullable=True),
        sa.Column("read_until", sa.BigInteger(), nullable=True),
        sa.Column("calendar_read_until", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), server_default="ok", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("omitted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_acted", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "actions",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("counterparty", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("nudge", sa.Integer(), server_default="0", nullable=False),
        sa.Column("carried_by", sa.String(), server_default="", nullable=False),
        sa.Column("thread", sa.String(), server_default="", nullable=False),
        sa.Column("ref", sa.Text(), server_default="", nullable=False),
        sa.Column("fingerprint", sa.String(), server_default="", nullable=False),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("sent_as", sa.String(), server_default="", nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("intended_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("actions_by_circle", "actions", ["circle"], unique=False)
    op.create_index("actions_by_commitment", "actions", ["commitment"], unique=False)
    op.create_index("actions_by_state", "actions", ["state", "account"], unique=False)
    op.create_index("actions_by_thread", "actions", ["thread"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("counterparty", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("wake_at", sa.BigInteger(), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("commitments_by_circle", "commitments", ["circle"], unique=False)
    op.create_index("commitments_by_message", "commitments", ["message_id"], unique=False)
    op.create_index("commitments_by_status", "commitments", ["status", "made_at"], unique=False)
    op.create_index("commitments_by_wake", "commitments", ["wake_at"], unique=False)
    op.create_table(
        "event_people",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("address", "account", "event"),
        sqlite_with_rowid=False,
    )
    op.create_index("event_people_by_circle", "event_people", ["circle"], unique=False)
    op.create_index("event_people_by_event", "event_people", ["account", "event"], unique=False)
    op.create_table(
        "events",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "id"),
    )
    op.create_index("events_by_end", "events", ["ends"], unique=False)
    op.create_table(
        "messages",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("away", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("mentions", sa.LargeBinary(), nullable=False),
        sa.Column("attached", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("messages_by_id", "messages", ["id", "account"], unique=True)
    op.create_index("messages_by_thread", "messages", ["thread", "at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "participants",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("address", "message"),
        sqlite_with_rowid=False,
    )
    op.create_index("participants_by_circle", "participants", ["circle", "message"], unique=False)
    op.create_index("participants_by_message", "participants", ["message"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "ref"),
    )
    op.create_table(
        "thread_ids",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_ids_by_thread", "thread_ids", ["thread"], unique=False)
    op.create_table(
        "unacted",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "circle"),
    )
    op.create_table("unsettled", sa.Column("circle", sa.String(), nullable=False), sa.PrimaryKeyConstraint("circle"))
    op.create_table(
        "words",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owes", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("words_by_circle", "words", ["circle"], unique=False)
