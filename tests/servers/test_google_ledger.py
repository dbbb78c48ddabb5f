"""The same lives, lived on this machine and at Google, leave the same ledger, drafts and tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from daemon.account import Account
from daemon.cycle import Cycle
from tests.lives import ABOUT_TASKS, LIVES, MOMENT, PROMISE, Hands, outcome, survives
from tests.servers.breaking import Fault
from tests.servers.google_world import GoogleHands, GoogleWorld
from tests.worlds import MADRID, World


@pytest.mark.parametrize(
    ("live", "lists"),
    [
        *(pytest.param(live, False, id=live.__name__) for live in LIVES),
        *(pytest.param(live, True, id=f"{live.__name__}-in-google-tasks") for live in ABOUT_TASKS),
    ],
)
def test_a_life_at_google_leaves_what_it_leaves_on_this_machine(
    live: Callable[[World, Hands], None], lists: bool, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = World(tmp_path / "here"), GoogleWorld(tmp_path / "there", lists=lists)
    live(here, Hands(here))
    live(there, GoogleHands(there))
    assert outcome(there, GoogleHands(there)) == outcome(here, Hands(here))
    assert there.user.violations == []
    assert there.user.refreshes == 1, "a token that was kept serves the next cycle too"


def test_a_quiet_cycle_costs_one_request_of_two_units_for_the_mail(tmp_path: Path) -> None:
    world = GoogleWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")

    cycle = Cycle(firm=world.firm())
    for minute in (5, 6, 7):
        cycle.run(datetime(2026, 3, 12, 9, minute, tzinfo=MADRID))
    assert len(world.drafts()) == 1
    world.user.calls.clear()
    world.user.units = 0
    cycle.run(datetime(2026, 3, 12, 9, 8, tzinfo=MADRID))
    assert [call for call in world.user.calls if call.startswith("gmail")] == ["gmail.users.history.list"]
    assert world.user.units == 2


def patient(account: Account) -> Account:
    """Have an account wait for nothing."""
    for connector in (account.mail, account.calendar, account.tasks):
        connector.service.pace.sleep = lambda _seconds: None
    return account


def requests_of_a_cycle(place: Path) -> int:
    world = GoogleWorld(place)
    world.we_write(PROMISE, "2026-03-10 10:12")
    Cycle(firm=world.firm(), wrap=patient).run(MOMENT)
    return len(world.user.requests)


@pytest.mark.parametrize("executed", [False, True], ids=["before it is executed", "after it is executed"])
def test_whichever_request_of_a_cycle_is_lost_there_is_one_draft_and_one_task(executed: bool, tmp_path: Path) -> None:
    count = requests_of_a_cycle(tmp_path / "whole")
    assert count > 10
    for number in range(count):
        world = GoogleWorld(tmp_path / str(number))
        world.we_write(PROMISE, "2026-03-10 10:12")
        # The same request is lost again and again, so that what is tried again within a cycle fails too.
        survives(
            world,
            patient,
            Fault(".", skip=number, times=1, lost=True, executed=executed),
            Fault("POST .*(drafts|events)$", times=2, lost=True, executed=executed),
        )
