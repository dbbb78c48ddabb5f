"""The same lives, lived on this machine and at Microsoft, leave the same ledger, drafts and tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from connectors.outlook.delayed import CATEGORY
from daemon.account import Account
from daemon.cycle import Cycle
from rules.commitments import Status
from tests.lives import ABOUT_TASKS, LIVES, MOMENT, PROMISE, Hands, outcome, survives
from tests.servers.breaking import Fault
from tests.servers.graph_world import GraphHands, GraphWorld
from tests.worlds import MADRID, World

QUOTE = (
    "Buenos días, Pedro:\n\nLe adjunto el presupuesto de la cocina. El total asciende a 4.850 € más IVA."
    "\n\nUn saludo,\nAna"
)
Life = Callable[[World, Hands], None]


@pytest.mark.parametrize(
    ("live", "lists"),
    [
        *(pytest.param(live, False, id=live.__name__) for live in LIVES),
        *(pytest.param(live, True, id=f"{live.__name__}-in-microsoft-to-do") for live in ABOUT_TASKS),
    ],
)
def test_a_life_at_microsoft_leaves_what_it_leaves_on_this_machine(live: Life, lists: bool, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = World(tmp_path / "here"), GraphWorld(tmp_path / "there", lists=lists)
    live(here, Hands(here))
    live(there, GraphHands(there))
    assert outcome(there, GraphHands(there)) == outcome(here, Hands(here))
    assert there.user.violations == []


def test_a_quiet_cycle_costs_one_request_for_each_folder(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    cycle = Cycle(firm=world.firm())
    for minute in (5, 6, 7):
        cycle.run(datetime(2026, 3, 12, 9, minute, tzinfo=MADRID))
    assert len(world.drafts()) == 1
    world.user.mail.begins_empty = world.user.calendar.begins_empty = False
    world.user.calls.clear()
    cycle.run(datetime(2026, 3, 12, 9, 8, tzinfo=MADRID))
    calls = Counter(world.user.calls)
    assert calls.pop("messages.delta") == 3
    assert calls.pop("calendarView.delta") == 1
    assert calls == {"calendar.events.get": 1}, "of the tasks only those that stand are looked at, together"
    world.user.calls.clear()
    world.cycle("2026-03-12 09:09")
    calls = Counter(world.user.calls)
    assert calls.pop("messages.delta") == 3, "a process that has just started costs the mail no more"
    assert calls == {"calendarView.delta": 1, "calendars.list": 1, "calendar.events.get": 1}


def test_a_quote_that_was_nudged_three_times_gets_the_category_until_they_come_back(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    hands = GraphHands(world)
    world.cycle("2026-03-02 09:00")
    world.we_write(QUOTE, "2026-03-02 10:00", attachments=("presupuesto.pdf",))
    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        world.cycle(f"{day} 09:05")
        hands.send_draft(f"{day} 10:00", "", "")
    world.cycles("2026-03-23 12:00", "2026-03-30 09:05", "2026-04-06 09:05", "2026-04-13 09:05")
    [quote] = world.owed(Status.ARCHIVED)
    [delayed] = [one for one in world.user.mail.messages.values() if CATEGORY in one["categories"]]
    assert delayed["internetMessageId"] == f"<{quote.message_id}>"
    world.they_write("Hola, Ana: perdona el silencio. Adelante con el presupuesto.", "2026-04-14 10:00")
    world.cycle("2026-04-14 12:00")
    assert world.owed(Status.ARCHIVED) == []
    assert not any(CATEGORY in one["categories"] for one in world.user.mail.messages.values())
    assert world.user.violations == []


def patient(account: Account) -> Account:
    """Have an account wait for nothing."""
    for connector in (account.mail, account.calendar, account.tasks):
        connector.graph.sleep = lambda _seconds: None  # type: ignore[union-attr]  # each has one here
    return account


def lived(place: Path, *, lists: bool) -> GraphWorld:
    """Have a promise made in an answer, so that the draft is an answer too."""
    world = GraphWorld(place, lists=lists)
    first = world.they_write("Hola, Ana:\n\n¿Cuándo tendré el presupuesto?\n\nPedro", "2026-03-10 09:00")
    world.we_write(PROMISE, "2026-03-10 10:12", reply_to=first)
    return world


@pytest.mark.parametrize("executed", [False, True], ids=["before it is executed", "after it is executed"])
@pytest.mark.parametrize("lists", [False, True], ids=["calendar", "to-do"])
def test_whichever_request_of_a_cycle_is_lost_there_is_one_draft_and_one_task(
    executed: bool, lists: bool, tmp_path: Path
) -> None:
    whole = lived(tmp_path / "whole", lists=lists)
    Cycle(firm=whole.firm(), wrap=patient).run(MOMENT)
    assert len(whole.drafts()) == 1
    assert len(whole.user.requests) > 10
    for number, (_, path) in enumerate(whole.user.requests):
        if lists and "/todo/" not in path:
            continue  # no other than with a calendar
        world = lived(tmp_path / str(number), lists=lists)
        # The same request is lost again and again, so that what is tried again within a cycle fails too.
        survives(
            world,
            patient,
            Fault(".", skip=number, times=1, lost=True, executed=executed),
            Fault("POST .*(createReply|events|tasks)$", times=2, lost=True, executed=executed),
            Fault("PATCH ", times=6, lost=True, executed=executed),
        )
        assert not any(one["isRead"] for one in world.user.mail.held("inbox", "sentitems")), number
