"""What a crash, a full mailbox or a clock leaves half done is done by the next cycle, and done once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from connectors.errors import NoRoom
from daemon.ledger.accounts import AccountState, get_account
from rules.commitments import Status
from rules.settlement import Verb
from tests.chaos.twins import TwinFirm

PEDRO = "Pedro Marín <pedro@cliente.example>"
PROMISE = "Hola, {name}:\n\nMañana te mando {thing}.\n\nUn abrazo,\nAna"
REQUEST = "Hola, Pedro:\n\n¿Me puedes enviar el DNI? Lo necesito.\n\nUn abrazo,\nAna"


@pytest.fixture
def firm() -> Iterator[TwinFirm]:
    firm = TwinFirm()
    yield firm
    firm.close()


def promise(firm: TwinFirm, thing: str = "el presupuesto", person: str = PEDRO) -> str:
    text = PROMISE.format(name=person.split(maxsplit=1)[0], thing=thing)
    return firm.write(text, ours=True, person=person, subject=thing.capitalize())


def draft_texts(firm: TwinFirm) -> list[str]:
    return [stored.raw.decode() for stored in firm.posts["ana"].mailbox.drafts.values()]


def test_a_draft_for_which_there_was_no_room_is_left_once_there_is(firm: TwinFirm) -> None:
    promise(firm)
    firm.now += timedelta(days=3)
    firm.posts["ana"].wires.fail_next("create_draft", NoRoom("the mailbox is full"))
    report = firm.cycle()
    assert report is not None
    [account] = report.accounts
    assert (account.state, account.reason) == (AccountState.BACKOFF, "the mailbox is full")
    assert account.acted.tasks == 1
    report = firm.cycle()
    assert report is not None
    assert report.ok
    assert len(draft_texts(firm)) == 1


def test_a_mailbox_that_stays_full_is_told_of_once(firm: TwinFirm) -> None:
    promise(firm)
    firm.now += timedelta(days=3)
    began = firm.now
    with capture_logs() as logs:
        for _ in range(3):
            firm.posts["ana"].wires.fail_next("create_draft", NoRoom("the mailbox is full"))
            firm.cycle()
            firm.now += timedelta(hours=1)
        firm.cycle()
    said = [(log["state"], log["log_level"]) for log in logs if log["event"] == "account"]
    assert said == [("backoff", "warning"), ("ok", "info")]
    with firm.firm.engine.connect() as connection:
        assert get_account(connection, "ana").since == began + timedelta(hours=3)


def test_a_draft_sent_before_its_proof_was_written_is_not_written_again(firm: TwinFirm) -> None:
    firm.write(REQUEST, ours=True, person=PEDRO, subject="DNI")
    firm.now += timedelta(days=7)
    effects = 1
    while not firm.posts["ana"].mailbox.drafts:
        firm.cycle(crash_at=effects)
        effects += 1
    [ref] = firm.posts["ana"].mailbox.drafts
    firm.stop()
    firm.now += timedelta(hours=1)
    firm.send_draft("ana", ref, keeps_marks=False)
    for _ in range(3):
        firm.now += timedelta(hours=1)
        assert firm.cycle() is not None
    assert draft_texts(firm) == []
    assert sum(firm.posts["ana"].mailbox.created.values()) == 1


def test_what_a_draft_was_to_carry_is_still_in_it_after_a_crash(firm: TwinFirm) -> None:
    promise(firm, "el presupuesto")
    promise(firm, "las fotos")
    firm.now += timedelta(days=3)
    for effects in range(1, 40):
        if firm.cycle(crash_at=effects) is not None:
            break
    firm.cycle()
    [text] = draft_texts(firm)
    assert "el presupuesto" in text
    assert "las fotos" in text


def test_what_remains_of_a_draft_taken_back_is_written_anew_at_once(firm: TwinFirm) -> None:
    first = promise(firm, "el presupuesto")
    promise(firm, "las fotos")
    firm.now += timedelta(days=3)
    firm.cycle()
    kept = "Hola, Pedro:\n\nTe adjunto el presupuesto.\n\nUn abrazo,\nAna"
    firm.write(kept, ours=True, person=PEDRO, subject="Re: El presupuesto", reply_to=first, attached=True)
    firm.now += timedelta(hours=1)
    firm.cycle()
    [text] = draft_texts(firm)
    assert "las fotos" in text
    assert "presupuesto" not in text


def test_a_first_contact_cut_off_stays_as_quiet_as_one_that_was_not(firm: TwinFirm) -> None:
    for number in range(14):
        promise(firm, "el contrato", f"Persona{number} Gil <p{number}@cliente{number}.example>")
    firm.now += timedelta(days=3)
    while len(firm.posts["ana"].mailbox.drafts) < 4:
        firm.cycle(crash_at=60 + 4 * len(firm.posts["ana"].mailbox.drafts))
    firm.stop()
    firm.cycle()
    assert len(firm.posts["ana"].mailbox.drafts) == 10


def test_the_users_no_stands_when_the_clock_was_ahead_as_he_said_it(firm: TwinFirm) -> None:
    promise(firm)
    firm.cycle()
    [item] = firm.owed()
    firm.now += timedelta(days=400)
    firm.say(item.id, Verb.DISMISS)
    firm.now -= timedelta(days=399)
    for _ in range(5):
        firm.write("Gracias.", ours=False, person=PEDRO, subject="Otra cosa")
        firm.now += timedelta(days=1)
        firm.cycle()
    assert [item.status for item in firm.owed()] == [Status.DISMISSED]
    assert draft_texts(firm) == []


def test_a_word_on_what_the_clock_says_is_yet_to_come_is_taken(firm: TwinFirm) -> None:
    promise(firm)
    firm.cycle()
    [item] = firm.owed()
    firm.now -= timedelta(days=2)
    assert firm.say(item.id, Verb.DISMISS).status is Status.DISMISSED
