"""The author's date in the first bytes of a message, read before it is taken apart; and what an event spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DATE = re.compile(rb"\n[Dd][Aa][Tt][Ee]:[ \t]*([^\r\n]+)")
"""Begins with a byte that a search can leap to; a header that is the first line is found after one put before it."""
USUAL = re.compile(
    r"(?:[A-Za-z]{3},)? *(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d:\d\d(?::\d\d)?) ([+-]\d{4})(?:\s*\([^)]*\))?\s*",
    re.ASCII,
)
"""The form nearly every date has; anything else is left to the standard library, which takes four times as long."""
MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Nearer to the ends of the calendar a time may have no place in another zone."""


def span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Give what an event spans: aware times, the end not before the start, and none that nobody could work with."""
    first = min(max(start, EARLIEST), LATEST)
    return first, min(max(end, first), LATEST)


def is_older(headers: Iterable[tuple[str, str]], received: datetime | None, since: datetime) -> bool:
    """Whether a message is from before a moment, by its author's date, else by when it was received."""
    date = next((value for name, value in headers if name.lower() == "date"), "")
    own = written(f"Date: {date}\r\n\r\n".encode("ascii", "replace")) or received
    return own is not None and own < since


def written(head: bytes) -> datetime | None:
    """Find ``Date`` (RFC 5322, 3.6.1) as an aware time; None where there is none that can be read."""
    end = head.find(b"\r\n\r\n") if b"\r\n" in head else head.find(b"\n\n")
    found = DATE.search(b"\n" + head[: end if end >= 0 else len(head)])
    if found is None:
        return None
    said = found[1].decode("ascii", "replace")
    usual = USUAL.fullmatch(said)
    try:
        if usual:
            day, month, year, clock, zone = usual.groups()
            date = datetime.fromisoformat(f"{year}-{MONTHS[month.title()]}-{day:0>2}T{clock}{zone}")
        else:
            date = parsedate_to_datetime(said)
        # The furthest dates have no place in another zone, and nothing could compare them.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return None
