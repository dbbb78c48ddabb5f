"""A promise of ours, from the mail that makes it to the mail that keeps it, in a real mailbox and calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.commitments import Status
from rules.settlement import Verb
from rules.signals import Kind
from tests.worlds import ANA, PEDRO, World

PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_promise_gets_a_task_at_once_and_a_draft_the_working_day_after_it_was_due(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    assert len(world.tasks()) == 1
    assert "DUE;VALUE=DATE:20260311" in world.tasks()[0]
    assert world.drafts() == []
    world.cycle("2026-03-11 20:00")
    assert world.drafts() == []
    world.cycle("2026-03-12 09:05")
    [draft] = world.drafts()
    assert draft["To"] == "Pedro Marín <pedro@cliente.example>"
    assert draft["Subject"] == "Re: Reforma de la cocina"
    assert draft["In-Reply-To"] == "<m1@world.example>"
    assert draft["X-Prometido"] == f"{world.only().id}/late"
    body = draft.get_content()
    assert "el presupuesto" in body
    assert "martes 10" in body
    assert "miércoles 11" in body


def test_fifty_cycles_over_its_own_draft_leave_one_draft_and_one_task(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    for number in range(50):
        world.cycle(f"2026-03-{12 + number // 25:02} {9 + number % 25 // 5:02}:{number % 5 * 10:02}")
    assert len(world.draft_files()) == 1
    assert len(world.tasks()) == 1


def test_the_mail_that_keeps_it_closes_it_completes_the_task_and_takes_the_draft_back(world: World) -> None:
    first = world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    assert len(world.draft_files()) == 1
    kept = world.we_write(
        "Buenos días, Pedro:\n\nLe adjunto el presupuesto.\n\nUn saludo,\nAna",
        "2026-03-12 11:00",
        reply_to=first,
        subject="Re: Reforma de la cocina",
        attachments=("Presupuesto.pdf",),
    )
    world.cycle("2026-03-12 11:30")
    [promise] = [item for item in world.owed() if item.kind == "promise"]
    assert promise.status is Status.FULFILLED
    assert promise.fulfilled_by == kept
    assert world.draft_files() == []
    assert "STATUS:COMPLETED" in world.tasks()[0]


def test_a_draft_the_user_edited_is_left_alone_when_the_promise_is_kept(world: World) -> None:
    first = world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    [path] = world.draft_files()
    path.write_bytes(path.read_bytes() + b"\r\nPD: una cosa mas.\r\n")
    world.we_write("Le adjunto el presupuesto.", "2026-03-12 11:00", reply_to=first, attachments=("Presupuesto.pdf",))
    world.cycle("2026-03-12 11:30")
    assert len(world.draft_files()) == 1


@pytest.mark.parametrize("is_edited", [False, True])
def test_what_falls_late_beside_an_unsent_draft_is_said_in_it(world: World, is_edited: bool) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.we_write("Hola, Pedro: el jueves le envío los planos.", "2026-03-10 12:00", subject="Planos")
    world.cycle("2026-03-12 09:05")
    [path] = world.draft_files()
    if is_edited:
        path.write_bytes(path.read_bytes() + b"\r\nPD: una cosa mas.\r\n")
    world.cycles("2026-03-12 10:00", "2026-03-13 09:05", "2026-03-13 09:10", "2026-03-16 09:05")
    [draft] = world.drafts()
    assert "presupuesto" in draft.get_content()
    assert ("planos" in draft.get_content()) is not is_edited


def test_a_draft_the_user_deleted_is_never_written_again(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    world.draft_files()[0].unlink()
    world.cycles("2026-03-12 10:00", "2026-03-13 09:05", "2026-03-20 09:05")
    assert world.draft_files() == []
    assert world.only().status is Status.DISMISSED


def test_a_draft_the_user_sent_with_a_new_day_renews_the_promise(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    text = world.drafts()[0].get_content().replace("«[día nuevo, uno que se pueda cumplir]»", "el martes 17")
    world.user_sends(world.draft_files()[0], "2026-03-12 12:00", text)
    world.cycle("2026-03-12 12:30")
    promise = world.only()
    assert promise.status is Status.OPEN
    assert promise.due is not None
    assert promise.due.isoformat() == "2026-03-17"
    world.cycle("2026-03-18 09:05")
    [again] = world.drafts()
    assert again["X-Prometido"].startswith(f"{promise.id}/")


def test_a_task_the_user_completed_closes_the_promise(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    [path] = [path for path in (world.place / "Calendar").iterdir() if "VTODO" in path.read_text()]
    path.write_text(path.read_text().replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    world.cycles("2026-03-10 11:00", "2026-03-12 09:05")
    assert world.only().status is Status.FULFILLED
    assert world.drafts() == []


def test_nothing_is_left_on_a_weekend_or_a_holiday(world: World) -> None:
    world.we_write("Hola Pedro:\n\nEl jueves te mando el plano.\n\nUn saludo,\nAna", "2026-03-31 10:00")
    # Maundy Thursday and Good Friday, then the weekend.
    world.cycles("2026-04-02 09:05", "2026-04-03 09:05", "2026-04-04 09:05", "2026-04-05 12:00")
    assert world.drafts() == []
    world.cycle("2026-04-06 09:05")
    assert len(world.drafts()) == 1


def test_the_users_word_is_final(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    told = world.say(world.only().id[:4], Verb.DISMISS, "2026-03-10 11:00")
    assert told.status is Status.DISMISSED
    world.cycles("2026-03-10 11:05", "2026-03-12 09:05")
    assert world.drafts() == []
    assert "STATUS:COMPLETED" in world.tasks()[0]


def test_a_dry_run_touches_nothing(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    before = {path: path.read_bytes() for path in world.place.rglob("*") if path.is_file() and "Mail" in path.parts}
    report = world.cycle("2026-03-12 09:05", dry_run=True)
    assert report.accounts[0].acted.drafts == 1
    assert world.drafts() == []
    assert before == {path: path.read_bytes() for path in before}
    world.cycle("2026-03-12 09:05")
    assert len(world.drafts()) == 1


def test_an_attachment_that_was_forgotten_is_told_at_once(world: World) -> None:
    world.we_write("Hola Pedro:\n\nTe adjunto el plano de la cocina.\n\nUn saludo,\nAna", "2026-03-10 19:40")
    world.cycle("2026-03-10 19:45")
    [draft] = world.drafts()
    assert "el plano" in draft.get_content()
    assert len(world.tasks()) == 1


def test_a_mailbox_that_is_suddenly_empty_makes_nothing_overdue(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.they_write("Gracias.", "2026-03-10 11:00")
    world.cycle("2026-03-10 11:30")
    for path in (world.place / "Mail" / "INBOX" / "cur").iterdir():
        path.unlink()
    report = world.cycle("2026-03-12 09:05")
    assert not report.ok
    assert world.only().status is Status.OPEN
    assert world.drafts() == []


def test_a_meeting_that_stood_in_the_calendar_for_weeks_is_noticed_when_it_has_ended(world: World) -> None:
    world.they_write("Nos vemos el miércoles.", "2026-03-02 10:00")
    world.meet("Visita de obra", "2026-03-11 10:00", "2026-03-11 11:00", "pedro@cliente.example", "ana@estudio.example")
    world.cycles("2026-03-02 12:00", "2026-03-11 12:00", "2026-03-12 09:05", "2026-03-13 09:05")
    [draft] = world.drafts()
    assert "miércoles 11" in draft.get_content()


def test_a_message_taken_in_before_its_own_date_counts_from_its_date(world: World) -> None:
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-09 12:00")
    assert world.owed() == []
    world.cycles("2026-03-10 12:00", "2026-03-12 09:05")
    assert len(world.drafts()) == 1


def test_a_forged_message_of_ours_keeps_no_promise_and_hides_none_that_does(world: World) -> None:
    first = world.we_write(PROMISE, "2026-03-10 10:12")
    forged = {"Authentication-Results": "mx.estudio.example; spf=fail; dkim=none; dmarc=fail"}
    text = "Le adjunto el presupuesto."
    more: dict[str, Any] = {"reply_to": first, "message_id": "same@world.example", "attachments": ("presupuesto.pdf",)}
    world.they_write(text, "2026-03-11 10:00", sender=ANA, to=PEDRO, headers=forged, **more)
    world.cycle("2026-03-11 11:00")
    assert world.only().status is Status.OPEN
    world.we_write(text, "2026-03-11 12:00", **more)
    world.cycle("2026-03-11 13:00")
    assert [item.kind for item in world.owed(Status.FULFILLED)] == [Kind.PROMISE]


TWO_PROMISES = [
    ("Hola Pedro:\n\nMañana te mando el plano y el viernes la factura.\n\nAna", "el plano", "la factura"),
    ("Hola Pedro:\n\nEl plano te lo mando mañana; la factura, el viernes.\n\nAna", "El plano", "la factura"),
    ("Hi Pedro,\n\nI'll send you the plan tomorrow and the invoice on Friday.\n\nAna", "the plan", "the invoice"),
]


@pytest.mark.parametrize(("text", "first", "second"), TWO_PROMISES)
def test_two_promises_of_one_sentence_are_kept_one_by_one(world: World, text: str, first: str, second: str) -> None:
    thread = world.we_write(text, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    assert {(item.object, str(item.due)) for item in world.owed()} == {(first, "2026-03-11"), (second, "2026-03-13")}
    world.we_write("Aquí tienes.", "2026-03-11 12:00", reply_to=thread, attachments=("Plano.pdf",))
    world.cycle("2026-03-16 09:05")
    assert {item.object: item.status for item in world.owed()} == {first: Status.FULFILLED, second: Status.OVERDUE}
    [draft] = world.drafts()
    assert second in draft.get_content()
    assert first.lower() not in draft.get_content()


@pytest.mark.parametrize(("text", "first", "second"), TWO_PROMISES)
def test_two_promises_of_one_sentence_forgotten_are_one_draft(world: World, text: str, first: str, second: str) -> None:
    world.we_write(text, "2026-03-10 10:12")
    world.cycles("2026-03-16 09:05", "2026-03-17 09:05")
    [draft] = world.drafts()
    assert first.lower() in draft.get_content().lower()
    assert second in draft.get_content()


def test_what_is_left_of_what_was_promised_together_is_asked_for_alone(world: World) -> None:
    thread = world.we_write("Hola Pedro:\n\nMañana te mando el plano y la factura.\n\nAna", "2026-03-10 10:12")
    world.we_write("Te adjunto el plano.", "2026-03-11 12:00", reply_to=thread, attachments=("Plano.pdf",))
    world.cycle("2026-03-12 09:05")
    [draft] = world.drafts()
    assert "la factura" in draft.get_content()
    assert "el plano" not in draft.get_content()
