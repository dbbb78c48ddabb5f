"""The user is told where he looks that an account needs him, once, and once that it is well again."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.cycle import AccountReport
from daemon.flow import Flow
from daemon.ledger.accounts import AccountState, update_account
from daemon.service.notices import tell_user
from tests.builders import at
from tests.worlds import CONFIG, World

WELL = AccountReport(name="despacho", state=AccountState.OK)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def _tell(world: World, state: AccountState, when: str, since: str = "2026-03-10 09:00", reason: str = "why") -> None:
    firm = world.firm()
    with firm.engine.execution_options(writes=True).begin() as connection:
        update_account(connection, "despacho", state=state.value, since=at(since))
    tell_user(firm, AccountReport(name="despacho", state=state, reason=reason), at(when))
    firm.engine.dispose()


def _open(world: World) -> list[str]:
    return [task for task in world.tasks() if "STATUS:COMPLETED" not in task]


def test_a_parked_account_is_told_once_however_many_cycles_it_lasts(world: World) -> None:
    for minute in range(10):
        _tell(world, AccountState.NEEDS_REAUTH, f"2026-03-10 09:0{minute}", reason="the password is wrong")
    (task,) = _open(world)
    assert "SUMMARY:Prometido necesita que vuelva a iniciar sesión: despacho" in task
    assert "the password is wrong" in task
    assert "DUE;VALUE=DATE:20260310" in task


def test_when_it_works_again_the_task_is_completed(world: World) -> None:
    _tell(world, AccountState.STOPPED, "2026-03-10 09:00")
    _tell(world, AccountState.OK, "2026-03-10 12:00")
    assert _open(world) == []
    assert len(world.tasks()) == 1


def test_a_second_time_on_the_same_day_is_told_again(world: World) -> None:
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-10 09:00")
    _tell(world, AccountState.OK, "2026-03-10 10:00")
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-10 11:00", since="2026-03-10 11:00")
    assert len(_open(world)) == 1


def test_a_crash_between_the_task_and_its_proof_leaves_no_second_one(world: World) -> None:
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-10 09:00")
    firm = world.firm()
    with firm.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("delete from meta")
    firm.engine.dispose()
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-11 09:00")
    assert len(world.tasks()) == 1


def test_what_will_pass_is_not_the_users_business(world: World) -> None:
    _tell(world, AccountState.BACKOFF, "2026-03-10 09:00")
    assert world.tasks() == []


def test_a_server_that_is_away_meanwhile_makes_nothing_well(world: World) -> None:
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-10 09:00")
    _tell(world, AccountState.BACKOFF, "2026-03-10 12:00")
    assert len(_open(world)) == 1
    _tell(world, AccountState.NEEDS_REAUTH, "2026-03-10 13:00", since="2026-03-10 13:00")
    assert len(world.tasks()) == 1


def test_a_calendar_that_is_broken_itself_stops_nothing_and_is_tried_again(world: World) -> None:
    calendar = world.place / "Calendar"
    calendar.rmdir()
    calendar.touch()
    _tell(world, AccountState.STOPPED, "2026-03-10 09:00")
    calendar.unlink()
    calendar.mkdir()
    _tell(world, AccountState.STOPPED, "2026-03-10 09:05")
    assert len(_open(world)) == 1


def test_an_account_without_a_calendar_is_told_in_the_log_alone(tmp_path: Path) -> None:
    world = World(tmp_path, CONFIG.replace("    calendar: {connector: ics, path: Calendar}\n", ""))
    _tell(world, AccountState.STOPPED, "2026-03-10 09:00")
    _tell(world, AccountState.OK, "2026-03-10 09:05")
    assert world.tasks() == []


def test_a_silence_is_told_once_and_ends_with_the_first_message(world: World) -> None:
    firm = world.firm()
    silent = Flow(newest=at("2026-03-06 17:00"), usual=14.2, silent=True)
    for hour in (9, 10, 11):
        tell_user(firm, WELL, at(f"2026-03-10 {hour:02}:00"), silent)
        tell_user(firm, WELL, at(f"2026-03-10 {hour:02}:30"))
    (task,) = _open(world)
    assert "desde el 06/03 a las 17:00" in task
    assert "unos 14 por día laborable" in task
    tell_user(firm, WELL, at("2026-03-10 12:00"), Flow(newest=at("2026-03-10 11:59"), usual=14.0))
    assert _open(world) == []
    firm.engine.dispose()
