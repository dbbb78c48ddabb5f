"""A holding reply renews what is owed, and discharges nothing."""

from __future__ import annotations

import pytest

from rules.commitments import ChangeKind, Status
from tests.talk import Talk, found


def a_contract_promised() -> Talk:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "El jueves te envío el contrato revisado.",
        found(
            "promise",
            "El jueves te envío el contrato revisado",
            due="2026-03-12",
            act="send",
            thing="el contrato revisado",
        ),
    )
    return talk


@pytest.mark.parametrize(
    ("text", "evidence", "holding"),
    [
        ("Sigo con ello, te lo envío el lunes.", "te lo envío el lunes", False),
        ("Se me ha complicado. Lo tienes el lunes sin falta.", "Lo tienes el lunes sin falta", False),
        ("El contrato te lo mando el lunes.", "El contrato te lo mando el lunes", False),
        ("Mira, te digo algo el lunes.", "te digo algo el lunes", True),
    ],
)
def test_it_gets_a_new_day_and_stays_one_commitment(text: str, evidence: str, *, holding: bool) -> None:
    talk = a_contract_promised()
    talk.we("2026-03-12 18:00", text, found("promise", evidence, due="2026-03-16", act="send", holding=holding))
    (commitment,) = talk.settled("2026-03-13 09:00")
    assert (commitment.status, str(commitment.due), commitment.renewals) == (Status.OPEN, "2026-03-16", 1)
    assert talk.first("2026-03-17 09:00").status is Status.OVERDUE


def test_a_new_day_that_is_not_named_is_the_usual_term_from_then() -> None:
    talk = a_contract_promised()
    talk.we(
        "2026-03-12 18:00", "Sigo con ello, te lo mando en breve.", found("promise", "te lo mando en breve", act="send")
    )
    assert str(talk.first("2026-03-13 09:00").due) == "2026-03-16"


def test_after_two_holding_replies_the_thing_itself_keeps_it() -> None:
    talk = a_contract_promised()
    talk.we(
        "2026-03-12 18:00",
        "Todavía no lo terminé, lo tienes el lunes.",
        found("promise", "lo tienes el lunes", due="2026-03-16"),
    )
    talk.we(
        "2026-03-16 18:00",
        "Se me ha complicado, mañana sin falta lo tienes.",
        found("promise", "mañana sin falta lo tienes", due="2026-03-17"),
    )
    talk.we("2026-03-17 12:00", "Por fin. Aquí lo tienes.", attachments=("contrato_v3.docx",))
    (commitment,) = talk.settled("2026-03-20 09:00")
    assert [change.what for change in commitment.history] == [
        ChangeKind.MADE, ChangeKind.RENEWED, ChangeKind.RENEWED, ChangeKind.FULFILLED,
    ]  # fmt: skip


def test_a_part_delivered_leaves_the_rest_owed() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "El miércoles te mando el balance y la memoria.",
        found(
            "promise",
            "El miércoles te mando el balance y la memoria",
            due="2026-03-11",
            act="send",
            thing="el balance y la memoria",
        ),
    )
    talk.we(
        "2026-03-11 18:00",
        "Acá va el balance. La memoria te la paso el viernes.",
        found("promise", "La memoria te la paso el viernes", due="2026-03-13", act="send", thing="La memoria"),
        attachments=("Balance.pdf",),
    )
    (commitment,) = talk.settled("2026-03-12 09:00")
    assert (str(commitment.due), commitment.history[-1].note) == ("2026-03-13", "partial")
    talk.we("2026-03-13 10:00", "Y aquí la memoria.", attachments=("Memoria.pdf",))
    assert talk.first("2026-03-20 09:00").fulfilled_by == "m3@example"


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Al final lo tendréis el jueves.", "Al final lo tendréis el jueves"),
        ("Prefiero mandároslo el jueves, ya firmado.", "Prefiero mandároslo el jueves"),
        ("Seguimos con el contrato; se os enviará el jueves.", "se os enviará el jueves"),
        ("Todavía estamos trabajando en el contrato y el jueves va.", "el jueves va"),
        ("Mil disculpas, se nos cayó el sistema toda la mañana. El jueves lo tenés.", "El jueves lo tenés"),
    ],
)
def test_what_points_back_to_the_thing_promised_puts_it_off(text: str, evidence: str) -> None:
    talk = a_contract_promised()
    talk.we("2026-03-16 18:00", text, found("promise", evidence, due="2026-03-19", act="send"))
    (commitment,) = talk.settled("2026-03-17 09:00")
    assert (str(commitment.due), commitment.renewals) == ("2026-03-19", 1)


