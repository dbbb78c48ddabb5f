"""Which text is written, and what of the ledger goes into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.drafting.meetings import read_title
from rules.drafting.occasion import Occasion
from rules.drafting.reasons import reason_in
from rules.drafting.templates import Templates
from rules.drafting.writing import Unwritable, Writer
from rules.facts import Address, Register
from rules.signals import Act, Confidence, Kind, Party, Signal
from tests.occasions import INES, MADRID, MEXICO, PEDRO, an_occasion

WRITER = Writer(Templates())


def body(first: Occasion, *also: Occasion) -> str:
    return WRITER.draft(first, also).text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]


@pytest.mark.parametrize(
    ("more", "situation"),
    [
        ({}, "promise.send"),
        ({"thing": None}, "promise.quoted"),
        ({"thing": "las muestras", "evidence": "el viernes le llevo las muestras"}, "promise.quoted"),
        ({"thing": "las copas", "evidence": "las copas se las pago yo"}, "promise.quoted"),
        ({"thing": "la factura", "evidence": "mañana le pago la factura"}, "promise.quoted"),
        ({"thing": "el justificante de pago", "evidence": "mañana le mando el justificante de pago"}, "promise.send"),
        ({"thing": "el descuento"}, "promise.quoted"),
        ({"thing": "si caben las 15"}, "promise.clause"),
        ({"act": Act.CALL}, "promise.call"),
        ({"act": Act.CALL, "subject": ""}, "promise.quoted"),
        ({"act": Act.ANSWER, "evidence": "le digo algo del presupuesto"}, "promise.answer"),
        ({"act": Act.ANSWER, "thing": None, "subject": ""}, "promise.quoted"),
        ({"act": Act.MEET, "evidence": "el viernes vemos el presupuesto"}, "promise.quoted"),
        ({"act": Act.DO, "evidence": "el viernes reviso el presupuesto"}, "promise.quoted"),
        ({"act": Act.DO, "evidence": "en breve recibirá el presupuesto"}, "promise.send"),
        ({"act": Act.MEET, "evidence": "el viernes te paso el presupuesto"}, "promise.send"),
        ({"thing": "la visita", "evidence": "le mando la visita"}, "promise.quoted"),
        ({"thing": "el cronograma de entregas", "evidence": "te paso el cronograma de entregas"}, "promise.send"),
        ({"thing": "las medidas", "evidence": "el viernes pasamos a tomar las medidas"}, "promise.quoted"),
        ({"thing": "los planos", "evidence": "el viernes paso a enviarte los planos"}, "promise.send"),
        ({"renewed": ("2026-03-10 09:00",)}, "promise.send"),
        ({"renewed": ("2026-03-10 09:00", "2026-03-12 09:00")}, "promise.twice"),
        ({"renewed": ("2026-03-10 09:00", "2026-03-12 09:00"), "act": Act.CALL}, "promise.call"),
        ({"renewed": ("2026-03-10 09:00",), "note": "partial"}, "promise.rest"),
        ({"template": "request.1", "thing": None}, "request.1.quoted"),
        ({"template": "request.1", "thing": "si caben las 15"}, "request.1.quoted"),
        ({"template": "request.2"}, "request.2"),
        ({"template": "request.2", "nudged_on": None}, "request.1"),
        ({"template": "theirs.2", "nudged_on": None}, "theirs.1"),
        ({"template": "missing_attachment", "thing": None}, "missing_attachment.quoted"),
    ],
)
def test_the_text_follows_from_what_was_promised(more: dict[str, Any], situation: str) -> None:
    assert WRITER.situation_of(an_occasion(**more)) == situation


def test_a_promise_renewed_once_names_the_day_it_was_promised_again() -> None:
    text = body(an_occasion(renewed=("2026-03-11 09:00",)))
    assert text.startswith("El miércoles 11 le dije que le enviaría el presupuesto para el viernes 13")


def test_what_is_quoted_is_named_with_the_day_it_was_written() -> None:
    text = body(an_occasion(thing=None, renewed=("2026-03-11 09:00",)))
    assert text.startswith("El lunes 9 le escribí «")


def test_a_part_delivered_leaves_the_rest_owed() -> None:
    text = body(an_occasion(thing="las fotos", renewed=("2026-03-11 09:00",), note="partial"))
    assert text.startswith("El miércoles 11 le dije que le enviaría el resto de las fotos")


def test_a_term_nobody_named_is_not_said() -> None:
    assert "para" not in body(an_occasion(due=None)).split(".")[0]


def test_a_thing_that_ends_in_a_day_is_followed_by_no_other() -> None:
    assert "el plano del martes y todavía no lo tiene" in body(an_occasion(thing="el plano del martes"))


def test_two_debts_are_one_mail_with_one_apology() -> None:
    text = body(an_occasion(), an_occasion(thing="las fotos", made="2026-03-11 10:00", due=None))
    assert text.startswith(
        "Le debo dos cosas: el presupuesto, que le prometí el lunes 9 para el viernes 13, y las fotos,"
        " que le prometí el miércoles 11. El retraso es mío y le pido disculpas.\n\nLas dos quedan hechas «["
    )


def test_two_debts_of_one_day_name_it_once() -> None:
    text = body(an_occasion(), an_occasion(thing="los planos"))
    opening = "El lunes 9 le prometí para el viernes 13 dos cosas que siguen pendientes: el presupuesto y los planos."
    assert text.startswith(opening)
    other = body(an_occasion(), an_occasion(thing="los planos", due=None))
    assert other.startswith("El lunes 9 le prometí dos cosas que siguen pendientes: el presupuesto y los planos.")


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("form", list(Register))
@pytest.mark.parametrize("place", [{"zone": MEXICO}, {}])
def test_three_debts_are_numbered_oldest_first_whatever_they_are(
    form: Register, many: bool, place: dict[str, Any]
) -> None:
    english = form is Register.NEUTRAL
    things = ("the quote", None, "whether it fits") if english else ("el presupuesto", None, "si caben las 15")
    days = ("2026-03-11 10:00", "2026-03-09 10:00", "2026-03-12 10:00")
    words = "more tomorrow" if english else "mañana le digo algo"
    due = [
        an_occasion(thing=thing, made=made, due=None, form=form, many=many, evidence=words, **place)
        for thing, made in zip(things, days, strict=True)
    ]
    assert WRITER.can_carry(due[0], due[1])
    assert WRITER.can_carry(due[0], due[2], [due[1]])
    assert not WRITER.can_carry(due[0], due[2], [due[1], due[2]])
    listed = [line for line in body(*due).splitlines() if line[:1].isdigit()]
    assert [line[:2] for line in listed] == ["1.", "2.", "3."]
    assert words in listed[0]
    assert (things[0] or "")[4:] in listed[1]
    assert (things[2] or "") in listed[2]


@pytest.mark.parametrize("form", list(Register))
@pytest.mark.parametrize("ours", ["named", None])
@pytest.mark.parametrize("theirs", ["named", None])
def test_theirs_comes_after_ours_and_apart_from_it(form: Register, ours: str | None, theirs: str | None) -> None:
    english = form is Register.NEUTRAL
    what = ("the quote", "my plans") if english else ("el presupuesto", "las medidas")
    mine = an_occasion(thing=ours and what[0], form=form)
    yours = an_occasion("theirs.1", theirs and what[1], form=form, made="2026-03-10 10:00")
    assert WRITER.can_carry(mine, yours)
    assert not WRITER.can_carry(mine, an_occasion(form=form), [yours])
    assert not WRITER.can_carry(yours, mine)
    first, second = body(mine, yours).split("\n\n")
    assert "«[" in first
    assert second.startswith("Separately" if english else "Aparte, y sin relación con mi")
    assert ("Tuesday 10 March" if english else "martes 10") in second
    assert body(mine, yours).count("«[") == 2


@pytest.mark.parametrize(
    ("form", "ours"),
    [
        (Register.USTED, "Aparte, le debo el informe, que le prometí"),
        (Register.VOSOTROS, "Aparte, os debo el informe, que os prometí"),
        (Register.USTEDES, "Aparte, les debo el informe, que les prometí"),
        (Register.NEUTRAL, "Separately, I still owe you the report, which I promised"),
    ],
)
@pytest.mark.parametrize("care", ["complaint.slow", "acceptance.aftersale", "rescue.1month", "rescue.6months"])
def test_a_word_of_care_owns_up_to_what_is_late_before_it_asks(care: str, form: Register, ours: str) -> None:
    late = an_occasion("promise", "the report" if form is Register.NEUTRAL else "el informe", form=form)
    asks = an_occasion(care, form=form, zone=MEXICO if form is Register.USTEDES else MADRID)
    assert WRITER.can_carry(asks, late)
    assert not WRITER.can_carry(late, asks)
    text = WRITER.draft(asks, [late]).text
    alone = WRITER.draft(asks).text.split("\n\n")
    first, said, second = text.split("\n\n")[1:4]
    assert (first, second) == (alone[1], alone[2])
    assert said.startswith(ours)
    both = WRITER.draft(asks, [late, an_occasion("promise", "the photos", form=form)]).text
    assert "; " in both


def test_what_was_asked_for_in_one_mail_is_asked_for_in_one_mail() -> None:
    one, two = an_occasion("request.1", "el acta"), an_occasion("request.1", "los planos")
    assert WRITER.can_carry(one, two)
    text = body(one, two)
    assert text.startswith("El lunes 9 le pedí el acta y los planos para")
    assert "¿Podría enviármelos «" in text
    assert not WRITER.can_carry(one, an_occasion("request.1", "los planos", message_id="another"))
    assert not WRITER.can_carry(one, an_occasion("request.1", None))
    assert not WRITER.can_carry(one, an_occasion("request.1", "the plans", form=Register.NEUTRAL))


def test_all_questions_of_an_inquiry_are_given_back_in_one_mail() -> None:
    asked = [
        an_occasion("inquiry", None, evidence=words) for words in ("¿Trabajan en agosto?", "cuánto cuesta un baño?")
    ]
    assert WRITER.can_carry(asked[0], asked[1])
    assert not WRITER.can_carry(asked[0], asked[1], [asked[1]] * 5)
    text = body(*asked)
    assert "\n\n– ¿Trabajan en agosto?\n– ¿Cuánto cuesta un baño?\n\n" in text
    bare = an_occasion("inquiry", None, evidence="Podrían decirme qué días abren")
    assert "– ¿Podrían decirme qué días abren?\n" in body(bare)
    assert "– «me interesa un baño»\n" in body(
        replace(bare, commitment=replace(bare.commitment, evidence="me interesa un baño"))
    )
    two = "Nos gustaría pedir precio para un baño. ¿Podrían venir a verlo"
    assert "– «Nos gustaría pedir precio para un baño»\n– ¿Podrían venir a verlo?\n" in body(
        replace(bare, commitment=replace(bare.commitment, evidence=two))
    )
    assert "Disculpe" not in text
    assert body(replace(asked[0], is_late=True)).startswith("Disculpe la espera. Gracias por su correo del lunes 9")


def test_a_single_word_that_asks_says_less_than_the_subject_and_is_not_given_back() -> None:
    asked = an_occasion("inquiry", None, evidence="mándamelas")
    text = body(replace(asked, commitment=replace(asked.commitment, subject="Tarifas")))
    assert text.startswith("Gracias por su correo del lunes 9 sobre las tarifas.\n\nLo está mirando «[quién]»")
    assert "– «mándamelas»" in body(replace(asked, commitment=replace(asked.commitment, subject="")))


def test_a_reason_that_was_given_is_thanked_for_and_not_asked_again() -> None:
    evidence = "hemos elegido otra empresa porque el plazo se nos iba a mayo"
    text = body(an_occasion("rejection.goodbye", None, evidence=evidence))
    assert "Gracias también por explicarme el motivo, «el plazo se nos iba a mayo»" in text
    assert "?" not in text
    assert "¿qué pesó más" in body(an_occasion("rejection.goodbye", None))
    assert "y nos daba un motivo" not in body(an_occasion("rescue.6months", None))


@pytest.mark.parametrize(
    ("sentence", "language", "reason"),
    [
        ("no seguimos porque nos mudamos a Vigo.", "es", "nos mudamos a Vigo"),
        ("lo dejamos por el plazo de entrega", "es", "el plazo de entrega"),
        ("gracias por el tiempo dedicado", "es", ""),
        ("gracias por el plan, pero vamos con otra porque nos pilla más cerca", "es", "nos pilla más cerca"),
        ("gracias por la propuesta tan completa, elegimos otra", "es", ""),
        ("nos vamos por otra empresa", "es", ""),
        ("we're leaving because of the delays", "en", "the delays"),
        ("we've been clients since 2019", "en", ""),
    ],
)
def test_a_reason_is_only_what_they_gave_as_one(sentence: str, language: str, reason: str) -> None:
    assert reason_in(sentence, language) == reason


def test_their_words_on_waiting_are_quoted_only_when_they_ask_to_be_contacted() -> None:
    assert "(«llámeme después de Semana Santa»)" in body(an_occasion("stall", None))
    later = an_occasion("stall", None, evidence="ahora no es buen momento. Escríbame en enero")
    assert "(«Escríbame en enero»)" in body(later)
    assert "«me lo pensaré»" not in body(an_occasion("stall", None, evidence="me lo pensaré"))


@pytest.mark.parametrize(
    ("evidence", "thing", "opening"),
    [
        ("La puerta ha llegado rota", "la puerta", "lo que ha pasado con la puerta; "),
        ("estamos descontentos con la instalación", "la instalación", "lo que ha pasado con la instalación; "),
        ("nadie coge el teléfono", "el teléfono", "lo ocurrido; "),
        ("ayer no vino nadie y es la segunda vez", "la segunda vez", "lo ocurrido; "),
    ],
)
def test_a_complaint_is_about_what_it_begins_with_not_what_it_mentions(evidence: str, thing: str, opening: str) -> None:
    text = body(an_occasion("complaint.fast", thing, evidence=evidence))
    assert text.startswith(f"Gracias por contarnos {opening}")


def test_a_complaint_without_a_thing_is_about_what_happened() -> None:
    text = body(an_occasion("complaint.fast", None))
    assert text.startswith("Gracias por contarnos lo ocurrido; su correo del lunes 9")


@pytest.mark.parametrize("template", ["complaint.slow", "quote.expiry", "out_of_office.return"])
def test_without_the_day_that_it_is_about_there_is_no_draft(template: str) -> None:
    occasion = an_occasion(template, answered_on=None, returns_on=None, valid_until=None)
    with pytest.raises(Unwritable, match="day"):
        WRITER.draft(occasion)


def test_a_return_names_the_day_we_wrote_and_does_not_name_the_thing_twice() -> None:
    occasion = an_occasion(
        "out_of_office.return", "el presupuesto", subject="Presupuesto de la cocina", wrote_on=date(2026, 3, 10)
    )
    text = body(occasion)
    assert text.startswith("Su respuesta automática a mi correo del martes 10 decía que volvía el jueves 12")
    assert "una cosa: el presupuesto." in text


@pytest.mark.parametrize(
    ("title", "language", "kind", "topic"),
    [
        ("Reunión con Pedro Ruiz: reforma de la cocina", "es", "la reunión", "la reforma de la cocina"),
        ("Reunión con Pedro", "es", "la reunión", ""),
        ("Videollamada sobre el toldo de la terraza", "es", "la videollamada", "el toldo de la terraza"),
        ("Visita obra Norte", "es", "la visita", "«obra Norte»"),
        ("Cliente difícil – seguimiento", "es", "la reunión", ""),
        ("Pedro Ruiz", "es", "la reunión", ""),
        ("Reunión Ruiz Hnos.", "es", "la reunión", ""),
        ("Reunión Ayto. Cliente: reforma de la plaza", "es", "la reunión", "la reforma de la plaza"),
        ("Obra c/ Mayor 3: replanteo", "es", "la reunión", "«Obra c/ Mayor 3: replanteo»"),
        ("Visita Cliente - riego naves 2 y 3", "es", "la visita", "«riego naves 2 y 3»"),
        ("Videollamada oficina nueva (Pedro Ruiz)", "es", "la videollamada", "«oficina nueva»"),
        ("Label redesign kick-off w/ Cliente", "en", "our meeting", "“Label redesign”"),
        ("Call with Pedro about the kitchen", "en", "our call", "the kitchen"),
        ("Planning call with Pedro", "en", "our call", "“Planning”"),
    ],
)
def test_a_meetings_title_says_what_those_present_may_read(title: str, language: str, kind: str, topic: str) -> None:
    found = read_title(title, (PEDRO, INES), language, Register.USTED)
    assert (found.kind, found.topic) == (kind, topic)


def test_the_minutes_greet_those_present_and_have_a_subject_of_their_own() -> None:
    occasion = an_occasion("meeting", None, form=Register.VOSOTROS, subject="Visita: reforma de la cocina")
    draft = WRITER.draft(occasion)
    assert draft.title == "Acuerdos de la visita del lunes 9: la reforma de la cocina"
    assert draft.text.startswith("Hola, Pedro e Inés:\n\nOs resumo lo que quedó acordado en la visita del lunes 9")
    assert "\n\n1. «[quién]»: «[qué]», para «[día]».\n\n2. «[quién]»" in draft.text
    assert WRITER.draft(an_occasion("meeting", None, subject="")).title == "Acuerdos de la reunión del lunes 9"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: RE: Fwd: Cocina", "Re: Cocina"),
        ("Co\x07cina\u202e nueva", "Re: Cocina nueva"),
        ("", "Re: El presupuesto"),
    ],
)
def test_the_subject_is_the_threads_own_once(subject: str, title: str) -> None:
    assert WRITER.draft(an_occasion(subject=subject)).title == title


def test_a_quote_is_called_as_the_thread_calls_it() -> None:
    occasion = an_occasion("rejection.goodbye", None)
    sent = Signal(
        kind=Kind.QUOTE,
        owes=Party.THEM,
        evidence="le adjunto la cotización",
        object="la cotización",
        rule="r",
        confidence=Confidence.SURE,
        score=1.0,
    )
    spoken = replace(occasion, thread=(replace(occasion.thread[0], signals=(sent,)),))
    assert "por el tiempo que dedicó a mirar la cotización" in body(spoken)
    assert "avisarme en su correo del lunes 9 sobre " in body(occasion)  # nothing shows that there was one


def test_an_amount_keeps_its_spelling_and_does_not_break() -> None:
    assert "por 4.850\N{NO-BREAK SPACE}€" in body(an_occasion("quote.1.small"))


def test_a_task_speaks_of_the_other_side_whatever_the_form_of_the_mail() -> None:
    theirs = WRITER.task(an_occasion("theirs.1", "mi DNI", form=Register.TU))
    assert theirs.title.startswith("Pedro Ruiz quedó en enviar su DNI")
    english = WRITER.task(an_occasion("theirs.1", "my ID", form=Register.NEUTRAL))
    assert english.title.startswith("Pedro Ruiz was to send their ID")
    nothing = WRITER.task(an_occasion("theirs.2", None, form=Register.VOSOTROS))
    assert nothing.title == "Seguir sin la respuesta de Pedro Ruiz, o dejarlo"


def test_a_task_on_a_rejection_names_what_was_rejected() -> None:
    task = WRITER.task(an_occasion("rejection.goodbye", "otra empresa"))
    assert task.title == "Despedir bien a Pedro Ruiz y anotar el motivo: la propuesta"


def test_a_task_names_its_day_in_full() -> None:
    assert WRITER.task(an_occasion(due="2026-03-09")).title == "Enviar el presupuesto a Pedro Ruiz (para el lunes 9)"
    assert "Vence: el viernes 13.\n" in WRITER.task(an_occasion()).text
    assert "Vence: sin fecha." in WRITER.task(an_occasion(due=None)).text


def test_a_long_title_is_cut_at_a_word_and_closes_its_marks() -> None:
    evidence = "le digo alguna cosa de todo aquello que hablamos el otro día en la obra"
    title = WRITER.task(an_occasion(thing=None, evidence=evidence)).title
    assert len(title) <= 70
    assert title.endswith("…»")


def test_an_address_that_opens_a_title_is_left_as_it_is_written() -> None:
    occasion = an_occasion("theirs.1")
    nameless = replace(occasion.commitment, counterparty=Address(address="obra@cliente.example"))
    title = WRITER.task(replace(occasion, commitment=nameless, readers=(nameless.counterparty,))).title
    assert title.startswith("obra@cliente.example quedó en enviar")


def test_a_task_on_a_yes_without_a_thing_names_the_conversation() -> None:
    task = WRITER.task(an_occasion("acceptance.aftersale", None, evidence="Aceptado"))
    assert task.title == "Preguntar a Pedro Ruiz por la reforma de la cocina"


def test_the_task_on_a_yes_is_to_start() -> None:
    assert WRITER.task(an_occasion("acceptance.start", None)).title == "Empezar: la reforma de la cocina (Pedro Ruiz)"
    english = an_occasion("acceptance.start", "the roof", form=Register.NEUTRAL)
    assert WRITER.task(english).title == "Start: the roof (Pedro Ruiz)"


def test_what_they_promised_is_not_named_twice_in_a_breath() -> None:
    text = body(an_occasion("theirs.1", "las fotos", evidence="mañana le mando las fotos"))
    assert "«mañana le mando las fotos», y todavía no las he recibido. Si ya me las envió" in text
    english = body(
        an_occasion("theirs.1", "the photos", form=Register.NEUTRAL, evidence="I'll send the photos tomorrow")
    )
    assert "“I'll send the photos tomorrow”, and I haven't received them yet. If you've already sent them" in english


def test_what_was_to_be_sent_and_has_no_name_has_not_come_at_all() -> None:
    text = body(an_occasion("theirs.1", None, evidence="se lo mando todo mañana"))
    assert "todavía no he recibido nada. Si ya me lo envió por otra vía, dígame por cuál y lo busco." in text
    answer = body(an_occasion("theirs.1", None, act=Act.ANSWER, evidence="mañana le digo algo"))
    assert "todavía no he recibido su respuesta. Si ya me la envió" in answer


def test_a_promise_made_three_times_is_owned_up_to_three_times() -> None:
    twice = body(an_occasion(renewed=("2026-03-10 10:00", "2026-03-10 12:00")))
    assert "Le he dicho dos veces que le enviaba el presupuesto, el lunes 9 y el martes 10, y" in twice
    thrice = body(an_occasion(renewed=("2026-03-10 10:00", "2026-03-12 12:00")))
    assert "Le he dicho tres veces que le enviaba el presupuesto, el lunes 9, el martes 10 y el jueves 12, y" in thrice


def test_a_request_whose_words_ask_for_nothing_names_the_conversation() -> None:
    text = body(an_occasion("request.1", None, evidence="Mándame"))
    assert "El lunes 9 le preguntaba por la reforma de la cocina; es para" in text
    last = body(an_occasion("request.2", None, evidence="Mándame"))
    assert last.startswith("El lunes 9 le preguntaba por la reforma de la cocina; con este correo dejo de insistir.")


def test_a_yes_to_the_quote_starts_what_the_quote_is_for() -> None:
    assert WRITER.task(an_occasion("acceptance.start", "el presupuesto")).title.startswith("Empezar: la reforma")
    assert "el visto bueno para la reforma de la cocina" in body(an_occasion("acceptance.aftersale", "la propuesta"))


def test_a_task_that_comes_weeks_later_is_not_said_to_have_been_due_before() -> None:
    later = an_occasion("complaint.cause", None, evidence="Sois unos informales", due=None)
    over = replace(later, commitment=replace(later.commitment, due=date(2026, 3, 9)))
    assert "Vence" not in WRITER.task(over).text
    assert (
        "Vence: el viernes 20 (plazo habitual"
        in WRITER.task(replace(later, commitment=replace(later.commitment, due=date(2026, 3, 20)))).text
    )


def test_a_complaint_about_nothing_that_can_be_named_is_told_by_its_subject() -> None:
    task = WRITER.task(an_occasion("complaint.fast", None, evidence="Sois unos informales"))
    assert task.title == "Queja de Pedro Ruiz: la reforma de la cocina. Responder hoy"
    assert (
        "con lo ocurrido" not in WRITER.task(an_occasion("complaint.cause", None, evidence="Sois unos informales")).text
    )


def test_a_title_is_cut_where_no_word_dangles() -> None:
    client = Address(address="m@x.example", name="María Antonia Fernández Soler")
    title = WRITER.task(an_occasion(thing="el plan de mantenimiento de las instalaciones", readers=(client,))).title
    assert title == "Enviar el plan de mantenimiento… a María Antonia Fernández Soler"


def test_a_subject_with_points_or_a_verb_in_it_is_quoted_whole() -> None:
    assert "«Expte. 2026/114»" in body(an_occasion("stall", None, subject="Expte. 2026/114"))
    assert "«copia de seguridad no va»" in body(an_occasion("stall", None, subject="copia de seguridad no va"))


def test_a_thing_that_is_sent_and_spoken_of_is_owed_as_a_thing() -> None:
    said = "el viernes te paso los planos y te digo cuándo podemos colocarla"
    text = body(an_occasion(thing="los planos", form=Register.TU, act=Act.ANSWER, evidence=said))
    assert "te dije que te enviaría los planos" in text
    spoken = body(
        an_occasion(thing="los planos", form=Register.TU, act=Act.ANSWER, evidence="te digo algo de los planos")
    )
    assert "quedé en darte una respuesta sobre los planos" in spoken


@pytest.mark.parametrize("said", ["Nuestro aparejador le llamará mañana", "Our surveyor will call you tomorrow"])
def test_who_of_ours_was_to_call_is_not_said_to_be_the_author(said: str) -> None:
    form = Register.NEUTRAL if said.startswith("Our") else Register.USTED
    assert "llamarle" not in body(an_occasion(thing=None, form=form, act=Act.CALL, evidence=said))
    assert said in body(an_occasion(thing=None, form=form, act=Act.CALL, evidence=said))


def test_the_day_is_that_of_the_answer_and_not_of_what_is_asked() -> None:
    text = body(an_occasion(thing="si caben las quince", act=Act.ANSWER, evidence="le digo si caben las quince"))
    assert "quedé en decirle para el viernes 13 si caben las quince y sigue sin saberlo" in text
    said = "I'll let you know whether all fifteen fit"
    english = an_occasion(thing="whether all fifteen fit", form=Register.NEUTRAL, act=Act.ANSWER, evidence=said)
    assert "I said I'd let you know by Friday 13 March whether all fifteen fit, and" in body(english)
