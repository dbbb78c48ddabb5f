"""A mailbox that has fallen silent is noticed by its own history, and a holiday never is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from daemon.flow import Flow, flow
from rules.working_time import WorkingTime
from tests.builders import at

WEEK = WorkingTime.of("Europe/Madrid", holidays="ES-MD")
LAST = date(2026, 3, 6)  # a Friday


def _daily(number: int, last: date = LAST, days: int = 60) -> list[datetime]:
    """So many messages every working day up to the last."""
    span = [last - timedelta(days=back) for back in range(days, -1, -1)]
    return [at(f"{day} {9 + hour:02}:00") for day in span if WEEK.is_working_day(day) for hour in range(number)]


def _silent(moments: list[datetime], now: str) -> bool:
    return flow(moments, WEEK, at(now)).silent


def test_a_busy_mailbox_is_missed_after_one_whole_working_day() -> None:
    mail = _daily(8) + _daily(8)
    assert not _silent(sorted(mail), "2026-03-09 17:00")
    assert _silent(sorted(mail), "2026-03-10 09:00")


def test_neither_week_end_nor_holiday_is_silence() -> None:
    mail = _daily(8, date(2026, 12, 23))
    assert not _silent(mail, "2026-12-24 12:00")
    easter = _daily(8, date(2026, 4, 1))
    assert not _silent(easter, "2026-04-05 23:00")
    assert not _silent(_daily(8), "2026-03-08 23:00")


def test_a_mailbox_with_little_mail_is_given_longer() -> None:
    mail = _daily(1)
    assert not _silent(mail, "2026-03-16 09:00")
    assert _silent(mail, "2026-03-23 09:00")


def test_a_mailbox_that_was_as_silent_before_is_not_missed() -> None:
    mail = _daily(8, date(2026, 2, 13)) + _daily(8, date(2026, 3, 6), days=4)
    assert not _silent(mail, "2026-03-13 09:00")
    assert _silent(mail, "2026-04-20 09:00")


@pytest.mark.parametrize("mail", [[], [at("2026-03-06 09:00")], _daily(8, days=7), _daily(1, days=20)])
def test_without_a_habit_nothing_is_missed(mail: list[datetime]) -> None:
    assert not _silent(mail, "2026-05-29 09:00")


def test_the_habit_is_told_as_messages_a_working_day() -> None:
    found = flow(_daily(5), WEEK, at("2026-03-06 18:00"))
    assert found == Flow(newest=at("2026-03-06 13:00"), usual=pytest.approx(5, abs=0.1))