def test_what_points_back_to_something_else_just_named_is_a_promise_of_its_own() -> None:
    talk = a_contract_promised()
    text = "He visto las ventanas del patio con el carpintero y hay que cambiarlas. El jueves las presupuestamos."
    talk.we("2026-03-11 18:00", text, found("promise", "El jueves las presupuestamos", due="2026-03-19"))
    assert len(talk.settled("2026-03-17 09:00")) == 2


def test_asked_after_it_the_same_promised_again_is_a_renewal() -> None:
    talk = a_contract_promised()
    talk.they("2026-03-16 09:00", "¿Cuándo tendremos el contrato?", found("inquiry", "¿Cuándo tendremos el contrato?"))
    talk.we(
        "2026-03-16 10:00",
        "Disculpa, te lo mando el jueves.",
        found("promise", "te lo mando el jueves", due="2026-03-19", act="send"),
    )
    promise, inquiry = talk.settled("2026-03-17 09:00")
    assert (promise.status, promise.history[-1].note) == (Status.OPEN, "repeated")
    assert inquiry.fulfilled_by == "m3@example"


def test_with_the_thing_delivered_a_new_promise_is_a_new_commitment() -> None:
    talk = a_contract_promised()
    talk.we(
        "2026-03-12 18:00",
        "Te adjunto el contrato. El lunes te llamo para repasarlo.",
        found("promise", "El lunes te llamo para repasarlo", due="2026-03-16", act="call"),
        attachments=("contrato.docx",),
    )
    kept, new = talk.settled("2026-03-13 09:00")
    assert (kept.status, new.status) == (Status.FULFILLED, Status.OPEN)


def test_a_promise_of_something_else_renews_nothing() -> None:
    talk = a_contract_promised()
    talk.we(
        "2026-03-11 18:00",
        "La semana que viene te paso el precio del autocar.",
        found(
            "promise",
            "La semana que viene te paso el precio del autocar",
            due="2026-03-20",
            act="send",
            thing="el precio del autocar",
        ),
    )
    old, new = talk.settled("2026-03-17 09:00")
    assert (old.status, new.status) == (Status.OVERDUE, Status.OPEN)


def test_their_holding_reply_renews_their_own_promise() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00",
        "El jueves os mando los textos.",
        found("promise", "El jueves os mando los textos", due="2026-03-12", act="send", thing="los textos"),
    )
    talk.they(
        "2026-03-12 19:00",
        "No he llegado con los textos. Los tenéis el día 20.",
        found("promise", "Los tenéis el día 20", due="2026-03-20", act="send"),
    )
    (commitment,) = talk.settled("2026-03-17 09:00")
    assert (commitment.status, str(commitment.due)) == (Status.OPEN, "2026-03-20")


def test_putting_our_request_off_renews_it_and_is_a_promise_of_theirs() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "¿Nos puede enviar la escritura?",
        found("request", "¿Nos puede enviar la escritura?", act="send"),
    )
    talk.they(
        "2026-03-11 10:00",
        "Claro, se la mando el viernes.",
        found("promise", "se la mando el viernes", due="2026-03-13", act="send"),
    )
    request, promise = talk.settled("2026-03-12 09:00")
    assert (request.status, str(request.due)) == (Status.OPEN, "2026-03-13")
    assert promise.status is Status.OPEN
    talk.they("2026-03-13 12:00", "Aquí la tiene.", attachments=("Escritura.pdf",))
    assert {item.fulfilled_by for item in talk.settled("2026-03-16 09:00")} == {"m3@example"}


