"""Inquiries, complaints, acceptances, forgotten attachments, loose ends, meetings."""

from __future__ import annotations

import pytest

from rules.commitments import Status
from rules.facts import Address, Automatic
from rules.signals import Kind
from tests.builders import PEDRO
from tests.talk import Talk, found

QUESTION = "¿Cuánto costaría cambiar la bañera por un plato de ducha?"


def inquired() -> Talk:
    talk = Talk()
    talk.they("2026-03-10 10:00", QUESTION, found("inquiry", QUESTION))
    return talk


def test_an_inquiry_is_due_the_next_working_day() -> None:
    assert inquired().first("2026-03-11 20:00").status is Status.OPEN
    assert inquired().first("2026-03-12 09:00").status is Status.OVERDUE


@pytest.mark.parametrize(
    "text",
    ["Entre 2.400 y 2.900 €, según el alicatado.", "¿De qué medidas es el baño y en qué piso está?"],
)
def test_our_first_real_reply_answers_it(text: str) -> None:
    talk = inquired()
    talk.we("2026-03-11 10:00", text)
    assert talk.first("2026-03-20 09:00").fulfilled_by == "m2@example"


def test_a_promise_answers_it_and_carries_what_is_owed() -> None:
    talk = inquired()
    talk.we(
        "2026-03-11 10:00",
        "Lo calculo y te digo el viernes.",
        found("promise", "Lo calculo y te digo el viernes", due="2026-03-13", act="answer"),
    )
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.FULFILLED, Status.OVERDUE]


@pytest.mark.parametrize(
    ("text", "automatic"),
    [("Recibido, gracias por su preferencia.", None), ("Le responderemos en 24 horas.", Automatic.OUT_OF_OFFICE)],
)
def test_an_acknowledgement_does_not(text: str, automatic: Automatic | None) -> None:
    talk = inquired()
    talk.we("2026-03-11 10:00", text, automatic=automatic)
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_an_answer_in_a_new_thread_names_what_was_asked() -> None:
    talk = inquired()
    talk.we("2026-03-11 10:00", "El plato de ducha sale por 2.400 €.", thread="B", subject="Su consulta")
    assert talk.first("2026-03-20 09:00").history[-1].note == "named elsewhere"
    other = inquired()
    other.we("2026-03-11 10:00", "El sábado cerramos.", thread="B", subject="Horario")
    assert other.first("2026-03-20 09:00").status is Status.OVERDUE


def test_the_first_mail_that_somebody_gets_from_us_answers_him_in_whatever_thread() -> None:
    talk = inquired()
    text = "Claro que sí, trabajamos también en agosto y pasamos a medir cuando le venga bien."
    talk.we("2026-03-11 10:00", text, thread="B", subject="Buenos días")
    assert talk.first("2026-03-20 09:00").history[-1].note == "answered elsewhere"
    known = Talk()
    known.we("2026-03-01 10:00", "Feliz año.", thread="Z", subject="Felicitación")
    known.they("2026-03-10 10:00", "¿Cuánto cuesta el plato de ducha?", found("inquiry", "¿Cuánto cuesta el plato?"))
    known.we("2026-03-11 10:00", text, thread="B", subject="Buenos días")
    assert known.first("2026-03-20 09:00").status is Status.OVERDUE


def test_an_acceptance_wants_our_reply_however_short() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "Adelante con la obra.", found("acceptance", "Adelante con la obra"))
    assert talk.first("2026-03-12 09:00").status is Status.OVERDUE
    talk.we("2026-03-12 10:00", "Muchas gracias, Pedro.")
    assert talk.first("2026-03-13 09:00").status is Status.FULFILLED


def test_a_complaint_is_due_the_same_day_and_a_new_one_starts_again() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "La ducha desagua mal.", found("complaint", "La ducha desagua mal"))
    assert talk.first("2026-03-11 00:00").status is Status.OVERDUE
    talk.we("2026-03-11 10:00", "Lo siento mucho. El sábado va Mario y lo deja resuelto.")
    talk.they("2026-03-17 10:00", "Sigue igual de mal.", found("complaint", "Sigue igual de mal"))
    assert [item.status for item in talk.settled("2026-03-18 09:00")] == [Status.FULFILLED, Status.OVERDUE]
    assert talk.first("2026-03-18 09:00").deal == "complaint"


def test_a_forgotten_attachment_is_repaired_by_sending_it() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Adjunto el informe.", found("missing_attachment", "Adjunto el informe"))
    talk.we("2026-03-10 10:10", "Perdón, se me fue el dedo.")
    assert talk.first("2026-03-11 09:00").status is Status.OVERDUE
    talk.we("2026-03-11 10:10", "Ahora sí.", attachments=("Informe.pdf",))
    assert talk.first("2026-03-12 09:00").status is Status.FULFILLED


