"""The same lives, lived on this machine and at Google, leave the same ledger, drafts and tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.account import Account
from daemon.cycle import Cycle
from daemon.ledger.accounts import AccountState
from rules.settlement import Verb
from tests.servers.google import Fault
from tests.servers.google_world import GoogleHands, GoogleWorld, Hands
from tests.worlds import MADRID, World

PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"
NEW_DAY = "«[día nuevo, uno que se pueda cumplir]»"


def nothing_follows(world: World, hands: Hands) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycles("2026-03-10 10:30", "2026-03-11 20:00", "2026-03-12 09:05", "2026-03-12 09:35", "2026-03-20 09:05")


def it_is_kept(world: World, hands: Hands) -> None:
    first = world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    kept = "Buenos días, Pedro:\n\nLe adjunto el presupuesto.\n\nUn saludo,\nAna"
    world.we_write(kept, "2026-03-12 11:00", reply_to=first, attachments=("Presupuesto.pdf",))
    world.cycle("2026-03-12 11:30")


def the_draft_is_edited(world: World, hands: Hands) -> None:
    first = world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    hands.edit_draft()
    world.cycle("2026-03-12 09:35")
    world.we_write("Le adjunto el presupuesto.", "2026-03-12 11:00", reply_to=first, attachments=("Presupuesto.pdf",))
    world.cycles("2026-03-12 11:30", "2026-03-12 12:00")


def the_draft_is_deleted(world: World, hands: Hands) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    hands.delete_draft()
    world.cycles("2026-03-12 10:00", "2026-03-13 09:05", "2026-03-20 09:05")


def the_draft_is_sent_with_a_new_day(world: World, hands: Hands) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    hands.send_draft("2026-03-12 12:00", NEW_DAY, "el martes 17")
    world.cycles("2026-03-12 12:30", "2026-03-18 09:05")


def the_task_is_ticked(world: World, hands: Hands) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    hands.tick_task()
    world.cycles("2026-03-10 11:00", "2026-03-12 09:05")


def a_question_is_answered_and_another_is_not(world: World, hands: Hands) -> None:
    first = world.they_write("Hola, Ana:\n\n¿Me envía el presupuesto de la cocina?\n\nPedro", "2026-03-10 10:00")
    world.they_write(
        "Buenos días:\n\n¿Qué precio tiene reformar un baño?\n\nLuis",
        "2026-03-10 11:00",
        sender="Luis Gil <luis@otro.example>",
        subject="Baño",
    )
    world.cycles("2026-03-10 12:00", "2026-03-12 09:05")
    world.we_write(
        "Hola, Pedro:\n\nLe adjunto el presupuesto.", "2026-03-12 10:00", reply_to=first, attachments=("P.pdf",)
    )
    world.cycles("2026-03-12 10:30", "2026-03-16 09:05")


def a_meeting_is_followed_by_nothing(world: World, hands: Hands) -> None:
    world.they_write("Nos vemos el miércoles.", "2026-03-09 10:00")
    world.meet("Visita de obra", "2026-03-11 10:00", "2026-03-11 11:00", "pedro@cliente.example", "ana@estudio.example")
    world.cycles("2026-03-11 12:00", "2026-03-13 09:05", "2026-03-16 09:05")


def an_attachment_is_forgotten(world: World, hands: Hands) -> None:
    world.we_write("Hola Pedro:\n\nTe adjunto el plano de la cocina.\n\nUn saludo,\nAna", "2026-03-10 19:40")
    world.cycle("2026-03-10 19:45")


def its_user_says_no(world: World, hands: Hands) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    world.say(world.only().id, Verb.DISMISS, "2026-03-10 11:00")
    world.cycles("2026-03-10 11:05", "2026-03-12 09:05")


LIVES = [
    nothing_follows,
    it_is_kept,
    the_draft_is_edited,
    the_draft_is_deleted,
    the_draft_is_sent_with_a_new_day,
    the_task_is_ticked,
    a_question_is_answered_and_another_is_not,
    a_meeting_is_followed_by_nothing,
    an_attachment_is_forgotten,
    its_user_says_no,
]


def outcome(world: World, hands: Hands) -> dict[str, Any]:
    """Tell everything that must be the same."""
    owed = sorted(world.owed(), key=lambda item: item.id)
    return {
        "ledger": [
            (item.id, item.kind, item.status, item.owes, item.due, item.evidence, item.counterparty, item.fulfilled_by)
            for item in owed
        ],
        "drafts": sorted(
            (str(draft["To"]), str(draft["Subject"]), str(draft["X-Prometido"])) for draft in world.drafts()
        ),
        "texts": sorted(text.split("PD:")[0].strip() for text in hands.draft_texts()),
        "open tasks": hands.open_tasks(),
    }


ABOUT_TASKS = [it_is_kept, the_task_is_ticked, its_user_says_no]


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


MOMENT = datetime(2026, 3, 12, 9, 5, tzinfo=MADRID)
ROUNDS = 6


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
        world.user.faults += [
            Fault(".", skip=number, times=1, lost=True, executed=executed),
            Fault("POST .*(drafts|events)$", times=2, lost=True, executed=executed),
        ]
        cycle = Cycle(firm=world.firm(), wrap=patient)
        states = []
        while not states or (states[-1] is not AccountState.OK and len(states) < ROUNDS):
            states.append(cycle.run(MOMENT + timedelta(minutes=len(states))).accounts[0].state)
        cycle.run(MOMENT + timedelta(minutes=9))
        assert states[-1] is AccountState.OK
        assert len(world.drafts()) == 1, number
        assert len(world.task_records()) == 1, number
        assert world.user.violations == []