def test_what_no_file_is_called_by_is_what_is_left() -> None:
    talk = Talk()
    evidence = "Esta tarde te mando el certificado, la nota simple y las fotos"
    thing = "el certificado, la nota simple y las fotos"
    talk.we("2026-03-09 10:00", f"{evidence}.", found("promise", evidence, due="2026-03-09", act="send", thing=thing))
    talk.we(
        "2026-03-10 10:00",
        "Te paso la nota simple y las fotos; me falta el certificado, que te lo mando el miércoles.",
        found("promise", "te lo mando el miércoles", due="2026-03-11", act="send"),
        attachments=("nota.pdf", "fotos.zip"),
    )
    (commitment,) = talk.settled("2026-03-11 09:00")
    assert (commitment.object, str(commitment.due)) == ("el certificado", "2026-03-11")


@pytest.mark.parametrize(
    ("rest", "again"),
    [
        ("el resto", "el resto te lo paso el viernes"),
        ("la última", "la última te la paso el viernes"),
        ("las otras dos", "las otras dos te las paso el viernes"),
    ],
)
def test_the_rest_of_what_was_promised_is_no_new_promise(rest: str, again: str) -> None:
    talk = Talk()
    evidence = "El martes te mando las 40 fichas"
    talk.we(
        "2026-03-09 10:00",
        f"{evidence}.",
        found("promise", evidence, due="2026-03-10", act="send", thing="las 40 fichas"),
    )
    talk.we(
        "2026-03-10 10:00",
        f"Te adjunto las 25 primeras fichas; {again}.",
        found("promise", again, due="2026-03-13", act="send", thing=rest),
        attachments=("fichas.pdf",),
    )
    (commitment,) = talk.settled("2026-03-12 09:00")
    assert (str(commitment.due), commitment.history[-1].note) == ("2026-03-13", "partial")


def conditional() -> Talk:
    talk = Talk()
    evidence = "Cuando me mande el permiso le preparo la solicitud"
    talk.we(
        "2026-03-10 10:00", f"{evidence}.", found("promise", evidence, act="do", thing="la solicitud", conditional=True)
    )
    return talk


def test_a_promise_that_waits_for_their_act_is_nothing_before_it() -> None:
    talk = conditional()
    talk.they("2026-03-10 12:00", "Vale, gracias. Tengo que pedir la cita todavía.")
    assert talk.settled("2026-04-20 09:00") == ()


def test_it_is_owed_from_the_day_its_condition_comes_true() -> None:
    talk = conditional()
    talk.they("2026-03-16 10:00", "Aquí lo tiene.", attachments=("permiso.pdf",))
    commitment = talk.first("2026-03-17 09:00")
    assert (commitment.status, str(commitment.due)) == (Status.OPEN, "2026-03-18")
    assert commitment.history[-1].what is ChangeKind.CONDITION_MET
    talk.we("2026-03-16 10:30", "Recibido. Gracias.")
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE
    talk.we("2026-03-20 10:30", "Le adjunto la solicitud para firmar.", attachments=("Solicitud.pdf",))
    assert talk.first("2026-03-21 09:00").status is Status.FULFILLED


def test_a_yes_meets_it_whatever_comes_with_it() -> None:
    talk = conditional()
    talk.they(
        "2026-03-16 10:00",
        "Buenas noticias: aceptamos. Va el escrito del casero.",
        found("acceptance", "aceptamos"),
        attachments=("escrito.pdf",),
    )
    assert [item.kind.value for item in talk.settled("2026-03-17 09:00")] == ["promise", "acceptance"]


