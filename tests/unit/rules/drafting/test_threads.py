"""What the other messages of a thread add to a draft: what is left, what is spoken of, how we write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.drafting.occasion import Occasion
from rules.drafting.people import goodbye, greeting, titled_name
from rules.drafting.templates import Templates
from rules.drafting.writing import Unwritable, Writer
from rules.facts import Address, Direction, Register, Trace
from rules.signals import Act, Kind, Party, Signal
from tests.occasions import MADRID, PEDRO, an_occasion

WRITER = Writer(Templates())


def body(first: Occasion, *also: Occasion) -> str:
    return WRITER.draft(first, also).text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]


def said(evidence: str, thing: str | None, kind: Kind = Kind.PROMISE) -> Signal:
    owes = Party.THEM if kind is Kind.QUOTE else Party.US
    return Signal(kind=kind, owes=owes, evidence=evidence, rule="r", object=thing, act=Act.SEND)


def with_signals(occasion: Occasion, *signals: Signal) -> Occasion:
    """The same, with these signals in the message that the thread begins with."""
    return replace(occasion, thread=(replace(occasion.thread[0], signals=signals), *occasion.thread[1:]))


def put_off(thing: str, evidence: str, first: Signal, again: Signal) -> Occasion:
    """A promise of which a part was given when the rest was put off, two days after."""
    occasion = an_occasion(thing=thing, evidence=evidence, renewed=("2026-03-11 09:00",), note="partial")
    begun = replace(occasion.thread[0], signals=(first,))
    later = replace(begun, id="m2", date=begun.date + timedelta(days=2), signals=(again,))
    [change] = occasion.commitment.history
    history = (replace(change, message_id="m2"),)
    return replace(
        occasion, thread=(begun, later), commitment=replace(occasion.commitment, history=history, renewals=1)
    )


def test_of_two_things_the_one_that_is_left_is_late_by_its_own_name() -> None:
    evidence = "mañana le mando las fotos y los planos"
    first, again = said(evidence, "las fotos y los planos"), said("los planos se los mando el jueves", "los planos")
    text = body(put_off("los planos", evidence, first, again))
    assert text.startswith(
        "El miércoles 11 le dije que le enviaría los planos para el viernes 13 y todavía no los tiene"
    )
    assert "el resto" not in WRITER.task(put_off("los planos", evidence, first, again)).title


def test_so_is_the_one_that_is_left_of_two_verbs() -> None:
    evidence = "mañana le mando las fotos y le confirmo los plazos"
    both = replace(said(evidence, "los plazos"), beside=("las fotos",))
    again = said("lo demás se lo digo el jueves", None)
    assert "le enviaría los plazos para" in body(put_off("los plazos", evidence, both, again))
    assert "le enviaría el resto de" in body(put_off("las fotos y los plazos", evidence, both, again))


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("el certificado se lo mando el jueves", "el certificado para"),
        ("el resto del certificado se lo mando el jueves", "el resto del certificado para"),
        ("lo que falta va el jueves", "el resto del certificado para"),
    ],
)
def test_what_is_put_off_by_its_name_is_no_rest(again: str, expected: str) -> None:
    evidence = "mañana le mando el certificado"
    occasion = put_off("el certificado", evidence, said(evidence, "el certificado"), said(again, None))
    assert body(occasion).startswith(f"El miércoles 11 le dije que le enviaría {expected}")


def test_the_rest_of_all_the_things_is_the_rest_of_them() -> None:
    for form, thing, rest in (
        (Register.USTED, "todas las fotos", "el resto de las fotos"),
        (Register.NEUTRAL, "all the photos", "the rest of the photos"),
        (Register.NEUTRAL, "all of the photos", "the rest of the photos"),
    ):
        assert rest in body(an_occasion(thing=thing, form=form, renewed=("2026-03-11 09:00",), note="partial"))


def test_a_list_of_debts_names_the_rest_and_quotes_what_was_to_be_done() -> None:
    rest = an_occasion(thing="las fotos", renewed=("2026-03-11 09:00",), note="partial")
    done = an_occasion(thing="el toldo", act=Act.DO, evidence="el lunes montamos el toldo")
    text = body(rest, done)
    assert "el resto de las fotos, que le prometí el miércoles 11" in text
    assert "lo que le prometí el lunes 9 («el lunes montamos el toldo»)" in text


def test_a_word_of_care_speaks_of_what_is_late_in_its_own_number() -> None:
    asks = an_occasion("acceptance.aftersale", many=False)
    late = an_occasion(thing=None, act=Act.DO, evidence="el lunes lo montamos")
    assert "Aparte, le debo lo que le prometí el lunes 9 («el lunes lo montamos»). El retraso es mío" in body(
        asks, late
    )


@pytest.mark.parametrize(
    ("named", "form", "task", "draft"),
    [
        ("el visto bueno", Register.USTED, "Empezar: los 3 armarios", "el visto bueno para los 3 armarios"),
        ("our purchase order 88310", Register.NEUTRAL, "Start: 32 roller blinds", "the go-ahead for 32 roller blinds"),
    ],
)
def test_a_yes_starts_what_the_quote_of_the_thread_is_for(named: str, form: Register, task: str, draft: str) -> None:
    english = form is Register.NEUTRAL
    quote = (
        said("attached quotation Q-22 for 32 roller blinds", "attached quotation Q-22 for 32 roller blinds", Kind.QUOTE)
        if english
        else said("le adjunto el presupuesto de los 3 armarios", "el presupuesto de los 3 armarios", Kind.QUOTE)
    )
    subject = "Q-22 blinds" if english else "Armarios 3"
    for template, expected in (("acceptance.start", task), ("acceptance.aftersale", draft)):
        occasion = with_signals(an_occasion(template, named, form=form, subject=subject), quote)
        text = WRITER.task(occasion).title if template.endswith("start") else body(occasion)
        assert expected in text


def test_they_put_off_the_quote_where_the_subject_is_no_name() -> None:
    quote = said("le adjunto el presupuesto de los vestuarios", "el presupuesto de los vestuarios", Kind.QUOTE)
    text = body(with_signals(an_occasion("stall", None, subject="Reforma vestuarios"), quote))
    assert "me pedía dejar el presupuesto de los vestuarios para más adelante" in text
    assert "me pedía dejar «Reforma vestuarios» para más adelante" in body(
        an_occasion("stall", None, subject="Reforma vestuarios")
    )


def test_a_subject_has_the_article_that_a_sentence_of_the_thread_gives_it() -> None:
    occasion = an_occasion("no_agreement", None, form=Register.NEUTRAL, subject="Reception desk")
    assert "one concrete step on “Reception desk”." in body(occasion)
    spoken = with_signals(occasion, said("thanks for the sketches of the reception desk", None, Kind.QUOTE))
    assert "one concrete step on the reception desk." in body(spoken)


def test_who_promised_money_is_not_asked_for_a_mail() -> None:
    paid = body(an_occasion("theirs.1", "el anticipo", act=Act.DO, evidence="mañana le transfiero el anticipo"))
    assert "y todavía no me consta. Si ya está hecho, dígame qué día salió y lo compruebo." in paid
    sent = body(an_occasion("theirs.1", "el justificante de pago", evidence="mañana le mando el justificante de pago"))
    assert "todavía no lo he recibido" in sent
    english = body(an_occasion("theirs.1", "the deposit", evidence="I'll wire the deposit", form=Register.NEUTRAL))
    assert "and it hasn't come through yet" in english


def test_where_the_last_mail_has_no_greeting_or_goodbye_the_one_before_it_tells() -> None:
    occasion = an_occasion(form=Register.TU, greeting="Hola Perico,", goodbye="Un abrazo,")
    bare = replace(occasion.thread[0], id="m2", greeting="", goodbye="", register=Register.NEUTRAL)
    both = replace(occasion, thread=(*occasion.thread, bare))
    assert (greeting(both), goodbye(both).splitlines()[0]) == ("Hola Perico,", "Un abrazo,")
    formal = replace(bare, register=Register.USTED)
    assert greeting(replace(occasion, thread=(*occasion.thread, formal))) == "Buenos días, Sr.\N{NO-BREAK SPACE}Ruiz:"


def test_a_couple_that_is_familiar_with_us_is_two_people() -> None:
    couple = Address(address="mireiaiquim@correo.example", name="Mireia y Quim")
    occasion = an_occasion("theirs.1", readers=(couple,))
    theirs = Trace(
        id="m1",
        account="despacho",
        direction=Direction.INBOUND,
        date=occasion.thread[0].date,
        sender=couple,
        to=(occasion.sender,),
        language="es",
        register=Register.TU,
    )
    assert replace(occasion, thread=(theirs,)).register is Register.VOSOTROS
    ours = replace(theirs, id="m2", direction=Direction.OUTBOUND, sender=occasion.sender, to=(couple,))
    assert replace(occasion, thread=(theirs, ours)).register is Register.TU


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Mrs J. Okafor", "en", "Mrs. Okafor"),
        ("Dr Amy Chen", "en", "Dr. Chen"),
        ("Lic. Beatriz Olvera Ríos", "es", "Lic. Olvera"),
        ("Dra. María José de la Torre", "es", "Dra. De la Torre"),
        ("Sr. Gutiérrez", "es", "Sr. Gutiérrez"),
        ("Sr. y Sra. Ruiz", "es", ""),
        ("Pedro Ruiz", "es", ""),
        ("Dr", "en", ""),
        ("Dr J.", "en", ""),
        ("", "es", ""),
    ],
)
def test_a_title_in_the_address_is_used(name: str, language: str, expected: str) -> None:
    found = titled_name(Address(address="x@x.example", name=name), language)
    assert found.replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("zone", "expected"), [("Europe/London", "Dear Mrs Okafor,"), ("America/Chicago", "Dear Mrs. Okafor,")]
)
def test_who_has_a_title_is_greeted_by_it(zone: str, expected: str) -> None:
    mrs = Address(address="j.okafor@mail.example", name="Mrs J. Okafor")
    occasion = an_occasion("complaint.fast", None, form=Register.NEUTRAL, readers=(mrs,))
    assert greeting(replace(occasion, zone=type(MADRID)(zone))).replace("\N{NO-BREAK SPACE}", " ") == expected
    assert PEDRO.name not in greeting(occasion)


@pytest.mark.parametrize(("words", "form"), [("Will do, thanks", Register.NEUTRAL), ("Perfecto, lo hago", Register.TU)])
def test_a_promise_that_names_nothing_is_not_written_about(words: str, form: Register) -> None:
    with pytest.raises(Unwritable):
        WRITER.draft(an_occasion(thing=None, act=Act.DO, evidence=words, form=form))


def test_they_are_quoted_from_where_they_ask_to_be_contacted() -> None:
    evidence = "Ana, ahora estoy liada con el inventario, llámame a la vuelta de Semana Santa y lo hablamos"
    assert "(«llámame a la vuelta de Semana Santa y lo hablamos»)" in body(
        an_occasion("stall", None, evidence=evidence)
    )


def test_somebody_of_ours_who_was_to_be_there_is_not_i() -> None:
    words = "Our tiler will be with you on Monday"
    text = body(an_occasion(thing=None, act=Act.DO, evidence=words, form=Register.NEUTRAL))
    assert "and that is still outstanding" in text


def test_who_told_the_reason_for_leaving_is_not_asked_for_it() -> None:
    told = body(an_occasion("farewell.goodbye", None, evidence="lo dejamos porque el plazo se nos iba a mayo"))
    assert "el motivo, «el plazo se nos iba a mayo»; lo tengo en cuenta. La puerta queda abierta." in told
    assert "cuénteme" not in told
    assert "cuénteme en una línea" in body(an_occasion("farewell.goodbye", None))


def test_debts_of_one_day_name_the_day_once() -> None:
    sent = an_occasion(thing="el plano", evidence="mañana le mando el plano")
    asked = an_occasion(thing="si cabe la mesa", act=Act.ANSWER, evidence="le digo si cabe la mesa")
    signals = said("mañana le mando el plano", "el plano"), said("le digo si cabe la mesa", "si cabe la mesa")
    both = [with_signals(each, *signals) for each in (asked, sent)]
    expected = "dos cosas que siguen pendientes: el plano y decirle si cabe la mesa."
    assert f"El lunes 9 le prometí para el viernes 13 {expected}" in body(*both)
    three = body(*both, with_signals(an_occasion(thing="las fotos"), *signals))
    assert three.startswith(
        "El lunes 9 le prometí para el viernes 13 tres cosas que siguen pendientes:\n\n1. El plano.\n"
    )
    later = body(*both, an_occasion(thing="las fotos", due="2026-03-12"))
    assert later.startswith("Le debo tres cosas, por orden de fecha:\n\n1. El plano, que le prometí el lunes 9 para")
