"""When is what we promised kept? And what only looks like it?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.commitments import ChangeKind, DueFrom, Status
from rules.facts import Address, Automatic
from rules.settlement import circle_of, commitment_id
from rules.signals import Kind, Party
from tests.builders import PEDRO
from tests.talk import Talk, found

LUCIA = Address(address="lucia@estudio.example", name="Lucía Mora")
PURCHASING = Address(address="compras@cliente.example")
STRANGER = Address(address="otro@vecino.example")


def promised(
    evidence: str = "Mañana le envío el presupuesto",
    *,
    due: str | None = "2026-03-11",
    act: str = "send",
    thing: str | None = None,
) -> Talk:
    talk = Talk()
    talk.we("2026-03-10 10:00", f"{evidence}.", found("promise", evidence, due=due, act=act, thing=thing))
    return talk


def test_it_is_open_until_the_end_of_the_day_it_is_due() -> None:
    talk = promised()
    assert talk.first("2026-03-11 23:59").status is Status.OPEN
    assert talk.first("2026-03-12 00:00").status is Status.OVERDUE


def test_it_is_not_overdue_without_a_complete_read_after_its_day() -> None:
    talk = promised()
    assert talk.first("2026-03-20 09:00", read_until="2026-03-11 20:00").status is Status.OPEN
    assert talk.first("2026-03-20 09:00", read_until=None).status is Status.OPEN
    assert talk.first("2026-03-20 09:00", read_until="2026-03-12 00:00").status is Status.OVERDUE


def test_what_lasts_until_a_day_is_over_then_and_nobody_is_late() -> None:
    talk = Talk()
    kept_free = replace(found("promise", "Le guardo la fecha hasta el viernes", due="2026-03-13"), lasts=True)
    talk.we("2026-03-10 10:00", "Le guardo la fecha hasta el viernes.", kept_free)
    assert talk.first("2026-03-13 20:00").status is Status.OPEN
    assert talk.first("2026-03-16 09:00", read_until="2026-03-13 20:00").status is Status.OPEN
    lapsed = talk.first("2026-03-16 09:00")
    assert (lapsed.status, lapsed.history[-1].note) == (Status.CANCELLED, "lapsed")


def test_without_a_day_in_the_text_it_is_due_in_two_working_days() -> None:
    talk = promised("En breve recibirá el presupuesto", due=None)
    commitment = talk.first("2026-03-10 12:00")
    assert str(commitment.due) == "2026-03-12"
    assert commitment.due_from is DueFrom.RULE


def test_it_says_where_it_comes_from() -> None:
    commitment = promised().first("2026-03-10 12:00")
    assert commitment.counterparty == PEDRO
    assert commitment.owes is Party.US
    assert commitment.rule == "test.promise"
    assert commitment.id == commitment_id("m1@example", Kind.PROMISE, Party.US, "Mañana le envío el  presupuesto")
    assert [change.what for change in commitment.history] == [ChangeKind.MADE]


def test_an_attachment_in_the_thread_keeps_it_even_late() -> None:
    talk = promised()
    talk.we("2026-03-13 09:00", "Le adjunto lo prometido.", attachments=("Ppto_0417.pdf",))
    commitment = talk.first("2026-03-20 09:00")
    assert commitment.status is Status.FULFILLED
    assert commitment.fulfilled_by == "m2@example"
    assert commitment.history[-1].note == "attachment"


def test_a_link_in_the_thread_keeps_it() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "Lo tiene aquí: https://nube.estudio.example/p/1")
    assert talk.first("2026-03-20 09:00").history[-1].note == "link"


def test_an_answer_promised_is_kept_by_answering() -> None:
    talk = promised("Lo miro y te digo algo el miércoles", act="answer")
    talk.we(
        "2026-03-11 09:00", "Con la base de 1.320 € la cuota te queda en 415 € al mes, y el plazo termina en junio."
    )
    assert talk.first("2026-03-20 09:00").fulfilled_by == "m2@example"


def test_a_report_that_it_is_done_keeps_it() -> None:
    talk = promised("El miércoles les hago la transferencia", act="do", thing="la transferencia")
    talk.we("2026-03-11 09:00", "Transferencia hecha esta mañana, operación 441290.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "reported"


def test_a_colleague_keeps_it_too() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "De parte de Ana, adjunto el presupuesto.", sender=LUCIA, attachments=("P.pdf",))
    assert talk.first("2026-03-20 09:00").history[-1].note == "attachment colleague"


def test_another_address_of_their_firm_will_do() -> None:
    talk = promised("Mañana le hacemos llegar las tarifas nuevas", thing="las tarifas nuevas")
    talk.we(
        "2026-03-11 09:00",
        "Les envío las tarifas vigentes.",
        thread="B",
        subject="Tarifas",
        to=(PURCHASING,),
        attachments=("T.pdf",),
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "attachment elsewhere"


def test_what_goes_to_another_firm_discharges_nothing() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "Le adjunto el presupuesto.", thread="B", to=(STRANGER,), attachments=("P.pdf",))
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_naming_the_thing_in_another_thread_keeps_it() -> None:
    talk = promised("Mañana te digo los horarios de los vuelos", act="answer", thing="los horarios de los vuelos")
    talk.we(
        "2026-03-11 09:00",
        "Los horarios de los vuelos quedan así: ida 08:35, vuelta 19:40.",
        thread="B",
        subject="Lisboa",
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "named elsewhere"


def test_a_reply_that_lost_its_references_is_known_by_its_subject() -> None:
    talk = promised("Lo consulto y mañana le digo", act="answer")
    talk.we(
        "2026-03-11 09:00",
        "Consultado: se puede hacer sin licencia, basta la comunicación previa.",
        thread="B",
        subject="Re: Obra de la calle Mayor",
    )
    assert talk.first("2026-03-20 09:00").status is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        ("Muchas gracias, Pedro, me vienen muy bien.", ()),
        ("Recibido, Pedro. Gracias.", ()),
        ("Va quedando muy bien, aún me falta una partida.", ()),
        ("¿Me puede mandar las medidas? Sin ellas no lo cierro.", ()),
        ("Sí, el anexo puede firmarlo ya.", ()),
        ("Le adjunto la factura de febrero.", ("Factura_12.pdf",)),
    ],
)
def test_these_keep_no_promise_of_a_quote(text: str, attachments: tuple[str, ...]) -> None:
    talk = promised()
    talk.they("2026-03-10 12:00", "¿Puedo firmar ya el anexo?", found("inquiry", "¿Puedo firmar ya el anexo?"))
    signals = [found("request", "¿Me puede mandar las medidas?")] if "medidas" in text else []
    talk.we("2026-03-11 09:00", text, *signals, attachments=attachments)
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_nor_does_an_attachment_of_another_matter_elsewhere() -> None:
    talk = promised("Mañana le mando el plano de la cocina", thing="el plano de la cocina")
    talk.we(
        "2026-03-11 09:00",
        "Adjunto la factura del mes.",
        thread="B",
        subject="Factura 88",
        attachments=("Factura_88.pdf",),
    )
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_a_proposal_keeps_the_promise_of_a_quote() -> None:
    talk = promised()
    talk.we(
        "2026-03-11 09:00",
        "Le envío la propuesta que comentamos.",
        thread="B",
        subject="Propuesta",
        attachments=("Propuesta.pdf",),
    )
    assert talk.first("2026-03-20 09:00").status is Status.FULFILLED


def test_of_two_promises_each_is_kept_by_its_own_thing() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "Mañana le mando las mediciones. El viernes le llega el pliego.",
        found("promise", "Mañana le mando las mediciones", due="2026-03-11", act="send", thing="las mediciones"),
        found("promise", "El viernes le llega el pliego", due="2026-03-13", act="send", thing="el pliego"),
    )
    talk.we("2026-03-11 09:00", "Van las mediciones.", attachments=("Mediciones.xlsx",))
    kept, owed = talk.settled("2026-03-20 09:00")
    if kept.due and owed.due and kept.due > owed.due:
        kept, owed = owed, kept
    assert (kept.status, owed.status) == (Status.FULFILLED, Status.OVERDUE)


def test_automatic_mail_of_ours_keeps_nothing_and_promises_nothing() -> None:
    talk = promised()
    talk.we(
        "2026-03-11 09:00",
        "Le enviaremos el presupuesto en 24 horas.",
        found("promise", "Le enviaremos el presupuesto en 24 horas"),
        automatic=Automatic.BULK,
    )
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.OVERDUE]


def test_what_bounced_was_not_delivered() -> None:
    talk = promised()
    talk.we(
        "2026-03-11 09:00",
        "Le adjunto el presupuesto.",
        found("quote", "Le adjunto el presupuesto"),
        attachments=("P.pdf",),
    )
    talk.they(
        "2026-03-11 09:01",
        "Undelivered",
        sender=Address(address="mailer-daemon@mx.example"),
        automatic=Automatic.BOUNCE,
    )
    (commitment,) = talk.settled("2026-03-20 09:00")
    assert commitment.status is Status.OVERDUE
    assert commitment.history[-1].what is ChangeKind.BOUNCED


def test_sent_again_after_a_bounce_it_is_kept_by_the_second() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    talk.they(
        "2026-03-11 09:01",
        "Undelivered",
        sender=Address(address="mailer-daemon@mx.example"),
        automatic=Automatic.BOUNCE,
    )
    talk.we("2026-03-11 10:00", "Por tamaño le dejo el enlace: https://nube.estudio.example/p/1")
    assert talk.first("2026-03-20 09:00").fulfilled_by == "m4@example"


def test_they_say_that_they_have_it() -> None:
    talk = promised("Mañana te llega el pliego", thing="el pliego")
    talk.they("2026-03-12 09:00", "El pliego me llegó ayer por mensajero, todo correcto.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "received"


@pytest.mark.parametrize("by", ["we", "they"])
def test_a_call_that_was_held_keeps_the_promise_to_call(by: str) -> None:
    talk = promised("Mañana por la mañana le llamo", act="call")
    if by == "we":
        talk.we("2026-03-11 12:00", "Como hemos hablado por teléfono, dejamos las dos furgonetas a todo riesgo.")
    else:
        talk.they("2026-03-11 12:00", "Gracias por la llamada, me queda claro lo de los plazos.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "held"


def test_a_call_that_failed_does_not() -> None:
    talk = promised("Mañana por la mañana le llamo", act="call")
    talk.we(
        "2026-03-11 19:00",
        "Le he llamado dos veces y me salta el buzón. Vuelvo a intentarlo el viernes.",
        found("promise", "Vuelvo a intentarlo el viernes", due="2026-03-13"),
    )
    (commitment,) = talk.settled("2026-03-20 09:00")
    assert (commitment.status, str(commitment.due)) == (Status.OVERDUE, "2026-03-13")


def test_a_document_sent_does_not_stand_for_a_call_promised() -> None:
    talk = promised("El miércoles le llamo para ver sus comentarios", act="call")
    talk.we("2026-03-10 12:00", "Le comparto el manual corregido.", attachments=("Manual.docx",))
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_a_meeting_in_the_calendar_keeps_the_promise_to_come() -> None:
    talk = promised("El miércoles me paso por la obra", act="meet")
    talk.met("2026-03-11 10:00", "2026-03-11 11:00")
    commitment = talk.first("2026-03-20 09:00")
    assert commitment.status is Status.FULFILLED
    assert commitment.fulfilled_by is None
    assert commitment.history[-1].note == "event"


def test_a_meeting_with_somebody_else_does_not_nor_one_called_off_nor_one_before_it_was_promised() -> None:
    talk = promised("El miércoles me paso por la obra", act="meet")
    talk.met("2026-03-11 10:00", "2026-03-11 11:00", STRANGER)
    talk.met("2026-03-11 10:00", "2026-03-11 11:00", cancelled=True)
    talk.met("2026-03-09 10:00", "2026-03-09 11:00")
    statuses = {item.kind: item.status for item in talk.settled("2026-03-20 09:00")}
    assert statuses[Kind.PROMISE] is Status.OVERDUE


def test_they_let_us_off() -> None:
    talk = promised()
    talk.they("2026-03-11 08:00", "Ya no hace falta, al final se encarga el administrador. Gracias igualmente.")
    commitment = talk.first("2026-03-20 09:00")
    assert commitment.status is Status.CANCELLED
    assert commitment.history[-1].note == "let_off"


def test_being_let_off_one_thing_leaves_the_other() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "Mañana le mando el plano.",
        found("promise", "Mañana le mando el plano", due="2026-03-11", act="send", thing="el plano"),
    )
    talk.we(
        "2026-03-10 10:30",
        "Y mañana le mando la memoria.",
        found("promise", "mañana le mando la memoria", due="2026-03-11", act="send", thing="la memoria"),
    )
    talk.they("2026-03-11 08:00", "El plano ya no hace falta.")
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.CANCELLED, Status.OVERDUE]


def test_not_minding_the_delay_is_not_letting_off() -> None:
    talk = promised()
    talk.they("2026-03-12 08:00", "No te preocupes por el retraso.")
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_we_take_it_back() -> None:
    talk = promised("El miércoles le entrego la maqueta", thing="la maqueta")
    talk.we("2026-03-11 08:00", "Lamento decirle que al final no podemos hacer la maqueta.")
    commitment = talk.first("2026-03-20 09:00")
    assert (commitment.status, commitment.history[-1].note) == (Status.CANCELLED, "withdrawn")


def test_they_put_our_call_off_to_another_day() -> None:
    talk = promised("El miércoles le llamo", act="call")
    talk.they(
        "2026-03-11 08:00",
        "Hoy imposible, ¿podemos pasarlo al lunes?",
        found("inquiry", "¿podemos pasarlo al lunes?", due="2026-03-16"),
    )
    commitment = talk.first("2026-03-12 09:00")
    assert (commitment.status, str(commitment.due), commitment.history[-1].note) == (Status.OPEN, "2026-03-16", "moved")


def test_a_message_held_by_two_accounts_counts_once() -> None:
    talk = promised()
    talk.traces.append(replace(talk.traces[0], account="otra"))
    (commitment,) = talk.settled("2026-03-11 09:00")
    assert commitment.account == "despacho"


def test_what_has_not_happened_yet_decides_nothing() -> None:
    talk = promised()
    talk.we("2026-03-13 09:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    assert talk.first("2026-03-12 09:00").status is Status.OVERDUE
    assert talk.settled("2026-03-10 09:00") == ()


def test_a_call_that_failed_with_no_new_day_stays_owed() -> None:
    talk = promised("Mañana por la mañana le llamo", act="call")
    talk.we("2026-03-11 19:00", "Le he llamado dos veces y me salta el buzón.")
    commitment = talk.first("2026-03-20 09:00")
    assert (commitment.status, commitment.renewals) == (Status.OVERDUE, 0)


def test_what_a_visit_was_for_can_be_dealt_with_in_writing() -> None:
    talk = promised("El miércoles le llamo para concretar la medición", act="call")
    talk.we("2026-03-11 12:00", "La medición la hacemos el lunes a las nueve, si le parece.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "named"


def test_a_meeting_that_had_begun_before_it_was_promised_does_not_keep_it() -> None:
    talk = promised("El miércoles me paso por la obra", act="meet")
    talk.met("2026-03-10 09:30", "2026-03-10 10:30")
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_a_thing_without_a_name_is_kept_by_saying_that_here_it_is() -> None:
    talk = promised("Mañana lo tiene", act="do")
    talk.we("2026-03-11 12:00", "Ya está resuelto todo.")
    assert talk.first("2026-03-20 09:00").history[-1].note == "reported"


def test_an_answer_that_also_promises_something_else_is_an_answer() -> None:
    talk = promised("El miércoles te contesto", act="answer")
    talk.we(
        "2026-03-11 12:00",
        "A los bajos les toca pagar ciento veinte euros al trimestre. Mañana te mando el recibo.",
        found("promise", "Mañana te mando el recibo", due="2026-03-12", act="send", thing="el recibo"),
    )
    assert [item.status for item in talk.settled("2026-03-12 09:00")] == [Status.FULFILLED, Status.OPEN]


def test_a_promise_alone_answers_nothing() -> None:
    talk = promised("El miércoles te contesto", act="answer")
    talk.we(
        "2026-03-11 12:00",
        "Mañana te mando el recibo.",
        found("promise", "Mañana te mando el recibo", due="2026-03-12", act="send", thing="el recibo"),
    )
    assert talk.first("2026-03-12 09:00").status is Status.OVERDUE


def test_what_goes_elsewhere_without_a_name_goes_to_the_promise_of_that_thread() -> None:
    talk = promised("Mañana le mando los planos", thing="los planos")
    evidence = "Mañana le mando las muestras"
    talk.we(
        "2026-03-10 11:00",
        f"{evidence}.",
        found("promise", evidence, due="2026-03-11", act="send"),
        thread="B",
        subject="Telas",
    )
    talk.we("2026-03-11 11:00", "Aquí van.", thread="B", subject="Telas", attachments=("x1.jpg",))
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.OVERDUE, Status.FULFILLED]


@pytest.mark.parametrize(
    ("text", "attachments"),
    [("Muchas gracias, Pedro.", ()), ("Sigo en ello.", ()), ("Feliz Navidad.", ())],
)
def test_small_talk_elsewhere_keeps_nothing(text: str, attachments: tuple[str, ...]) -> None:
    talk = promised(thing="el presupuesto")
    talk.we("2026-03-11 09:00", text, thread="B", subject="Presupuesto", attachments=attachments)
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_an_attachment_elsewhere_is_not_the_work_that_was_promised() -> None:
    talk = promised("El miércoles va Mario y lo deja resuelto", act="do")
    talk.we(
        "2026-03-10 12:00", "Le adjunto la foto del catálogo.", thread="B", subject="Catálogo", attachments=("c.jpg",)
    )
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


@pytest.mark.parametrize("text", ["¿Podemos vernos en la obra?", "El martes que viene estoy fuera."])
def test_a_question_does_not_put_our_call_off(text: str) -> None:
    talk = promised("El miércoles le llamo", act="call")
    talk.they("2026-03-11 08:00", text, found("inquiry", text, due="2026-03-17"))
    assert str(talk.first("2026-03-12 09:00").due) == "2026-03-11"


def test_a_second_promise_named_elsewhere_takes_what_is_given() -> None:
    talk = promised("Mañana le mando las muestras", thing="las muestras")
    evidence = "Mañana le mando las llaves"
    talk.we(
        "2026-03-10 11:00", f"{evidence}.", found("promise", evidence, due="2026-03-11", act="send", thing="las llaves")
    )
    talk.we("2026-03-11 11:00", "Foto de las llaves en el buzón.", thread="B", subject="Piso", attachments=("x1.jpg",))
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.OVERDUE, Status.FULFILLED]


def test_a_price_in_the_body_is_the_quote_that_was_promised() -> None:
    talk = promised(thing="el presupuesto")
    talk.we(
        "2026-03-11 09:00",
        "El presupuesto queda en 2.400 € más IVA.",
        found("quote", "queda en 2.400 €"),
        thread="B",
        subject="Baño",
    )
    assert talk.first("2026-03-20 09:00").history[-1].note == "named elsewhere"


def test_what_goes_to_another_thread_that_waits_for_it_stays_there() -> None:
    talk = promised("Mañana le mando las muestras", thing="las muestras")
    talk.we(
        "2026-03-10 11:00",
        "El jueves las tiene.",
        found("promise", "El jueves las tiene", due="2026-03-12", act="send"),
        thread="B",
        subject="Telas",
    )
    talk.we("2026-03-11 11:00", "Aquí van.", thread="B", subject="Telas", attachments=("x1.jpg",))
    assert [item.status for item in talk.settled("2026-03-20 09:00")] == [Status.OVERDUE, Status.FULFILLED]


def test_what_comes_attached_elsewhere_under_no_other_name_is_taken_for_it() -> None:
    talk = promised("Mañana le mando las muestras", thing="las muestras")
    talk.we("2026-03-11 11:00", "Ahí va lo suyo.", thread="B", subject="Telas", attachments=("x1.jpg",))
    assert talk.first("2026-03-20 09:00").history[-1].note == "attachment elsewhere"


def test_what_somebody_else_of_their_firm_gets_unnamed_is_not_taken_for_it() -> None:
    talk = promised("Mañana le mando las muestras", thing="las muestras")
    talk.we(
        "2026-03-11 11:00", "Ahí va lo suyo.", thread="B", subject="Telas", to=(PURCHASING,), attachments=("x1.jpg",)
    )
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_people_at_a_public_provider_have_nothing_to_do_with_each_other() -> None:
    assert circle_of(Address(address="pedro@gmail.com")) == "pedro@gmail.com"
    assert circle_of(Address(address="pedro@cliente.example")) == "cliente.example"
    assert circle_of(Address(address="pedro")) == "pedro"


def test_a_reply_in_a_thread_of_its_own_is_no_reply_to_an_older_one_of_the_same_subject() -> None:
    talk = promised("Lo consulto y mañana le digo", act="answer")
    talk.they("2026-03-10 12:00", "¿Abrís el sábado?", found("inquiry", "¿Abrís el sábado?"), thread="B")
    talk.we("2026-03-10 13:00", "El sábado abrimos de diez a dos.", thread="B")
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


@pytest.mark.parametrize(
    "text",
    [
        "No nos es posible hacer la maqueta con los plazos que tenemos.",
        "Al final no le mando la maqueta, la ha descartado la propiedad.",
        "Lo siento, hemos decidido no presentarnos.",
    ],
)
def test_in_other_words_we_take_it_back(text: str) -> None:
    talk = promised("El miércoles le entrego la maqueta", thing="la maqueta")
    talk.we("2026-03-11 08:00", text)
    assert talk.first("2026-03-20 09:00").status is Status.CANCELLED


def test_not_today_is_not_never() -> None:
    talk = promised("El miércoles le entrego la maqueta", thing="la maqueta")
    talk.we("2026-03-11 08:00", "Hoy no voy a poder entregarle la maqueta.")
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_the_logo_under_a_thank_you_delivers_nothing() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "Muchas gracias, Pedro.", attachments=("image001.png",))
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_a_thank_you_with_the_thing_attached_delivers_it() -> None:
    talk = promised()
    talk.we("2026-03-11 09:00", "Muchas gracias, Pedro.", attachments=("Presupuesto.pdf",))
    assert talk.first("2026-03-20 09:00").status is Status.FULFILLED


TWO_DAYS = (
    found("promise", "Mañana te mando el plano", due="2026-03-11", act="send", thing="el plano"),
    found("promise", "el viernes la factura", due="2026-03-13", act="send", thing="la factura"),
)


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        ("Te adjunto el plano.", ("Plano.pdf",)),
        ("Aquí lo tienes.", ("Plano.pdf",)),
        ("Aquí lo tienes.", ("scan001.pdf",)),
    ],
)
@pytest.mark.parametrize("thread", ["A", "B"])
def test_what_keeps_one_of_two_promises_of_a_sentence_leaves_the_other(
    text: str, attachments: tuple[str, ...], thread: str
) -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Mañana te mando el plano y el viernes la factura.", *TWO_DAYS)
    talk.we("2026-03-11 12:00", text, attachments=attachments, thread=thread)
    status = {item.object: item.status for item in talk.settled("2026-03-16 09:00")}
    assert status == {"el plano": Status.FULFILLED, "la factura": Status.OVERDUE}


def test_what_the_later_of_two_promises_named_leaves_the_sooner() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Mañana te mando el plano y el viernes la factura.", *TWO_DAYS)
    talk.we("2026-03-11 12:00", "Te adelanto la factura.", attachments=("F-112.pdf",))
    status = {item.object: item.status for item in talk.settled("2026-03-16 09:00")}
    assert status == {"el plano": Status.OVERDUE, "la factura": Status.FULFILLED}


def test_two_files_may_be_both_things() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Mañana te mando el plano y el viernes la factura.", *TWO_DAYS)
    talk.we("2026-03-11 12:00", "Te adjunto todo.", attachments=("scan001.pdf", "scan002.pdf"))
    assert {item.status for item in talk.settled("2026-03-16 09:00")} == {Status.FULFILLED}


def test_one_of_two_things_delivered_without_a_word_leaves_the_other_owed() -> None:
    talk = promised("Mañana te mando el plano y la factura", thing="el plano y la factura")
    talk.we("2026-03-11 12:00", "Te adjunto el plano.", attachments=("Plano.pdf",))
    late = talk.first("2026-03-12 09:00")
    assert (late.status, late.object, str(late.due)) == (Status.OVERDUE, "la factura", "2026-03-11")
    assert [change.what for change in late.history] == [ChangeKind.MADE, ChangeKind.PARTLY_DELIVERED]
    talk.we("2026-03-12 10:00", "Y aquí el resto.", attachments=("F-112.pdf",))
    assert talk.first("2026-03-12 11:00").status is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        ("Te adjunto todo.", ("documentos.pdf",)),
        ("Te adjunto el plano.", ("Plano.pdf", "F-112.pdf")),
        ("Te adjunto el plano y la factura.", ("todo.zip",)),
    ],
)
def test_what_may_be_all_of_it_is_all_of_it(text: str, attachments: tuple[str, ...]) -> None:
    talk = promised("Mañana te mando el plano y la factura", thing="el plano y la factura")
    talk.we("2026-03-11 12:00", text, attachments=attachments)
    assert talk.first("2026-03-12 09:00").status is Status.FULFILLED


def test_what_is_left_of_three_things_is_told_in_the_language_of_the_promise() -> None:
    talk = Talk()
    evidence = "I'll send you the drawings, the contract and the invoice tomorrow"
    things = "the drawings, the contract and the invoice"
    talk.we("2026-03-10 10:00", f"{evidence}.", found("promise", evidence, due="2026-03-11", act="send", thing=things))
    talk.we("2026-03-11 12:00", "Here are the drawings.", attachments=("Drawings.pdf",))
    assert talk.first("2026-03-12 09:00").object == "the contract and the invoice"
