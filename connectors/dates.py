"""The author's date in the first bytes of a message, read before it is taken apart; and what an event spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

DATE = re.compile(
    rb"\n[Dd][Aa][Tt][Ee]:[ \t]*(?:(?:[A-Za-z]{3},)? *(\d{1,2} [A-Za-z]{3} \d{4}) (\d\d:\d\d(?::\d\d)?) ([+-]\d{4})"
    rb"(?:[ \t]*\([^)\r\n]*\))?[ \t]*(?=[\r\n]|$)|([^\r\n]+))"
)
"""A date in the form nearly every one has, or whatever else it is, which is left to the standard library: it takes four
times as long. Begins with a byte that a search can leap to; a header in the first line is found after one put before
it."""
MONTHS = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
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
    end = end if end >= 0 else len(head)
    found = DATE.match(b"\n" + head[:end]) if head[:5].lower() == b"date:" else DATE.search(head, 0, end)
    if found is None:
        return None
    day, clock, zone, other = found.groups()
    try:
        date = parsedate_to_datetime(other.decode("ascii", "replace")) if other else moment(day, clock, zone)
        # The furthest dates have no place in another zone, and nothing could compare them.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return None


def moment(day: bytes, clock: bytes, zone: bytes) -> datetime:
    """Put a time together, its day written ``7 Jul 1996`` or ``7-Jul-1996``. Raises ValueError or KeyError for none."""
    return datetime.fromisoformat(_day(day) + (clock + zone).decode("ascii"))


@lru_cache(maxsize=1024)
def _day(day: bytes) -> str:
    """Write a day as ISO 8601 has it; mail of one day comes together."""
    number, month, year = day.replace(b"-", b" ").split()
    return f"{int(year):04}-{MONTHS[month.title()]:02}-{int(number):02}T"