def test_or_by_sending_it_in_a_thread_of_its_own() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Adjunto el informe.", found("missing_attachment", "Adjunto el informe"))
    talk.we("2026-03-10 11:00", "Adjunto la factura.", thread="B", subject="Factura", attachments=("F.pdf",))
    assert talk.first("2026-03-10 12:00").status is Status.OPEN
    talk.we("2026-03-10 13:00", "El informe, ahora sí.", thread="C", subject="Informe", attachments=("Informe.pdf",))
    assert talk.first("2026-03-10 14:00").status is Status.FULFILLED


@pytest.mark.parametrize("by", ["we", "they"])
def test_a_loose_end_is_tied_up_by_any_later_message(by: str) -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Cualquier cosa me llamas.", found("no_agreement", "Cualquier cosa me llamas"))
    talk.they("2026-03-10 12:00", "¿Y el toldo?", thread="B", subject="Toldo")
    assert talk.first("2026-03-12 09:00").status is Status.OVERDUE
    getattr(talk, by)("2026-03-12 10:00", "¿Nos vemos el martes a las 10?")
    assert talk.first("2026-03-13 09:00").status is Status.FULFILLED


def test_a_draft_of_ours_is_never_a_loose_end() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "Cualquier cosa me dice.",
        found("no_agreement", "Cualquier cosa me dice"),
        step_key="abc/late",
    )
    assert talk.settled("2026-03-13 09:00") == ()


def test_a_question_they_take_back_is_cancelled() -> None:
    talk = inquired()
    talk.they("2026-03-10 12:00", "Olvídalo, ya lo hemos resuelto nosotros.")
    assert talk.first("2026-03-13 09:00").status is Status.CANCELLED


def test_after_a_meeting_something_in_writing_is_owed() -> None:
    talk = Talk()
    talk.they(
        "2026-03-01 10:00", "See you on Tuesday at the site, we look forward to it and to the plans for the kitchen."
    )
    talk.met("2026-03-10 10:00", "2026-03-10 11:00")
    meeting = talk.first("2026-03-12 09:00")
    assert (meeting.kind, meeting.status, meeting.evidence) == (Kind.MEETING, Status.OVERDUE, "Visita de obra")
    assert (meeting.counterparty, meeting.message_id, meeting.language) == (PEDRO, "e1", "en")
    talk.we("2026-03-12 10:00", "Te resumo lo que acordamos ayer en la obra.")
    assert talk.first("2026-03-13 09:00").status is Status.FULFILLED


def test_a_next_meeting_that_stands_will_do() -> None:
    talk = Talk()
    talk.met("2026-03-10 10:00", "2026-03-10 11:00")
    talk.met("2026-03-24 10:00", "2026-03-24 11:00")
    assert talk.first("2026-03-20 09:00").history[-1].note == "next_meeting"


def test_a_meeting_called_off_or_among_ourselves_wants_nothing() -> None:
    talk = Talk()
    talk.met("2026-03-10 10:00", "2026-03-10 11:00", cancelled=True)
    talk.met("2026-03-10 12:00", "2026-03-10 13:00", Address(address="lucia@estudio.example"))
    assert talk.settled("2026-03-20 09:00") == ()


def test_a_whole_day_in_the_calendar_is_no_meeting_to_write_up() -> None:
    talk = Talk()
    talk.met("2026-03-10 00:00", "2026-03-11 00:00", all_day=True)
    assert talk.settled("2026-03-20 09:00") == ()


def test_with_who_opted_out_no_meeting_is_written_up() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "No me escriban más.", found("opt_out", "No me escriban más"))
    talk.met("2026-03-11 10:00", "2026-03-11 11:00")
    assert [item.kind for item in talk.settled("2026-03-20 09:00")] == [Kind.OPT_OUT]


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        ("¿Podemos dejarlo para las diez?", "Perfecto.", Status.FULFILLED),
        ("¿Puedo firmar ya el anexo?", "Sí, claro. Gracias.", Status.FULFILLED),
        ("Could we move it to three?", "Yes, that's fine.", Status.FULFILLED),
        ("¿Te interesa el curso?", "No, gracias.", Status.FULFILLED),
        ("¿Cuánto costaría la ducha?", "Perfecto, gracias.", Status.OVERDUE),
        ("¿Me pasa el precio de la ducha?", "Ok, recibido.", Status.OVERDUE),
        ("When can you come?", "Sure, thanks.", Status.OVERDUE),
    ],
)
def test_a_bare_yes_answers_what_can_be_answered_by_yes(question: str, answer: str, status: Status) -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", question, found("inquiry", question))
    talk.we("2026-03-10 11:00", answer)
    assert talk.first("2026-03-20 09:00").status is status


def test_a_quote_in_another_thread_answers_who_asked_for_a_price() -> None:
    talk = Talk()
    question = "¿Cuánto saldría y cuánto demoran?"
    talk.they("2026-03-10 10:00", question, found("inquiry", question))
    talk.we("2026-03-10 17:00", "Son 640 €.", found("quote", "Son 640 €"), thread="B", attachments=("cot.pdf",))
    assert talk.first("2026-03-13 09:00").fulfilled_by is not None
