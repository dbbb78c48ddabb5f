"""The tables of the ledger. Changed only together with a migration in ``migrations/versions``.

Moments are integers, seconds since 1970 in UTC, so that they sort and index the same on SQLite and PostgreSQL;
where the author's own offset matters, the ISO text stands beside it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("mail_cursor", Text),
    Column("calendar_cursor", Text),
    Column("read_until", BigInteger),  # moment of the last complete read of all mail folders
    Column("calendar_read_until", BigInteger),
    Column("seen", Integer, nullable=False, server_default="0"),
    Column("present", Integer),
    Column("state", String, nullable=False, server_default="ok"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("since", BigInteger),  # when the account came into this state
    Column("omitted", Integer, nullable=False, server_default="0"),  # steps the quiet first contact left out
    Column("first_acted", BigInteger),  # when the first cycle that acted ended
)

messages = Table(
    "messages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("id", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("away", Integer, nullable=False, server_default="0"),  # 1: an out-of-office reply
    Column("ref", Text, nullable=False),
    Column("trace", Text, nullable=False),
    Column("mentions", LargeBinary, nullable=False),
    Column("attached", LargeBinary, nullable=False),
    Index("messages_by_id", "id", "account", unique=True),
    Index("messages_by_thread", "thread", "at"),
)

participants = Table(
    "participants",
    metadata,
    Column("address", String, primary_key=True),
    Column("message", Integer, primary_key=True),
    Column("circle", String, nullable=False),  # the firm or household of the address: rules.settlement.circle_of
    Index("participants_by_message", "message"),
    Index("participants_by_circle", "circle", "message"),
    sqlite_with_rowid=False,
)

thread_ids = Table(
    "thread_ids",
    metadata,
    Column("id", String, primary_key=True),  # a Message-ID or a provider's thread hint
    Column("thread", String, nullable=False),
    Index("thread_ids_by_thread", "thread"),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("account", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("event", Text, nullable=False),
    Index("events_by_end", "ends"),
)

event_people = Table(
    "event_people",
    metadata,
    Column("address", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("event", String, primary_key=True),
    Column("circle", String, nullable=False),
    Index("event_people_by_event", "account", "event"),
    Index("event_people_by_circle", "circle"),
    sqlite_with_rowid=False,
)

unsettled = Table(
    "unsettled",
    metadata,
    Column("circle", String, primary_key=True),
)

upcoming = Table(
    "upcoming",
    metadata,
    Column("circle", String, primary_key=True),
    Column("at", BigInteger, nullable=False),  # when the next thing known already (a meeting ends) will have happened
    Index("upcoming_by_moment", "at"),
)

unacted = Table(
    "unacted",
    metadata,
    Column("account", String, primary_key=True),
    Column("circle", String, primary_key=True),
    Column("stamp", BigInteger, nullable=False),  # of the conclusion; a newer one is not taken for acted upon
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("counterparty", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("message_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("wake_at", BigInteger),  # when something about it may change although no mail comes
    Column("commitment", Text, nullable=False),
    Index("commitments_by_circle", "circle"),
    Index("commitments_by_message", "message_id"),
    Index("commitments_by_wake", "wake_at"),
    Index("commitments_by_status", "status", "made_at"),
)

words = Table(
    "words",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("commitment", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("cause", Text, nullable=False, server_default=""),
    Column("message_id", String, nullable=False),  # these four: what the commitment said when the user spoke
    Column("kind", String, nullable=False),
    Column("owes", String, nullable=False),
    Column("evidence", Text, nullable=False),
    Index("words_by_circle", "circle"),
)

actions = Table(
    "actions",
    metadata,
    Column("key", String, primary_key=True),  # <commitment id>/<step>
    Column("commitment", String, nullable=False),
    Column("counterparty", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("account", String, nullable=False),
    Column("place", String, nullable=False),  # task, draft
    Column("state", String, nullable=False),  # see daemon.ledger.actions.ActionState
    Column("nudge", Integer, nullable=False, server_default="0"),
    Column("carried_by", String, nullable=False, server_default=""),  # key of the draft that says it too
    Column("thread", String, nullable=False, server_default=""),
    Column("ref", Text, nullable=False, server_default=""),
    Column("fingerprint", String, nullable=False, server_default=""),
    Column("content", String, nullable=False, server_default=""),  # hash of what a task said: changed when it differs
    Column("sent_as", String, nullable=False, server_default=""),  # Message-ID of the mail the draft became
    Column("planned_at", BigInteger, nullable=False),
    Column("intended_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("actions_by_commitment", "commitment"),
    Index("actions_by_state", "state", "account"),
    Index("actions_by_circle", "circle"),
    Index("actions_by_thread", "thread"),
)

delayed = Table(
    "delayed",
    metadata,
    Column("commitment", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("message_id", String, nullable=False),  # the message that carries the mark "retrasado"
    Column("ref", Text, nullable=False),
    Column("state", String, nullable=False),  # see daemon.ledger.delayed.DelayState
    Column("at", BigInteger, nullable=False),
    Index("delayed_by_circle", "circle", "account"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("account", String, primary_key=True),
    Column("ref", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

migrated_to = Table(
    "alembic_version",
    MetaData(),  # Alembic's own, and in no comparison of it with ours
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
