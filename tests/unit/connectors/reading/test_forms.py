"""Mail that a web form or a portal writes for somebody."""

from __future__ import annotations

import pytest

from connectors.protocols import FolderRole, MessageParts
from connectors.reading.build import build
from connectors.reading.forms import read_form, writes_forms
from rules.facts import Address, Direction
from rules.reading import read
from tests.builders import US, at

SPANISH = """\
Tiene una nueva solicitud de presupuesto.

Nombre: Leonor Paz
Correo electrónico: leonor@gmail.example
Teléfono: 600 000 000
Mensaje: Busco gestoría para un alta de autónomos.
¿Qué precio tiene?

--
Enviado desde el formulario de contacto
"""
ENGLISH = """\
*Name:* Ulla Berg
*Your email:* Ulla.Berg@berg.example
*Message:*
Hello, do you have a berth in August?

Page: https://estudio.example/contact
"""
NOW = at("2026-03-10 12:00")


@pytest.mark.parametrize(
    ("text", "address", "name", "says"),
    [
        (
            SPANISH,
            "leonor@gmail.example",
            "Leonor Paz",
            "Busco gestoría para un alta de autónomos.\n¿Qué precio tiene?",
        ),
        (ENGLISH, "ulla.berg@berg.example", "Ulla Berg", "Hello, do you have a berth in August?"),
    ],
)
def test_a_form_tells_who_filled_it_in_and_what_he_says(text: str, address: str, name: str, says: str) -> None:
    form = read_form(text)
    assert form is not None
    assert (form.person.address, form.person.name, form.text) == (address, name, says)


@pytest.mark.parametrize(
    "text",
    [
        "Hola:\n\nLe adjunto el plano. Mi correo: leonor@gmail.example\n\nUn saludo",
        "Nombre: Leonor Paz\nMensaje: ¿Qué precio tiene?",
        "Email: leonor@gmail.example, eva@gmail.example\nMensaje: ¿Qué precio tiene?",
        "Correo: leonor@gmail.example\nMensaje:\n\n--\nfin",
        "",
    ],
)
def test_what_names_nobody_or_says_nothing_is_no_form(text: str) -> None:
    assert read_form(text) is None


def from_(sender: str, *, role: FolderRole = FolderRole.INBOX) -> tuple[Address, Direction, bool]:
    headers = {
        "From": sender,
        "To": "ana@estudio.example",
        "Reply-To": "attacker@evil.example",
        "Auto-Submitted": "auto-generated",
        "Date": "Tue, 10 Mar 2026 10:12:00 +0100",
    }
    parts = MessageParts(headers=tuple(headers.items()), plain=SPANISH, html=None, attachments=())
    message = build(parts, role=role, account="despacho", us=US, received=NOW, now=NOW)
    return message.sender, message.direction, read(message).automatic is None


@pytest.mark.parametrize("sender", ["web@estudio.example", "Portal <noreply@portal.example>"])
def test_it_is_his_word_and_neither_ours_nor_a_machines(sender: str) -> None:
    assert from_(sender) == (Address(address="leonor@gmail.example"), Direction.INBOUND, True)


def test_what_a_person_forwards_or_we_sent_stays_its_senders() -> None:
    assert from_("eva@cliente.example")[0].address == "eva@cliente.example"
    assert from_("ana@estudio.example", role=FolderRole.SENT)[0].address == "ana@estudio.example"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("web@host.example", True),
        ("contact-form@site.example", True),
        ("formularios@site.example", True),
        ("eva@webdesign.example", False),
        ("platform@forms.example", False),
        ("webber@site.example", False),
    ],
)
def test_a_site_writes_from_an_address_that_says_so(address: str, *, expected: bool) -> None:
    assert writes_forms(Address(address=address)) is expected
    text = from_(f"Estudio <{address}>")[0].address
    assert (text == "leonor@gmail.example") is expected
