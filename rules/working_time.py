"""When people work: which days count, and at what hour the working day starts.

Everything is counted with local dates. "Tomorrow" is the next date, never 86 400 seconds later: on the two days a
year on which the clock changes these differ.
"""

from __future__ import annotations

import difflib
import functools
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """The working week of a firm in its own zone.

    ``days`` holds weekdays (Monday is 0), ``holidays`` whatever can say whether a date is one.
    """

    zone: ZoneInfo
    days: frozenset[int]
    opens: time
    closes: time
    holidays: Container[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a week that never opens. Raises ValueError."""
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("a working week needs at least one day from mon to sun")
        if self.opens >= self.closes:
            raise ValueError(f"working hours must open before they close, not {self.opens:%H:%M}-{self.closes:%H:%M}")

    @classmethod
    def of(
        cls,
        timezone: str = "Europe/Madrid",
        days: Iterable[str] = DAY_NAMES[:5],
        hours: str = "09:00-18:00",
        holidays: str | None = None,
    ) -> WorkingTime:
        """Read the words of the configuration: ``("Europe/Madrid", ["mon", "tue"], "09:00-18:00", "ES-MD")``.

        ``holidays`` is a country (ISO 3166-1) or a country and its subdivision (ISO 3166-2). Raises ValueError for a
        word that is not known, naming those that are near it.
        """
        return cls(
            zone=_zone(timezone),
            days=frozenset(_weekday(name) for name in days),
            opens=_hours(hours)[0],
            closes=_hours(hours)[1],
            holidays=frozenset() if holidays is None else PublicHolidays.of(holidays),
        )

    def is_working_day(self, day: date) -> bool:
        """Say whether work is done on a local day."""
        return day.weekday() in self.days and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, else the next one."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is a working day, else the one before it."""
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day strictly after a day."""
        return self.on_or_after(day + _ONE_DAY)

    def add_working_days(self, day: date, number: int) -> date:
        """Count working days on from a day, or back when the number is negative; zero leaves the day as it is."""
        for _ in range(number):
            day = self.on_or_after(day + _ONE_DAY)
        for _ in range(-number):
            day = self.on_or_before(day - _ONE_DAY)
        return day

    def working_days_between(self, earlier: date, later: date) -> int:
        """Count the working days after the earlier day, up to and with the later one; none when it is not later."""
        span = (earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1))
        return sum(self.is_working_day(day) for day in span)

    def local_day(self, moment: datetime) -> date:
        """Return the date on the wall calendar of this zone. Raises ValueError for a naive time."""
        return self._local(moment).date()

    def start_of(self, day: date) -> datetime:
        """Return the moment work starts on a day (if it is one); an hour that the clock skips is moved past the gap."""
        return self._real(datetime.combine(day, self.opens, self.zone))

    def end_of_day(self, day: date) -> datetime:
        """Return the last second of a local day, up to which a thing due on it is still kept.

        Where clocks go back at midnight that second comes twice; the later one counts.
        """
        return self._real(datetime.combine(day, time(23, 59, 59), self.zone).replace(fold=1))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return moment.astimezone(self.zone)

    def _real(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC).astimezone(self.zone)


class PublicHolidays:
    """The public holidays of a country or a part of it, worked out a year at a time."""

    def __init__(self, country: str, subdivision: str | None = None) -> None:
        """Take codes as the holidays library spells them."""
        self._country = country
        self._subdivision = subdivision
        self._in_year = functools.lru_cache(maxsize=None)(self._work_out)

    @classmethod
    def of(cls, code: str) -> PublicHolidays:
        """Read ``ES`` or ``ES-MD``, in any case. Raises ValueError with the near codes for one that is not known."""
        import holidays  # noqa: PLC0415 - 3 MB that a firm without holidays does not need

        known = holidays.list_supported_countries(include_aliases=True)
        country, _, subdivision = code.strip().partition("-")
        country = country.upper()
        if country not in known:
            raise ValueError(_unknown("holidays", code, known))
        if not subdivision:
            return cls(country)
        parts = {part.upper(): part for part in known[country]}
        if subdivision.upper() not in parts:
            raise ValueError(_unknown("holidays", code, [country, *(f"{country}-{part}" for part in parts.values())]))
        return cls(country, parts[subdivision.upper()])

    def __contains__(self, day: object) -> bool:
        """Say whether a date is a public holiday."""
        return isinstance(day, date) and day in self._in_year(day.year)

    def _work_out(self, year: int) -> frozenset[date]:
        import holidays  # noqa: PLC0415

        # The library warns of its own matters (renamed codes, estimated lunar dates); the user can do nothing there.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return frozenset(
                holidays.country_holidays(self._country, subdiv=self._subdivision, years=year, expand=False)
            )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(_unknown("timezone", name, available_timezones())) from error


def _weekday(name: str) -> int:
    short = name.strip().lower()
    if short not in DAY_NAMES:
        raise ValueError(f'unknown day "{name}"; days are {", ".join(DAY_NAMES)}')
    return DAY_NAMES.index(short)


def _hours(text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    try:
        return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError as error:
        raise ValueError(f'working hours are written "09:00-18:00", not "{text}"') from error


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    codes = sorted(known)
    folded = {code.lower(): code for code in codes}
    near = [folded[code] for code in difflib.get_close_matches(word.lower(), folded, n=8, cutoff=0.5)]
    return f'unknown {what} "{word}"; known are {", ".join(near or codes[:20])}'