def test_half_of_what_was_asked_with_the_rest_promised_does_not_meet_it() -> None:
    talk = conditional()
    talk.they(
        "2026-03-16 10:00",
        "Le mando el seguro. El permiso se lo hago llegar cuando me lo den.",
        found("promise", "El permiso se lo hago llegar cuando me lo den", act="send"),
        attachments=("seguro.pdf",),
    )
    assert [item.owes for item in talk.settled("2026-03-30 09:00")] == ["them"]


def test_done_although_the_condition_was_never_seen_it_is_kept() -> None:
    talk = conditional()
    talk.we("2026-03-20 10:30", "Le adjunto la solicitud para firmar.", attachments=("Solicitud.pdf",))
    assert talk.first("2026-03-21 09:00").status is Status.FULFILLED


def test_their_condition_is_met_by_us() -> None:
    talk = Talk()
    evidence = "En cuanto nos paséis el plano os confirmamos"
    talk.they("2026-03-10 10:00", f"{evidence}.", found("promise", evidence, act="answer", conditional=True))
    assert talk.settled("2026-03-20 09:00") == ()
    talk.we("2026-03-20 10:00", "Os paso el plano.", attachments=("Plano.pdf",))
    assert talk.first("2026-03-20 11:00").status is Status.OPEN


def test_a_part_delivered_with_no_day_for_the_rest_stays_due_when_it_was() -> None:
    talk = a_contract_promised()
    talk.we("2026-03-12 18:00", "De momento va el borrador; todavía me falta el anexo.", attachments=("borrador.docx",))
    assert talk.first("2026-03-16 09:00").status is Status.OVERDUE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Perfecto, así lo hacemos entonces.", None),
        ("Voy a pedirlo en la gestoría.", None),
        ("¿Qué permiso es ese, el de 2024?", "inquiry"),
        ("De momento lo dejamos ahí.", "stall"),
        ("¿Vale el de 2024 con tasa 11,20?", "request"),
    ],
)
def test_these_do_not_meet_the_condition(text: str, kind: str | None) -> None:
    talk = conditional()
    talk.they("2026-03-12 10:00", text, *([found(kind, text.rstrip("."))] if kind else []))
    assert [item for item in talk.settled("2026-04-20 09:00") if item.kind == "promise"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("El permiso lo recogió ayer Ana en su oficina.", None),
        ("Matrícula 4417 KJD, bastidor 88213.", None),
        ("De acuerdo, adelante.", "acceptance"),
        ("Ya está enviado por mensajero.", None),
    ],
)
def test_these_do(text: str, kind: str | None) -> None:
    talk = conditional()
    talk.they("2026-03-12 10:00", text, *([found(kind, text.rstrip("."))] if kind else []))
    assert [item.status for item in talk.settled("2026-04-20 09:00") if item.kind == "promise"] == [Status.OVERDUE]


def test_elsewhere_only_the_thing_itself_does() -> None:
    talk = conditional()
    talk.they("2026-03-12 10:00", "Hablamos del permiso.", thread="B", subject="Otra cosa")
    assert talk.settled("2026-04-20 09:00") == ()
    talk.they("2026-03-13 10:00", "Va el permiso.", thread="B", subject="Otra cosa", attachments=("Permiso.pdf",))
    assert talk.first("2026-04-20 09:00").status is Status.OVERDUE


def test_an_attachment_of_something_else_is_not_what_was_asked_for() -> None:
    talk = conditional()
    text = "Le paso el logotipo vectorial para la rotulación de la furgoneta."
    talk.they("2026-03-12 10:00", text, attachments=("logo.svg",))
    assert talk.settled("2026-04-20 09:00") == ()
    talk.they("2026-03-13 10:00", "Ahora sí.", attachments=("scan0017.pdf",))
    assert talk.first("2026-04-20 09:00").status is Status.OVERDUE
