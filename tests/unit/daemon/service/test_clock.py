"""A clock that was set leaves nothing in a burst, and is believed in the end."""

from __future__ import annotations

import pytest

from daemon.service.clock import FAR, HOLD, JUMP, ClockWatch


def test_time_that_simply_passes_is_no_reason_to_wait() -> None:
    watch = ClockWatch(wall=1_000_000, steady=50)
    assert all(watch.may_act(1_000_000 + 60 * minute, 50 + 60 * minute) for minute in range(1, 2000))


def test_after_a_suspend_both_clocks_have_gone_on_and_nothing_is_held() -> None:
    watch = ClockWatch(wall=1_000_000, steady=50)
    assert watch.may_act(1_000_000 + 3 * 86_400, 50 + 3 * 86_400)


def test_a_clock_set_forward_or_back_holds_for_a_while_and_not_for_ever() -> None:
    for jump in (JUMP * 2, -JUMP * 2, 400 * 86_400.0):
        watch = ClockWatch(wall=1_000_000, steady=0)
        assert not watch.may_act(1_000_000 + jump + 60, 60)
        assert not watch.may_act(1_000_000 + jump + HOLD, HOLD)
        assert watch.may_act(1_000_000 + jump + HOLD + 60, HOLD + 60)


def test_a_clock_that_jumps_again_and_again_is_not_believed_meanwhile() -> None:
    watch = ClockWatch(wall=0, steady=0)
    assert not any(watch.may_act(number * 10_000, number * 60) for number in range(1, 50))


def test_a_clock_corrected_by_minutes_is_believed() -> None:
    watch = ClockWatch(wall=0, steady=0)
    assert watch.may_act(600, 60)


def test_a_start_before_what_has_happened_already_is_held() -> None:
    watch = ClockWatch(wall=1_000_000, steady=0)
    watch.distrust_unless_near(1_000_000 + 2 * JUMP)
    assert not watch.may_act(1_000_060, 60)
    assert watch.may_act(1_000_000 + HOLD, HOLD)


def test_a_start_weeks_after_what_was_done_last_is_held_as_long_and_no_longer() -> None:
    watch = ClockWatch(wall=4e9, steady=0)
    watch.distrust_unless_near(4e9 - FAR - 60)
    assert not watch.may_act(4e9 + 60, 60)
    assert watch.may_act(4e9 + HOLD, HOLD)


@pytest.mark.parametrize("ago", [0, 1000, 7 * 86_400, -JUMP])
def test_a_start_soon_after_what_was_done_last_is_not(ago: float) -> None:
    watch = ClockWatch(wall=4e9, steady=0)
    watch.distrust_unless_near(4e9 - ago)
    assert watch.may_act(4e9 + 60, 60)
