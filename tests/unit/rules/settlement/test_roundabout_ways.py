"""Promises kept, renewed or let off in the roundabout ways of ordinary mail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import mentions
from rules.commitments import Commitment, Status
from rules.facts import Address
from tests.talk import Talk, found

JULIO = Address(address="julio@cliente.example", name="Julio")
LUCIA = Address(address="lucia@estudio.example", name="Lucía Mora")
LATE = "2026-03-25 09:00"


def promised(evidence: str, *, act: str = "send", thing: str | None = None, subject: str = "Obra") -> Talk:
    talk = Talk()
    signal = found("promise", evidence, due="2026-03-11", act=act, thing=thing)
    talk.we("2026-03-10 10:00", f"{evidence}.", signal, subject=subject)
    return talk


def promises(talk: Talk) -> list[Commitment]:
    return [item for item in talk.settled(LATE) if item.kind == "promise"]


def test_what_is_announced_as_attached_and_is_not_keeps_nothing() -> None:
    talk = promised("Mañana te mando el libro de IVA", thing="el libro de IVA")
    missing = found("missing_attachment", "te adjunto el libro de IVA")
    talk.we("2026-03-11 10:00", "Fernando, te adjunto el libro de IVA.", missing)
    assert promises(talk)[0].status is Status.OVERDUE
    talk.we("2026-03-11 11:00", "Ahora sí.", attachments=("libro.pdf",))
    assert [item.status for item in talk.settled(LATE)] == [Status.FULFILLED, Status.FULFILLED]


def test_they_have_what_the_subject_names() -> None:
    talk = promised("I'll post the spare keys to you tomorrow", thing="the spare keys", subject="Spare keys")
    talk.they("2026-03-12 09:00", "Morning Lisa, keys arrived this morning, many thanks.", subject="Spare keys")
    assert promises(talk)[0].history[-1].note == "received"


def test_that_something_else_has_come_keeps_nothing() -> None:
    talk = promised("Mañana te mando el plano", thing="el plano", subject="El plano")
    talk.they("2026-03-12 09:00", "Ya tenemos el permiso del Ayuntamiento.", subject="El plano")
    assert promises(talk)[0].status is Status.OVERDUE


def test_they_let_us_off_one_thing_and_ask_for_the_other() -> None:
    talk = Talk()
    certificate, samples = "I'll send the safety certificate on Wednesday", "I'll also send the colour samples"
    talk.we(
        "2026-03-10 10:00",
        f"{certificate}. {samples}.",
        found("promise", certificate, due="2026-03-11", act="send", thing="the safety certificate"),
        found("promise", samples, due="2026-03-11", act="send", thing="the colour samples"),
    )
    wanted = "Still need the certificate though"
    talk.they("2026-03-10 12:00", f"No need for the colour samples any more. {wanted}!", found("inquiry", wanted))
    assert [item.status for item in promises(talk)] == [Status.OVERDUE, Status.CANCELLED]


def test_they_let_us_off_what_the_subject_does_not_name_and_not_what_it_names() -> None:
    talk = promised("Mañana te mando el certificado", thing="el certificado", subject="Certificado")
    again = "Te mando también el plano"
    talk.we("2026-03-10 11:00", f"{again}.", found("promise", again, act="send", thing="el plano"))
    talk.they("2026-03-10 12:00", "Ya no hace falta el plano.", subject="Certificado")
    assert [item.status for item in promises(talk)] == [Status.OVERDUE, Status.CANCELLED]


@pytest.mark.parametrize(
    ("first", "thing", "then"),
    [
        ("El viernes le comparto los resultados", "los resultados", "El martes 17 se los envío"),
        ("I'll have the numbers to you by Friday", "the numbers", "I'll send them on Tuesday"),
        ("El lunes les presento tres alternativas", "tres alternativas", "En lugar de eso les haré una, el martes 17"),
        ("I'll send you the full survey", "the full survey", "I will send you a summary instead, on Tuesday"),
    ],
)
def test_a_pronoun_or_what_takes_its_place_renews_it(first: str, thing: str, then: str) -> None:
    talk = promised(first, thing=thing)
    talk.we("2026-03-11 10:00", f"Disculpa. {then}.", found("promise", then, due="2026-03-17", act="send"))
    assert [(str(item.due), item.renewals) for item in promises(talk)] == [("2026-03-17", 1)]


def test_a_pronoun_stands_for_what_they_asked_for_since() -> None:
    talk = promised("Mañana le envío el presupuesto", thing="el presupuesto")
    asked = found("inquiry", "Me mandas la factura", thing="la factura")
    talk.they("2026-03-10 12:00", "¿Me mandas la factura?", asked)
    talk.we("2026-03-10 13:00", "Se la mando el martes.", found("promise", "Se la mando el martes", act="send"))
    assert len(promises(talk)) == 2


def test_a_visit_they_put_off_has_the_new_day_we_say_yes_to() -> None:
    talk = promised("El miércoles voy a medir el aula", act="do", thing="el aula")
    talk.they(
        "2026-03-10 12:00",
        "Tenemos exámenes. ¿Lo dejamos para el jueves 19?",
        found("inquiry", "¿Lo dejamos para el jueves 19?", due="2026-03-19"),
    )
    yes = "el jueves 19 a las diez estoy allí"
    signal = found("promise", yes, due="2026-03-19", act="meet", thing="allí")
    talk.we("2026-03-10 13:00", f"Sin problema, {yes}.", signal)
    assert [str(item.due) for item in promises(talk)] == ["2026-03-19"]


def test_what_they_asked_to_have_sent_to_somebody_else_comes_with_it() -> None:
    talk = promised("Mañana le envío el protocolo", thing="el protocolo")
    talk.they("2026-03-10 12:00", "Mándeselo a Julio.", found("inquiry", "Mándeselo a Julio", act="send"))
    talk.we("2026-03-11 10:00", "El protocolo.", thread="B", subject="Caldera", to=(JULIO,), attachments=("p.pdf",))
    assert [item.fulfilled_by for item in talk.settled(LATE)] == ["m3@example", "m3@example"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hi Pedro, yes, we have sixty of the insulin vials in stock here in the cold room.", Status.FULFILLED),
        ("Hi Pedro, our new catalogue of insulin pens is out, with fresh prices for the spring.", Status.OVERDUE),
    ],
)
def test_an_answer_promised_comes_from_a_colleague_in_a_thread_of_his_own(text: str, status: Status) -> None:
    talk = Talk()
    talk.they("2026-03-10 09:00", "Are the vials in stock?", found("inquiry", "Are the vials in stock?"))
    promise = found("promise", "I'll get back to you tomorrow", due="2026-03-11", act="answer")
    talk.we("2026-03-10 10:00", "I'll get back to you tomorrow.", promise)
    talk.we("2026-03-11 10:00", text, thread="B", subject="Pharmacy", sender=LUCIA)
    assert promises(talk)[0].status is status


@pytest.mark.parametrize(
    ("act", "text", "status"),
    [
        ("do", "Your guy brought the thermostat yesterday, thank you!", Status.FULFILLED),
        ("do", "Nobody brought the thermostat yesterday.", Status.OVERDUE),
        ("do", "Vuestro técnico nos dejó ayer el termostato.", Status.FULFILLED),
        ("do", "Nadie nos dejó el termostato.", Status.OVERDUE),
        ("meet", "Thanks, he was here this morning and it is warm again.", Status.FULFILLED),
        ("meet", "Ya vino el técnico esta mañana, todo perfecto.", Status.FULFILLED),
        ("meet", "No ha venido el técnico esta mañana.", Status.OVERDUE),
        ("meet", "Nobody was here this morning.", Status.OVERDUE),
    ],
)
def test_they_tell_that_it_was_brought_or_that_somebody_came(act: str, text: str, status: Status) -> None:
    talk = promised("Mañana llega el termostato (the new thermostat)", act=act, thing="el termostato")
    talk.they("2026-03-12 12:00", text)
    assert promises(talk)[0].status is status


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("No rush at all Ola, end of next week is fine.", "2026-03-20"),
        ("Sin apuro, con que estén la semana que viene me sirve.", "2026-03-20"),
        ("No hay prisa, me vale el lunes 16.", "2026-03-16"),
        ("El jueves no me sirve, lo necesito hoy.", "2026-03-11"),
        ("¿Te vale si lo miramos el jueves 19?", "2026-03-11"),
        ("No rush, whenever you can.", "2026-03-11"),
    ],
)
def test_they_give_more_time(text: str, due: str) -> None:
    talk = promised("Mañana te paso las medidas", thing="las medidas")
    talk.they("2026-03-10 12:00", text)
    assert str(promises(talk)[0].due) == due


def test_the_day_that_answers_our_question_gives_no_more_time() -> None:
    talk = Talk()
    promise, question = "Mañana te paso las medidas", "¿Te va bien que vaya el viernes?"
    signals = (found("promise", promise, due="2026-03-11", act="send"), found("request", question, act="meet"))
    talk.we("2026-03-10 10:00", f"{promise}. {question}", *signals)
    talk.they("2026-03-10 12:00", "El viernes me sirve.")
    assert str(promises(talk)[0].due) == "2026-03-11"


@pytest.mark.parametrize("text", ["Did the electrician turn up in the end?", "Buen finde, ya me contarás de la playa."])
def test_small_talk_before_its_day_is_not_the_thing_promised(text: str) -> None:
    talk = promised("I'll send you the samples on Wednesday", thing="the samples")
    talk.we("2026-03-10 18:00", text)
    assert promises(talk)[0].status is Status.OVERDUE


def test_their_question_before_its_day_is_not_the_thing_they_promised() -> None:
    talk = Talk()
    evidence = "I'll send you my references by Wednesday"
    talk.they(
        "2026-03-10 10:00", evidence, found("promise", evidence, due="2026-03-11", act="send", thing="my references")
    )
    talk.they("2026-03-10 12:00", "Which address should I post them to?")
    assert promises(talk)[0].status is Status.OVERDUE


def test_a_price_in_the_text_keeps_the_promise_of_one() -> None:
    talk = promised("I'll get back to you with the running costs", subject="Running costs")
    price = "You would be looking at roughly £1,150 a year"
    talk.we("2026-03-11 10:00", f"{price}.", found("quote", price), subject="Running costs")
    assert promises(talk)[0].status is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Al final va a ser el viernes, perdona.", "2026-03-13"),
        ("Sorry, it'll have to be Friday now.", "2026-03-13"),
        ("La reunión con el resto será el viernes.", "2026-03-11"),
        ("¿Será el viernes?", "2026-03-11"),
    ],
)
def test_a_bare_day_takes_the_place_of_the_one_promised(text: str, due: str) -> None:
    talk = promised("Mañana te paso las medidas", thing="las medidas")
    talk.we("2026-03-11 18:00", text)
    assert str(promises(talk)[0].due) == due


def test_who_owes_an_answer_and_names_a_day_for_it_again_owes_the_same_one() -> None:
    talk = promised("Mañana te digo qué pasa con la caldera", act="answer")
    again = "El lunes te cuento"
    talk.we(
        "2026-03-11 18:00",
        f"{again}, que no cogen el teléfono.",
        found("promise", again, due="2026-03-16", act="answer"),
    )
    assert [str(item.due) for item in promises(talk)] == ["2026-03-16"]


def test_what_comes_with_another_delay_is_delivered_and_the_other_is_put_off() -> None:
    talk = promised("I'll send the survey tomorrow", thing="the survey", subject="Boat")
    word = "I'll look at it and let you know tomorrow"
    asked = replace(
        found("promise", word, due="2026-03-11", act="answer"), topic=mentions.of(f"about the deposit {word}")
    )
    talk.we("2026-03-10 17:00", f"About the deposit, {word}.", asked, thread="B", subject="Money")
    later = "will update you Friday"
    put_off = found("promise", later, due="2026-03-13", act="answer", holding=True)
    held_up = f"Still waiting for the bank about the deposit, {later}."
    put_off = replace(put_off, topic=mentions.of(held_up))
    talk.we("2026-03-11 12:00", f"Survey attached. {held_up}", put_off, subject="Boat", attachments=("a.pdf",))
    survey, deposit = promises(talk)
    assert (survey.status, str(deposit.due)) == (Status.FULFILLED, "2026-03-13")


def test_what_a_promise_waits_for_may_come_with_other_words() -> None:
    talk = Talk()
    evidence = "I'll work out a price"
    waits = replace(
        found("promise", evidence, conditional=True), topic=mentions.of(f"once you have the survey {evidence}")
    )
    talk.we("2026-03-10 10:00", f"Once you have the survey {evidence}.", waits)
    talk.they("2026-03-12 10:00", "Happy birthday to your lad! Survey here, grim reading.", attachments=("scan1.pdf",))
    assert str(promises(talk)[0].due) == "2026-03-16"


def test_that_it_has_arrived_tells_of_the_rest_of_it_too() -> None:
    talk = Talk()
    text = "Hoy le llevamos 500 cajas y el lunes el resto."
    first = found("promise", "Hoy le llevamos 500 cajas", due="2026-03-10", act="meet", thing="500 cajas")
    rest = replace(found("promise", "el lunes el resto", due="2026-03-16"), topic=mentions.of(text))
    talk.we("2026-03-10 10:00", text, first, rest)
    talk.they("2026-03-16 18:00", "Llegaron bien las cajas, gracias por moverse rápido.")
    assert [item.history[-1].note for item in promises(talk)] == ["received", "received"]


def test_a_promise_is_an_answer_to_who_asked_by_a_form() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "¿Hacen peritajes?", found("inquiry", "¿Hacen peritajes?"), thread="F")
    evidence = "el martes le envío un precio"
    talk.we("2026-03-10 12:00", f"Claro, {evidence}.", found("promise", evidence, due="2026-03-17", act="send"))
    assert talk.first("2026-03-11 09:00").status is Status.FULFILLED


@pytest.mark.parametrize(
    ("when_met", "due"), [("", "2026-03-16"), ("en una semana", "2026-03-19"), ("el 2 de marzo", "2026-03-16")]
)
def test_the_time_of_a_conditional_promise_counts_from_when_its_condition_comes_true(when_met: str, due: str) -> None:
    talk = Talk()
    text = f"Cuando me mande el plano le hago la oferta {when_met}."
    waits = replace(found("promise", "le hago la oferta", conditional=True, thing="la oferta"), when_met=when_met)
    talk.we("2026-03-01 10:00", text, waits)
    talk.they("2026-03-12 10:00", "Aquí va el plano.", attachments=("plano.pdf",))
    assert [str(item.due) for item in promises(talk)] == [due]


def test_a_file_called_as_another_thing_promised_brings_only_that() -> None:
    talk = promised("I'll send the worksheet tomorrow", thing="the worksheet", subject="Inventory")
    word = "I'll get the balance to you on Wednesday"
    balance = found("promise", word, due="2026-03-11", act="send", thing="the balance")
    talk.we("2026-03-10 17:00", f"{word}.", balance, thread="B", subject="Loan")
    text = "Worksheet attached. The balance had to wait for the bank."
    talk.we("2026-03-11 12:00", text, subject="Inventory", attachments=("worksheet.xlsx",))
    assert [item.status for item in promises(talk)] == [Status.FULFILLED, Status.OVERDUE]
