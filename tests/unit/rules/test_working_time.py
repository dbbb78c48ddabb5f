from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from rules.working_time import PublicHolidays, WorkingTime

MADRID = WorkingTime.of("Europe/Madrid", holidays="ES-MD")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 3, 10), True),
        (date(2027, 3, 13), False),  # Saturday
        (date(2027, 3, 19), False),  # Saint Joseph, kept in Madrid
        (date(2027, 3, 26), False),  # Good Friday
    ],
)
def test_a_working_day_is_a_day_of_the_week_that_is_no_holiday(day: date, works: bool) -> None:
    assert MADRID.is_working_day(day) is works


def test_a_country_alone_leaves_out_the_holidays_of_its_regions() -> None:
    assert WorkingTime.of(holidays="ES").is_working_day(date(2027, 5, 3))
    assert not MADRID.is_working_day(date(2027, 5, 3))


def test_without_holidays_only_the_week_counts() -> None:
    assert WorkingTime.of().is_working_day(date(2027, 12, 24))
    assert WorkingTime.of().is_working_day(date(2028, 12, 25))


def test_the_next_working_day_is_strictly_after() -> None:
    assert MADRID.next_working_day(date(2027, 3, 10)) == date(2027, 3, 11)
    assert MADRID.next_working_day(date(2027, 3, 24)) == date(2027, 3, 29)


def test_on_or_after_and_on_or_before_keep_a_working_day_and_leave_others() -> None:
    assert MADRID.on_or_after(date(2027, 3, 10)) == date(2027, 3, 10)
    assert MADRID.on_or_after(date(2027, 3, 13)) == date(2027, 3, 15)
    assert MADRID.on_or_before(date(2027, 3, 10)) == date(2027, 3, 10)
    assert MADRID.on_or_before(date(2027, 3, 28)) == date(2027, 3, 24)


@pytest.mark.parametrize(
    ("number", "day"),
    [(0, date(2027, 3, 18)), (1, date(2027, 3, 22)), (5, date(2027, 3, 30)), (-1, date(2027, 3, 17))],
)
def test_working_days_are_counted_over_weekends_and_holidays(number: int, day: date) -> None:
    assert MADRID.add_working_days(date(2027, 3, 18), number) == day


def test_working_days_between_two_days_leave_out_the_first_and_count_the_last() -> None:
    assert MADRID.working_days_between(date(2027, 3, 18), date(2027, 3, 22)) == 1
    assert MADRID.working_days_between(date(2027, 3, 22), date(2027, 3, 18)) == 0


def test_the_day_starts_at_opening_time_with_the_offset_of_that_day() -> None:
    assert MADRID.start_of(date(2027, 3, 27)).isoformat() == "2027-03-27T09:00:00+01:00"
    assert MADRID.start_of(date(2027, 3, 28)).isoformat() == "2027-03-28T09:00:00+02:00"


def test_an_opening_hour_that_the_clock_skips_is_moved_past_the_gap() -> None:
    bakery = WorkingTime.of("Europe/Madrid", hours="02:30-10:00")
    assert bakery.start_of(date(2027, 3, 28)).isoformat() == "2027-03-28T03:30:00+02:00"


def test_an_opening_hour_that_comes_twice_is_the_first_one() -> None:
    bakery = WorkingTime.of("Europe/Madrid", hours="02:30-10:00")
    assert bakery.start_of(date(2027, 10, 31)).isoformat() == "2027-10-31T02:30:00+02:00"


def test_a_day_lasts_until_its_last_second_whatever_the_clock_does() -> None:
    assert MADRID.end_of_day(date(2027, 10, 31)).isoformat() == "2027-10-31T23:59:59+01:00"


def test_the_last_second_is_the_later_one_where_clocks_go_back_at_midnight() -> None:
    santiago = WorkingTime.of("America/Santiago")
    assert santiago.end_of_day(date(2027, 4, 3)).isoformat() == "2027-04-03T23:59:59-04:00"


def test_the_local_day_is_the_one_of_the_zone() -> None:
    assert MADRID.local_day(datetime(2027, 3, 10, 23, 30, tzinfo=UTC)) == date(2027, 3, 11)
    assert WorkingTime.of("America/Lima").local_day(datetime(2027, 3, 10, 3, tzinfo=UTC)) == date(2027, 3, 9)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        MADRID.local_day(datetime(2027, 3, 10))  # noqa: DTZ001 - the naive time is what is tested


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"holidays": "ES-MAD"}, 'unknown holidays "ES-MAD"; known are .*ES-MD'),
        ({"holidays": "EZ"}, 'unknown holidays "EZ"'),
        ({"timezone": "Europe/Madird"}, "Europe/Madrid"),
        ({"days": ["lunes"]}, 'unknown day "lunes"; days are mon, tue'),
        ({"days": []}, "at least one day"),
        ({"hours": "9 a 6"}, 'written "09:00-18:00"'),
        ({"hours": "18:00-09:00"}, "open before they close"),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_what_would_do(words: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        WorkingTime.of(**words)  # type: ignore[arg-type] # one case a keyword


def test_codes_are_read_in_any_case() -> None:
    assert date(2027, 5, 3) in PublicHolidays.of("es-md")


def test_what_is_no_date_is_no_holiday() -> None:
    assert "2027-05-03" not in PublicHolidays.of("ES-MD")


@pytest.mark.parametrize("code", ["ES-MD", "MX", "US-CA", "AE", "GB-ENG"])
def test_the_warnings_of_the_library_stay_inside(code: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(date(2031, 3, 30) in PublicHolidays.of(code), bool)


def test_it_can_be_made_by_hand() -> None:
    week = WorkingTime(zone=ZoneInfo("UTC"), days=frozenset({6}), opens=time(8), closes=time(9))
    assert week.on_or_after(date(2027, 3, 10)) == date(2027, 3, 14)
