"""Time zones as Microsoft names them: Windows names, IANA names, or UTC under several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

FROM = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(days=5)
STEPS = 3 * 73
"""Three years, looked at every five days: zones change their clocks twice a year at most, and on weekends."""


def zone_of(name: str) -> tzinfo:
    """Find a zone by Windows name (CLDR, windowsZones) or IANA name. Raises ValueError for one nobody knows."""
    if name in {"", "UTC", "tzone://Microsoft/Utc"}:
        return UTC
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("a time zone nobody knows") from error


@cache
def windows_name(zone: tzinfo) -> str:
    """Give the Windows name of a zone: the one whose clocks go the same. UTC where none does.

    Windows has far fewer zones than IANA; Madrid is Romance Standard Time, the Canary Islands GMT Standard Time.
    """
    wanted = _course(zone)
    for name, place in WINDOWS_TO_OLSON.items():
        if _course(_known(place)) == wanted:
            return name
    return "UTC"


@cache
def _course(zone: tzinfo) -> tuple[timedelta | None, ...]:
    """Tell how a zone's clocks go."""
    return tuple((FROM + number * STEP).astimezone(zone).utcoffset() for number in range(STEPS))


def _known(place: str) -> tzinfo:
    try:
        return ZoneInfo(place)
    except ZoneInfoNotFoundError:
        return UTC
