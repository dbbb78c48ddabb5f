"""Requests, quotes, stalls, rejections: what waits for the other side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.commitments import ChangeKind, Status
from rules.facts import Address, Automatic
from rules.signals import Amount, Confidence, Kind
from tests.talk import Talk, found

COLLEAGUE_OF_PEDRO = Address(address="sara@cliente.example")


def asked() -> Talk:
    talk = Talk()
    text = "¿Nos puede enviar la escritura de la finca?"
    talk.we("2026-03-10 10:00", text, found("request", text, act="send", thing="la escritura de la finca"))
    return talk


def quoted(amount: str | None = None, text: str = "Le adjunto el presupuesto del baño.") -> Talk:
    talk = Talk()
    sum_ = Amount(value=Decimal(amount), currency="EUR", text=f"{amount} €") if amount else None
    talk.we("2026-03-10 10:00", text, found("quote", "Le adjunto el presupuesto", amount=sum_), attachments=("P.pdf",))
    return talk


def test_a_request_is_overdue_after_three_working_days_and_rests_after_two_nudges() -> None:
    talk = asked()
    assert talk.first("2026-03-13 20:00").status is Status.OPEN
    assert talk.first("2026-03-14 09:00").status is Status.OVERDUE
    assert talk.first("2026-03-27 09:00").status is Status.OVERDUE
    rested = talk.first("2026-03-30 09:00")
    assert (rested.status, rested.history[-1].note) == (Status.ARCHIVED, "last_nudge")


def test_it_does_not_rest_without_a_complete_read() -> None:
    assert asked().first("2026-04-30 09:00", read_until="2026-03-20 09:00").status is Status.OVERDUE


def away(talk: Talk, told_on: str, back: str) -> Talk:
    talk.they(told_on, "Estoy fuera.", automatic=Automatic.OUT_OF_OFFICE)
    talk.traces[-1] = replace(talk.traces[-1], returns_on=date.fromisoformat(back))
    return talk


def test_it_does_not_rest_before_somebody_away_could_answer() -> None:
    talk = away(asked(), "2026-03-16 10:00", back="2026-04-21")
    assert talk.first("2026-04-24 09:00").status is Status.OVERDUE
    assert talk.first("2026-04-30 09:00").status is Status.ARCHIVED


def test_an_absence_told_of_later_wakes_nothing_that_rests() -> None:
    talk = away(asked(), "2026-04-16 10:00", back="2026-04-21")
    assert talk.first("2026-04-17 09:00").status is Status.ARCHIVED


def test_an_answer_from_their_colleague_in_a_new_thread_answers_it() -> None:
    talk = asked()
    talk.they(
        "2026-03-12 10:00",
        "Por encargo de Pedro le envío la escritura.",
        thread="B",
        subject="Escritura",
        sender=COLLEAGUE_OF_PEDRO,
        attachments=("E.pdf",),
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "attachment elsewhere"


@pytest.mark.parametrize(
    ("text", "automatic"),
    [
        ("Muchas gracias, quedo a la espera.", None),
        ("Todavía no la tengo.", None),
        ("Estoy de vacaciones hasta el día 30.", Automatic.OUT_OF_OFFICE),
    ],
)
def test_no_answer_is_in_these(text: str, automatic: Automatic | None) -> None:
    talk = asked()
    talk.they("2026-03-12 10:00", text, automatic=automatic)
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_asking_again_reminds_and_is_no_second_request() -> None:
    talk = asked()
    talk.we("2026-03-18 10:00", "Le recuerdo la escritura.", found("request", "Le recuerdo la escritura"))
    (commitment,) = talk.settled("2026-03-20 09:00")
    assert [change.what for change in commitment.history] == [ChangeKind.MADE, ChangeKind.NUDGED]


def test_a_draft_of_ours_that_was_sent_is_the_nudge_that_was_due() -> None:
    talk = asked()
    key = f"{talk.first('2026-03-16 09:00').id}/nudge.1"
    talk.we("2026-03-16 10:00", "Quedó pendiente lo de la finca, ¿cómo lo ve?", step_key=key)
    assert talk.first("2026-03-20 09:00").history[-1].what is ChangeKind.NUDGED


def test_their_promise_is_kept_by_any_real_reply_and_our_nudge_is_a_request_of_its_own() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00", "El jueves te digo.", found("promise", "El jueves te digo", due="2026-03-12", act="answer")
    )
    talk.we("2026-03-16 10:00", "¿Qué han decidido del baño?", found("request", "¿Qué han decidido del baño?"))
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.OVERDUE, Status.OVERDUE]
    talk.they("2026-03-20 10:00", "Al final esperamos al verano por la obra del vecino.")
    assert {item.fulfilled_by for item in talk.settled("2026-03-21 09:00")} == {"m3@example"}


def test_a_paper_promised_does_not_come_with_a_question_about_something_else() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00",
        "El viernes te mando el contrato.",
        found("promise", "El viernes te mando el contrato", due="2026-03-13", act="send", thing="el contrato"),
    )
    talk.they("2026-03-11 10:00", "¿A qué hora abrís mañana?", found("inquiry", "¿A qué hora abrís mañana?"))
    assert talk.first("2026-03-16 09:00").status is Status.OVERDUE


def test_they_take_their_promise_back() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00",
        "El viernes te mando el contrato.",
        found("promise", "El viernes te mando el contrato", due="2026-03-13", act="send", thing="el contrato"),
    )
    talk.they("2026-03-12 10:00", "Lo siento, al final no podemos firmar el contrato.")
    assert talk.first("2026-03-16 09:00").status is Status.CANCELLED


def test_a_small_quote_rests_after_three_weekly_nudges() -> None:
    talk = quoted("780")
    assert talk.first("2026-04-06 09:00").status is Status.OPEN
    assert talk.first("2026-04-07 09:00").status is Status.ARCHIVED


def test_a_large_quote_waits_longer() -> None:
    assert quoted("14300").first("2026-04-30 09:00").status is Status.OPEN
    assert quoted("14300").first("2026-05-04 09:00").status is Status.ARCHIVED


def test_without_an_amount_a_project_waits_as_a_large_quote_does() -> None:
    assert quoted().first("2026-04-30 09:00").status is Status.ARCHIVED
    assert quoted(text="Le adjunto el presupuesto del proyecto.").first("2026-04-30 09:00").status is Status.OPEN


@pytest.mark.parametrize(
    ("text", "kind", "note"),
    [
        ("De acuerdo con el presupuesto, adelante.", "acceptance", "won"),
        ("Hemos elegido otro proveedor.", "rejection", "lost"),
        ("¿Incluye la grifería?", "inquiry", "answered"),
    ],
)
def test_a_reply_closes_it_and_says_how(text: str, kind: str, note: str) -> None:
    talk = quoted()
    talk.they("2026-03-12 10:00", text, found(kind, text))
    assert talk.first("2026-03-20 09:00").history[-1].note == note


def test_a_thank_you_does_not() -> None:
    talk = quoted()
    talk.they("2026-03-12 10:00", "Recibido, muchas gracias.")
    assert talk.first("2026-03-20 09:00").status is Status.OPEN


def test_a_stall_makes_it_wait_for_its_day() -> None:
    talk = quoted("780")
    talk.they(
        "2026-03-12 10:00",
        "Llámeme el 20 de abril y lo vemos.",
        found("stall", "Llámeme el 20 de abril", due="2026-04-20"),
    )
    quote, stall = talk.settled("2026-04-15 09:00")
    assert (quote.status, quote.history[-1].note, str(quote.due)) == (Status.OPEN, "deferred", "2026-04-20")
    assert stall.status is Status.OPEN
    talk.they(
        "2026-04-16 10:00",
        "Ya lo hemos hablado, ¿cuándo podrían empezar?",
        found("inquiry", "¿cuándo podrían empezar?"),
    )
    assert [item.status for item in talk.settled("2026-04-17 09:00")[:2]] == [Status.FULFILLED, Status.FULFILLED]


def test_who_puts_it_off_to_a_month_is_left_in_peace_until_it_begins() -> None:
    talk = quoted("780")
    talk.they("2026-03-12 10:00", "Ahora no; hablamos en mayo.", found("stall", "Ahora no; hablamos en mayo"))
    assert {str(item.due) for item in talk.settled("2026-04-20 09:00")} == {"2026-05-01"}


def test_an_acceptance_in_a_new_thread_closes_the_only_quote() -> None:
    talk = quoted()
    talk.they(
        "2026-03-12 10:00",
        "Nos lo quedamos, adelante.",
        found("acceptance", "Nos lo quedamos, adelante"),
        thread="B",
        subject="lo de la ducha",
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "won"


@pytest.mark.parametrize(("amount", "quotes"), [(None, 1), ("250", 2)])
def test_the_paper_that_answers_a_yes_is_no_new_offer_unless_it_has_a_price(amount: str | None, quotes: int) -> None:
    talk = quoted()
    yes = replace(found("acceptance", "Adelante"), confidence=Confidence.SURE)
    talk.they("2026-03-12 10:00", "Adelante. Mándenos la factura proforma.", yes)
    sum_ = Amount(value=Decimal(amount), currency="EUR", text=f"{amount} €") if amount else None
    talk.we(
        "2026-03-12 11:00", "Va la proforma.", found("quote", "Va la proforma", amount=sum_), attachments=("F.pdf",)
    )
    assert sum(item.kind is Kind.QUOTE for item in talk.settled("2026-03-13 09:00")) == quotes


def test_of_two_quotes_only_the_one_accepted_is_won() -> None:
    talk = quoted()
    talk.we(
        "2026-03-10 11:00",
        "Le adjunto el presupuesto del toldo.",
        found("quote", "Le adjunto el presupuesto del toldo"),
        thread="B",
        subject="Toldo",
        attachments=("T.pdf",),
    )
    talk.they("2026-03-12 10:00", "Adelante.", found("acceptance", "Adelante"), thread="B", subject="Toldo")
    assert [item.status for item in talk.settled("2026-03-13 09:00")][:2] == [Status.OPEN, Status.FULFILLED]


@pytest.mark.parametrize("kind", ["rejection", "farewell"])
def test_who_left_is_never_overdue_and_recovered_when_they_come_back(kind: str) -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "A partir de junio no seguimos.", found(kind, "no seguimos"))
    talk.we("2026-03-10 11:00", "Lo entiendo, Pedro. Gracias por la confianza.")
    talk.they("2026-03-10 12:00", "Gracias a ti.")
    assert talk.first("2026-09-01 09:00").status is Status.OPEN
    talk.they("2026-09-02 12:00", "Hola, Ana, volvemos a necesitar ayuda con la oficina nueva.", thread="B")
    assert talk.first("2026-09-03 09:00").history[-1].note == "recovered"
    assert talk.first("2026-09-03 09:00").deal == "recovered"


def test_who_asks_to_be_left_alone_is_left_alone_for_ever() -> None:
    talk = quoted()
    talk.we(
        "2026-03-10 11:00",
        "Mañana le mando el plano.",
        found("promise", "Mañana le mando el plano", due="2026-03-11"),
        thread="B",
    )
    talk.they("2026-03-12 10:00", "No me escriban más.", found("opt_out", "No me escriban más"))
    talk.we("2026-03-20 10:00", "Mañana le mando las fotos.", found("promise", "Mañana le mando las fotos"), thread="C")
    found_ = talk.settled("2026-04-20 09:00")
    assert [(item.kind, item.status) for item in found_] == [
        ("quote", Status.CANCELLED),
        ("promise", Status.CANCELLED),
        ("opt_out", Status.CANCELLED),
    ]


def test_what_another_person_of_the_firm_owes_stays() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "¿Me manda el CIF?", found("request", "¿Me manda el CIF?"), to=(COLLEAGUE_OF_PEDRO,))
    talk.they("2026-03-12 10:00", "No me escriban más.", found("opt_out", "No me escriban más"), thread="B")
    assert [item.status for item in talk.settled("2026-03-20 09:00", counterparty=COLLEAGUE_OF_PEDRO)] == [
        Status.OVERDUE
    ]


def test_who_puts_it_off_and_says_when_he_will_answer_owes_the_answer() -> None:
    talk = quoted()
    talk.they(
        "2026-03-12 10:00",
        "Nos lo pensamos y el día 20 le digo.",
        found("stall", "Nos lo pensamos"),
        found("promise", "el día 20 le digo", due="2026-03-20", act="answer"),
    )
    quote, _, promise = talk.settled("2026-03-13 09:00")
    assert (quote.status, promise.status) == (Status.FULFILLED, Status.OPEN)


def test_one_message_reminds_once_however_often_it_asks() -> None:
    talk = asked()
    talk.we(
        "2026-03-18 10:00",
        "Le recuerdo la escritura. ¿Me la manda?",
        found("request", "Le recuerdo la escritura"),
        found("request", "¿Me la manda?"),
    )
    assert [change.what for change in talk.first("2026-03-20 09:00").history] == [ChangeKind.MADE, ChangeKind.NUDGED]


def test_their_decision_in_a_new_thread_is_the_answer_they_promised() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00", "El día 15 te digo.", found("promise", "El día 15 te digo", due="2026-03-15", act="answer")
    )
    talk.they(
        "2026-03-15 10:00", "Adelante con todo.", found("acceptance", "Adelante con todo"), thread="B", subject="ducha"
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "answered elsewhere"


def test_their_promise_to_call_is_kept_by_a_call_we_thank_for() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "Mañana te llamo.", found("promise", "Mañana te llamo", due="2026-03-11", act="call"))
    talk.we("2026-03-11 12:00", "Gracias por la llamada, queda anotado.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "held"


def test_our_question_does_not_make_their_condition_come_true() -> None:
    talk = Talk()
    evidence = "En cuanto nos paséis el plano os confirmamos"
    talk.they("2026-03-10 10:00", f"{evidence}.", found("promise", evidence, act="answer", conditional=True))
    talk.we("2026-03-11 10:00", "¿En qué formato lo queréis?", found("request", "¿En qué formato lo queréis?"))
    assert [item.kind for item in talk.settled("2026-03-20 09:00")] == ["request"]


def test_asking_for_what_they_promised_reminds_them_and_is_owed_by_itself() -> None:
    talk = Talk()
    talk.they(
        "2026-03-10 10:00",
        "El jueves te paso el listado.",
        found("promise", "El jueves te paso el listado", due="2026-03-12", act="send", thing="el listado"),
    )
    talk.we(
        "2026-03-16 10:00", "¿Nos envía el listado?", found("request", "¿Nos envía el listado?", thing="el listado")
    )
    promise, request = talk.settled("2026-03-20 09:00")
    assert promise.history[-1].what is ChangeKind.NUDGED
    assert request.status is Status.OVERDUE


def test_what_a_nudge_of_ours_asks_is_no_new_request() -> None:
    talk = quoted()
    key = f"{talk.first('2026-03-16 09:00').id}/nudge.1"
    talk.we(
        "2026-03-17 10:00", "¿Le ha surgido alguna duda?", found("request", "¿Le ha surgido alguna duda?"), step_key=key
    )
    (quote,) = talk.settled("2026-03-20 09:00")
    assert quote.history[-1].what is ChangeKind.NUDGED


@pytest.mark.parametrize(
    ("question", "act", "status"),
    [
        ("¿Le va bien el jueves a las diez?", "do", Status.FULFILLED),
        ("¿Nos manda la escritura?", "send", Status.OVERDUE),
    ],
)
def test_a_bare_yes_confirms_a_day_but_sends_nothing(question: str, act: str, status: Status) -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", question, found("request", question, act=act))
    talk.they("2026-03-10 11:00", "Sí, sin problema.")
    assert talk.first("2026-03-20 09:00").status is status
