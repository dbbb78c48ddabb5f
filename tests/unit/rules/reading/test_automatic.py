"""Automatic mail is nobody's word."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts import Address, Automatic
from rules.reading import read
from tests.builders import a_message

AWAY = "Estoy fuera de la oficina hasta el viernes 20 de marzo. Responderé a mi vuelta."


def kind(
    *,
    headers: dict[str, str] | None = None,
    sender: str = "pedro@cliente.example",
    subject: str = "Obra",
    text: str = "Le confirmo el lunes.",
) -> Automatic | None:
    return read(
        a_message(text, outbound=False, headers=headers, sender=Address(address=sender), subject=subject)
    ).automatic


@pytest.mark.parametrize(
    "headers",
    [
        {"auto-submitted": "auto-generated"},
        {"auto-submitted": "auto-notified; owner-email=x"},
        {"precedence": "Bulk"},
        {"precedence": "list"},
        {"precedence": "junk"},
        {"list-id": "<vecinos.listas.example>"},
        {"list-unsubscribe": "<mailto:baja@listas.example>"},
        {"feedback-id": "1:x"},
        {"x-auto-response-suppress": "All"},
        {"return-path": "<>"},
        {"content-type": "text/calendar; method=REPLY"},
    ],
)
def test_headers_of_machines_and_lists_are_bulk(headers: dict[str, str]) -> None:
    assert kind(headers=headers) is Automatic.BULK


@pytest.mark.parametrize(
    "sender",
    [
        "no-reply@tienda.example",
        "noreply@x.example",
        "wordpress@web.example",
        "no.responder@x.example",
        "pedidos+bounces@x.example",
        "notificaciones@x.example",
    ],
)
def test_senders_that_cannot_be_answered_are_bulk(sender: str) -> None:
    assert kind(sender=sender) is Automatic.BULK


@pytest.mark.parametrize(
    "sender", ["arnoreply@x.example", "pedro.reply@x.example", "alertas.garcia@x.example", "info@x.example"]
)
def test_people_with_names_of_that_kind_are_people(sender: str) -> None:
    assert kind(sender=sender) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"x-failed-recipients": "a@b.example"},
        {"content-type": 'multipart/report; report-type="delivery-status"; boundary=x'},
        {"return-path": "<>"},
    ],
)
def test_a_bounce_is_a_bounce(headers: dict[str, str]) -> None:
    assert kind(headers=headers, subject="Undeliverable: Obra") is Automatic.BOUNCE


@pytest.mark.parametrize(
    "sender",
    ["mailer-daemon@x.example", "postmaster@x.example", "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example"],
)
def test_a_mail_daemon_only_bounces(sender: str) -> None:
    assert kind(sender=sender.lower()) is Automatic.BOUNCE


def test_a_read_receipt_is_no_bounce() -> None:
    assert kind(
        headers={
            "content-type": "multipart/report; report-type=disposition-notification",
            "auto-submitted": "auto-replied",
        }
    ) is (Automatic.OUT_OF_OFFICE)


@pytest.mark.parametrize(
    "headers", [{"auto-submitted": "auto-replied (vacation)"}, {"precedence": "auto_reply"}, {"x-autoreply": "yes"}]
)
def test_headers_of_an_automatic_reply_are_enough(headers: dict[str, str]) -> None:
    expected = Automatic.OUT_OF_OFFICE if headers != {"auto-submitted": "auto-replied (vacation)"} else Automatic.BULK
    assert kind(headers=headers) is expected


@pytest.mark.parametrize(
    "subject",
    [
        "Respuesta automática: Obra",
        "Automatic reply: Obra",
        "Out of Office: Obra",
        "Fuera de la oficina",
        "Resposta automàtica: Obra",
        "Resposta automática: Obra",
        "Réponse automatique : Obra",
        "Risposta automatica: Obra",
        "Automatische Antwort: Obra",
        "Abwesenheitsnotiz: Obra",
    ],
)
def test_the_subject_of_an_automatic_reply_is_enough(subject: str) -> None:
    assert kind(subject=subject) is Automatic.OUT_OF_OFFICE


@pytest.mark.parametrize(
    "text",
    [
        "Estoy de vacaciones hasta el lunes.",
        "I am on annual leave until Monday.",
        "Soc fora de l'oficina.",
        "Estou de férias.",
        "Je suis absent.",
        "Sono fuori sede.",
        "Ich bin derzeit nicht im Büro.",
    ],
)
def test_a_machine_that_says_it_is_away_is_out_of_office(text: str) -> None:
    assert kind(text=text, headers={"auto-submitted": "auto-generated"}) is Automatic.OUT_OF_OFFICE
    assert kind(text=f"{text} Este es un mensaje automático.") is Automatic.OUT_OF_OFFICE
    assert kind(text=text, subject="Ausencia") is Automatic.OUT_OF_OFFICE


def test_a_person_who_writes_that_he_is_away_has_written() -> None:
    assert kind(text="Estoy de vacaciones hasta el lunes, te contesto a la vuelta.") is None
    assert kind(subject="Ausencia de un trabajador", text="Le confirmo el lunes lo de la baja.") is None
    assert kind(subject="Re: Respuesta automática: Obra") is None


def test_the_return_date_is_taken_from_an_out_of_office_reply_alone() -> None:
    away = a_message(AWAY, outbound=False, subject="Respuesta automática: Obra")
    assert read(away).returns_on == date(2026, 3, 21)
    assert read(a_message(AWAY, outbound=False)).returns_on is None


def test_our_own_bulk_mail_is_bulk() -> None:
    assert read(a_message(headers={"precedence": "bulk"})).automatic is Automatic.BULK
