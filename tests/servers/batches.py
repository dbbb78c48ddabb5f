"""What was read of a mailbox or looked at of a calendar: the messages of its batches, and March 2026."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.protocols import Incoming, MailBatch

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def messages(batches: list[MailBatch]) -> list[Incoming]:
    return [message for batch in batches for message in batch.messages]


def ids(batches: list[MailBatch]) -> list[str]:
    """Give the Message-IDs without angle brackets; every message has to be readable."""
    found = []
    for message in messages(batches):
        assert message.parts is not None, message.unreadable
        found += [value.strip("<>") for name, value in message.parts.headers if name == "Message-ID"]
    return found
