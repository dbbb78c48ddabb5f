"""Lives a firm may live, on this machine or at a provider, and what must be the same wherever they are lived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from daemon.account import Account
from daemon.cycle import Cycle
from daemon.ledger.accounts import AccountState
from rules.settlement import Verb
from tests.servers.breaking import Fault
from tests.worlds import MADRID, World

MOMENT = datetime(2026, 3, 12, 9, 5, tzinfo=MADRID)
ROUNDS = 6
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


class Hands:
    """What its user does with what was left, in a firm on this machine."""

    def __init__(self, world: World) -> None:
        self.world = world

    def draft_texts(self) -> list[str]:
        return [str(draft.get_content()) for draft in self.world.drafts()]

    def edit_draft(self) -> None:
        [path] = self.world.draft_files()
        path.write_bytes(path.read_bytes() + b"\r\nPD: una cosa mas.\r\n")

    def delete_draft(self) -> None:
        [path] = self.world.draft_files()
        path.unlink()

    def send_draft(self, when: str, old: str, new: str) -> str:
        [path] = self.world.draft_files()
        return self.world.user_sends(path, when, self.draft_texts()[0].replace(old, new))

    def tick_task(self) -> None:
        [path] = [path for path in (self.world.place / "Calendar").iterdir() if "VTODO" in path.read_text()]
        path.write_text(path.read_text().replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))

    def open_tasks(self) -> int:
        return sum("STATUS:COMPLETED" not in task for task in self.world.tasks())


def survives(world: Any, patient: Callable[[Account], Account], *faults: Fault) -> None:
    """Run cycles until one ends well, and one more: there must be one draft and one task."""
    world.user.faults += faults
    cycle = Cycle(firm=world.firm(), wrap=patient)
    states: list[AccountState] = []
    while not states or (states[-1] is not AccountState.OK and len(states) < ROUNDS):
        states.append(cycle.run(MOMENT + timedelta(minutes=len(states))).accounts[0].state)
    cycle.run(MOMENT + timedelta(minutes=9))
    assert states[-1] is AccountState.OK
    assert len(world.drafts()) == 1
    assert len(world.task_records()) == 1
    assert world.user.violations == []
