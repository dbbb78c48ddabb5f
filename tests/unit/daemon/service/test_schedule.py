"""When an account is read next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.ledger.accounts import AccountState
from daemon.service.schedule import BREAKS_AFTER, IDLEST, LONGEST_DELAY, PARKED, Schedule

DICE = st.floats(0, 1, exclude_max=True)
FRESH = Schedule(interval=60)


def test_an_account_is_read_every_interval_give_or_take_a_tenth() -> None:
    delays = [FRESH.after_success(dice, anything_new=True)[1] for dice in (0.0, 0.5, 0.999)]
    assert delays == pytest.approx([54, 60, 66], abs=0.1)


def test_an_account_where_nothing_happens_is_read_less_often_and_at_once_again_when_something_does() -> None:
    schedule, delay = FRESH, 0.0
    for _ in range(100):
        schedule, delay = schedule.after_success(0.5, anything_new=False)
    assert delay == 60 * IDLEST
    assert schedule.after_success(0.5, anything_new=True)[1] == 60


@given(st.lists(DICE, min_size=1, max_size=60))
def test_failures_wait_ever_longer_at_random_up_to_a_cap(dice: list[float]) -> None:
    schedule = FRESH
    for number, die in enumerate(dice, 1):
        schedule, delay = schedule.after_failure(die, AccountState.BACKOFF, None)
        assert schedule.failures == number
        assert 1 <= delay <= LONGEST_DELAY


def test_the_first_retries_come_soon_and_spread_over_the_whole_span() -> None:
    assert FRESH.after_failure(0.0, AccountState.BACKOFF, None)[1] == 1.0
    assert FRESH.after_failure(0.9, AccountState.BACKOFF, None)[1] == pytest.approx(9.0)


def test_after_many_failures_the_circuit_opens_and_one_success_closes_it() -> None:
    schedule = Schedule(interval=60, failures=BREAKS_AFTER)
    schedule, delay = schedule.after_failure(0.0, AccountState.BACKOFF, None)
    assert delay == LONGEST_DELAY
    schedule, delay = schedule.after_success(0.5, anything_new=False)
    assert (schedule.failures, delay) == (0, 60)


def test_what_the_server_asks_for_is_waited_out_whole() -> None:
    assert FRESH.after_failure(0.0, AccountState.BACKOFF, 7200.0)[1] == 7200.0


def test_an_account_that_waits_for_a_sign_in_is_left_alone_for_hours() -> None:
    assert FRESH.after_failure(0.0, AccountState.NEEDS_REAUTH, None)[1] == PARKED


def test_a_folder_that_is_gone_is_looked_for_again_without_hurry() -> None:
    assert FRESH.after_failure(0.0, AccountState.STOPPED, None)[1] == LONGEST_DELAY


def test_ten_thousand_failures_are_no_reason_to_overflow() -> None:
    assert Schedule(interval=60, failures=10_000).after_failure(0.5, AccountState.BACKOFF, None)[1] <= LONGEST_DELAY
