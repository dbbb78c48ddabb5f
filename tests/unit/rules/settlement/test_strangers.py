"""Who answers under another's name in a thread of his is listed, and nothing is left outside for it."""

from __future__ import annotations

import pytest

from rules.facts import Address
from rules.signals import Confidence
from tests.builders import ANA, PEDRO
from tests.talk import Talk, found

QUESTION = "¿Me confirma su número de cuenta?"


def asked_by(sender: Address, *, thread: str = "A", to: tuple[Address, ...] = (ANA,)) -> Talk:
    talk = Talk()
    promise = found("promise", "Mañana le envío la factura", due="2026-03-11", act="send")
    talk.we("2026-03-10 10:00", "Mañana le envío la factura.", promise)
    talk.they("2026-03-10 12:00", QUESTION, found("inquiry", QUESTION), sender=sender, to=to, thread=thread)
    return talk


def confidence(talk: Talk, sender: Address) -> Confidence:
    return talk.settled("2026-03-11 09:00", counterparty=sender)[0].confidence


@pytest.mark.parametrize(
    "sender",
    [
        Address(address="pedro@cliente-es.test", name=""),
        Address(address="pagos@cliente.example.evil.test", name=""),
        Address(address="x9@evil.test", name=PEDRO.name),
        Address(address="x9@evil.test", name="pedro@cliente.example"),
    ],
)
def test_a_look_alike_is_only_listed_until_we_write_to_it(sender: Address) -> None:
    talk = asked_by(sender)
    assert confidence(talk, sender) is Confidence.MAYBE
    talk.we("2026-03-10 13:00", "Un momento.", to=(sender,))
    assert confidence(talk, sender) is not Confidence.MAYBE


def test_his_accountant_is_heard_and_so_is_whoever_he_brings_in() -> None:
    accountant = Address(address="marta@gestoria.example", name="Marta Gil")
    assert confidence(asked_by(accountant), accountant) is not Confidence.MAYBE
    private = Address(address="pedro@gmail.com", name=PEDRO.name)
    talk = Talk()
    talk.they("2026-03-10 10:00", "Le copio a mi otra dirección.", to=(ANA, private))
    talk.they("2026-03-10 12:00", QUESTION, found("inquiry", QUESTION), sender=private)
    assert confidence(talk, private) is not Confidence.MAYBE


def test_who_begins_a_thread_of_his_own_is_nobody_elses_shadow() -> None:
    other = Address(address="pedro@otro.example", name="Pedro")
    assert confidence(asked_by(other, thread="B"), other) is not Confidence.MAYBE
