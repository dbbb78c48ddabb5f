"""The author's date in the first bytes of a message, read before the message is taken apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DATE = re.compile(rb"(?im)^date:[ \t]*([^\r\n]+)")
HEADER_END = re.compile(rb"\r?\n\r?\n")


def written(head: bytes) -> datetime | None:
    """Find ``Date`` (RFC 5322, 3.6.1) as an aware time; None where there is none that can be read."""
    end = HEADER_END.search(head)
    found = DATE.search(head, 0, end.start() if end else len(head))
    if found is None:
        return None
    try:
        date = parsedate_to_datetime(found[1].decode("ascii", "replace"))
        # The furthest dates have no place in another zone, and nothing could compare them.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
