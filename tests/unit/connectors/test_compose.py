"""A draft becomes a message that is known again unless somebody edits it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

import pytest

from connectors.compose import MAX_REFERENCES, to_mime
from connectors.marks import fingerprint
from connectors.protocols import Draft
from rules.facts import Address
from tests.builders import ANA, PEDRO, at

DRAFT = Draft(
    key="c1/draft",
    message_id="c1.draft@prometido.example",
    sender=Address(address=ANA.address, name="Ana Ruiz Núñez"),
    to=(PEDRO, Address(address="eva@cliente.example", name='Gil, "Eva"')),
    cc=(Address(address="luis@estudio.example"),),
    subject="Re: Reforma de la cocina y del baño de la segunda planta, presupuesto y plazos de entrega",
    text="Hola Pedro:\n\nLe prometí el presupuesto el martes 10. "
    + "Aún no está y lo siento. " * 20
    + "\n\nFrom ayer.\n.\n\nUn saludo,\nAna\n",
    date=at("2026-03-12 09:00"),
    in_reply_to="m1@cliente.example",
    references=("m0@estudio.example", "m1@cliente.example"),
)


def parsed(draft: Draft) -> email.message.EmailMessage:
    message = email.message_from_bytes(to_mime(draft), policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def test_the_message_says_what_the_draft_says() -> None:
    message = parsed(DRAFT)
    assert message["From"].addresses[0].display_name == "Ana Ruiz Núñez"
    assert [person.addr_spec for person in message["To"].addresses] == ["pedro@cliente.example", "eva@cliente.example"]
    assert message["To"].addresses[1].display_name == 'Gil, "Eva"'
    assert message["Subject"] == DRAFT.subject
    assert message["Message-ID"] == "<c1.draft@prometido.example>"
    assert message["In-Reply-To"] == "<m1@cliente.example>"
    assert message["References"].split() == ["<m0@estudio.example>", "<m1@cliente.example>"]
    assert message["X-Prometido"] == "c1/draft"
    assert message["Date"].datetime == DRAFT.date
    assert message.get_content().replace("\r\n", "\n") == DRAFT.text
    assert message.get_content_type() == "text/plain"


def test_every_line_is_short_and_ends_with_crlf() -> None:
    raw = to_mime(DRAFT)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert raw.isascii()


def test_nothing_can_be_slipped_into_the_headers() -> None:
    evil = "x\r\nBcc: evil@x.example"
    message = parsed(
        replace(
            DRAFT,
            subject=evil,
            key=evil,
            message_id=evil,
            in_reply_to=evil,
            references=(evil,),
            sender=Address(address=ANA.address, name=evil),
            to=(PEDRO, Address(address=f"a@b.example{evil}"), Address(address="c@d.example", name=evil)),
        )
    )
    assert message["Bcc"] is None
    assert message["Subject"] == "x Bcc: evil@x.example"
    assert [person.addr_spec for person in message["To"].addresses] == ["pedro@cliente.example", "c@d.example"]
    assert message["Message-ID"] is message["References"] is message["In-Reply-To"] is None


def test_control_and_bidi_characters_are_dropped() -> None:
    message = parsed(replace(DRAFT, subject="Obra \u202enueva\x07", text="uno\x00\x1b[31m \u2066dos\r\ntres\ttab"))
    assert message["Subject"] == "Obra nueva"
    assert message.get_content() == "uno[31m dos\r\ntres\ttab\r\n"


@pytest.mark.parametrize("subject", ["", "=?utf-8?q?x?=", "a" * 300, "ñ" * 400, "Obra"])
def test_any_subject_survives(subject: str) -> None:
    assert (parsed(replace(DRAFT, subject=subject))["Subject"] or "") == subject


def test_a_long_thread_is_named_by_its_first_and_its_last_messages() -> None:
    named = parsed(replace(DRAFT, references=tuple(f"{number}@x.example" for number in range(100))))[
        "References"
    ].split()
    assert len(named) == MAX_REFERENCES + 1
    assert (named[0], named[-2], named[-1]) == ("<0@x.example>", "<99@x.example>", "<m1@cliente.example>")


def test_a_long_message_id_stays_as_it_is() -> None:
    known = "a" * 200 + "@x.example"
    assert f"\r\nIn-Reply-To: <{known}>\r\n".encode() in to_mime(replace(DRAFT, in_reply_to=known))


def resent(policy: email.policy.EmailPolicy) -> bytes:
    """The same message as a server or client writes it again."""
    message = parsed(DRAFT)
    message.replace_header("Message-ID", "<otro@servidor.example>")
    del message["X-Prometido"]
    text = message.get_content()
    message.set_content(text.replace("lo siento. Aún", "lo siento.\nAún"), cte="base64")
    return message.as_bytes(policy=policy)


@pytest.mark.parametrize(
    "policy",
    [email.policy.default, email.policy.SMTP, email.policy.SMTP.clone(max_line_length=40), email.policy.SMTPUTF8],
)
def test_a_message_written_anew_by_a_program_has_the_same_fingerprint(policy: email.policy.EmailPolicy) -> None:
    assert fingerprint(resent(policy)) == fingerprint(to_mime(DRAFT))


def test_other_line_ends_make_no_difference() -> None:
    raw = to_mime(DRAFT)
    assert fingerprint(raw.replace(b"\r\n", b"\n")) == fingerprint(raw)


@pytest.mark.parametrize(
    "edited",
    [
        replace(DRAFT, subject=f"{DRAFT.subject}!"),
        replace(DRAFT, text=DRAFT.text.replace("martes 10", "martes 17")),
        replace(DRAFT, to=(PEDRO,)),
        replace(DRAFT, cc=()),
        replace(DRAFT, to=(PEDRO,), cc=(*DRAFT.cc, DRAFT.to[1])),
    ],
)
def test_what_a_person_edits_has_another_fingerprint(edited: Draft) -> None:
    assert fingerprint(to_mime(edited)) != fingerprint(to_mime(DRAFT))
