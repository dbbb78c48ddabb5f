"""The author's date in the first bytes of a message, read before the message is taken apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DATE = re.compile(rb"(?im)^date:[ \t]*([^\r\n]+)")
USUAL = re.compile(
    rb"(?:[A-Za-z]{3},)? *(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)(?:\s*\([^)]*\))?\s*"  # noqa: E501
)
"""The form nearly every date has; anything else is left to the standard library, which takes four times as long."""
MONTHS = {
    name: number
    for number, name in enumerate(
        (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1
    )
}


def written(head: bytes) -> datetime | None:
    """Find ``Date`` (RFC 5322, 3.6.1) as an aware time; None where there is none that can be read."""
    end = head.find(b"\r\n\r\n") if b"\r\n" in head else head.find(b"\n\n")
    found = DATE.search(head, 0, end if end >= 0 else len(head))
    if found is None:
        return None
    usual = USUAL.fullmatch(found[1])
    try:
        if usual:
            day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            local = datetime(
                int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC
            )
            return local + offset if sign == b"-" else local - offset
        date = parsedate_to_datetime(found[1].decode("ascii", "replace"))
        # The furthest dates have no place in another zone, and nothing could compare them.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return None
