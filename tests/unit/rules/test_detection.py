"""What a message signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from rules import mentions
from rules.detection import Detector
from rules.language import load_rules
from rules.reading.reading import Reading
from rules.signals import Act, Confidence, Kind, Party, Signal
from tests.builders import a_message

DETECTOR = Detector(load_rules(["es", "en"]))


def signals_of(text: str, **message: object) -> tuple[Signal, ...]:
    return DETECTOR.detect(a_message(text, **{"when": "2026-03-10 10:12", "language": "es", **message}))  # type: ignore[arg-type]


def the_signal(text: str, **message: object) -> Signal:
    (signal,) = signals_of(text, **message)
    return signal


def test_a_promise_has_its_evidence_its_thing_its_day_and_its_act() -> None:
    signal = the_signal("Buenos días:\n\nMañana le envío el presupuesto.\n\nUn saludo")
    assert (signal.kind, signal.owes, signal.evidence) == (Kind.PROMISE, Party.US, "Mañana le envío el presupuesto")
    assert (signal.object, signal.due, signal.due_text) == ("el presupuesto", date(2026, 3, 11), "Mañana")
    assert (signal.act, signal.confidence, signal.rule) == (Act.SEND, Confidence.SURE, "es-promise-own")
    assert mentions.of("presupuesto") <= signal.topic
    assert not signal.conditional
    assert not signal.holding


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I'll give you a quick call tomorrow.", "en"),
        ("Talk to you Tuesday.", "en"),
        ("Mañana te hago una llamada.", "es"),
    ],
)
def test_a_call_that_is_given_is_a_call(text: str, language: str) -> None:
    assert the_signal(text, language=language).act is Act.CALL


@pytest.mark.parametrize(
    ("text", "language", "thing"),
    [
        ("También os digo mañana si cabe el frigorífico.", "es", "si cabe el frigorífico"),
        ("El lunes le digo qué día montamos el rótulo.", "es", "qué día montamos el rótulo"),
        ("Mañana le confirmo que está en orden.", "es", None),
        ("I'll let you know tomorrow whether the boiler fits.", "en", "whether the boiler fits"),
        ("I'll let you know tomorrow.", "en", None),
    ],
)
def test_what_is_to_be_found_out_is_the_thing_of_an_answer(text: str, language: str, thing: str | None) -> None:
    signal = the_signal(text, language=language)
    assert (signal.act, signal.object) == (Act.ANSWER, thing)


def test_what_is_sent_and_what_is_found_out_are_two_promises() -> None:
    sent, asked = signals_of("Mañana os mando el plano y os digo si se puede tirar el tabique.")
    assert (sent.object, sent.act) == ("el plano", Act.SEND)
    assert (asked.object, asked.act) == ("si se puede tirar el tabique", Act.ANSWER)
    assert the_signal("Mañana miro la agenda y te digo si puedo.").act is Act.ANSWER
    assert the_signal("Mañana te lo mando y te digo si cabe.").act is Act.ANSWER


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Lo dejamos para más adelante, ahora andamos liados.", None),
        ("Ahora no puedo, lo hablamos el jueves.", date(2026, 3, 12)),
        ("De momento no vamos a decidir nada. Llámeme después del 15 de abril.", date(2026, 4, 16)),
    ],
)
def test_what_is_put_off_is_not_put_off_to_now(text: str, due: date | None) -> None:
    signal = the_signal(text, outbound=False, subject="Re: Presupuesto")
    assert (signal.kind, signal.due) == (Kind.STALL, due)


@pytest.mark.parametrize(
    ("text", "language", "due"),
    [
        ("¿Tienen disponibilidad la semana del 25?", "es", None),
        ("¿Queda sitio para cuatro el viernes?", "es", None),
        ("Do you have a room on Friday?", "en", None),
        ("¿Tienen lista la escritura antes del viernes?", "es", date(2026, 3, 12)),
        ("¿Me puede mandar la factura el viernes?", "es", date(2026, 3, 13)),
        ("¿Nos pueden pasar precio para una comunión el 16 de mayo?", "es", None),
        ("¿Nos pueden pasar precio para el 16 de marzo?", "es", date(2026, 3, 16)),
        ("Can you take us back starting May 1?", "en", None),
        ("¿Pueden atendernos a partir del 2 de mayo?", "es", None),
    ],
)
def test_the_day_for_which_they_ask_what_there_is_is_no_deadline(text: str, language: str, due: date | None) -> None:
    signal = the_signal(text, language=language, outbound=False)
    assert (signal.kind, signal.due) == (Kind.INQUIRY, due)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El retraso es mío, perdona. Las dos quedan hechas el martes 17. Si una te urge más, dime cuál.", "es"),
        ("La demora es mía. Las tres quedan listas el martes 17.", "es"),
        ("El retraso es nuestro y queda resuelto el martes 17.", "es"),
        ("El resto sale el martes 17, y de eso respondo yo.", "es"),
        ("Lo hago el martes 17.", "es"),
        ("It will be done on Tuesday 17 March.", "en"),
        ("You'll have both on Tuesday 17 March. If one is more pressing, tell me which.", "en"),
        ("The rest goes out on Tuesday 17 March, and I answer for that.", "en"),
    ],
)
def test_the_day_that_a_draft_of_ours_leaves_to_the_user_is_heard_as_his_promise(text: str, language: str) -> None:
    promises = [signal for signal in signals_of(text, language=language) if signal.kind is Kind.PROMISE]
    assert [(signal.due, signal.conditional) for signal in promises] == [(date(2026, 3, 17), False)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I'll come back to you on Friday.", "en"),
        ("I'll have an answer for you by Friday.", "en"),
        ("I'll be back in touch on Friday.", "en"),
        ("El viernes le doy una respuesta.", "es"),
    ],
)
def test_who_comes_back_to_somebody_or_has_an_answer_for_him_answers(text: str, language: str) -> None:
    signal = the_signal(text, language=language)
    assert (signal.act, signal.object) == (Act.ANSWER, None)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (
            "We keep three boats over the winter. Is that something you do?",
            "We keep three boats over the winter. Is that something you do?",
        ),
        ("¿Qué tal todo? ¿Me lo mandas?", "¿Me lo mandas?"),
        (
            "En enero vienen cuarenta personas, ¿me puede cotizar?",
            "En enero vienen cuarenta personas, ¿me puede cotizar?",
        ),
        ("Vamos el lunes. ¿Trabajan ustedes los festivos de agosto?", "Trabajan ustedes los festivos de agosto"),
    ],
)
def test_a_question_is_quoted_with_what_it_is_about(text: str, evidence: str) -> None:
    language = "en" if text.startswith("We") else "es"
    [asked] = [signal for signal in signals_of(text, outbound=False, language=language) if signal.kind is Kind.INQUIRY]
    assert asked.evidence == evidence


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("All in it's £640 + VAT.", Kind.QUOTE, {"language": "en"}),
        ("La dirección ha dado el visto bueno a su propuesta.", Kind.ACCEPTANCE, {"outbound": False}),
        ("Y me lo devuelve firmado, por favor.", Kind.REQUEST, {}),
    ],
)
def test_a_price_a_yes_and_a_state_are_no_things(text: str, kind: Kind, message: dict[str, object]) -> None:
    [found] = [signal for signal in signals_of(text, **message) if signal.kind is kind]
    assert found.object is None


def test_a_thing_is_not_named_by_coming_with_the_mail() -> None:
    [missing] = [each for each in signals_of("Please find our survey enclosed.", language="en") if each.object]
    assert missing.object == "our survey"


def test_the_other_side_s_promise_is_owed_by_them() -> None:
    assert the_signal("Mañana le envío el contrato.", outbound=False).owes is Party.THEM


def test_a_vague_time_is_no_day() -> None:
    signal = the_signal("En breve recibirá la oferta.")
    assert (signal.due, signal.due_text) == (None, None)


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("Cuando me mande el DNI, mañana mismo le preparo el alta.", True),
        ("En cuanto llegue el resultado le llamo.", False),
        ("Mañana le llamo.", False),
    ],
)
def test_only_what_waits_on_the_reader_is_conditional_and_has_no_day(text: str, conditional: bool) -> None:
    signal = the_signal(text)
    assert signal.conditional is conditional
    assert signal.due is None or not conditional


@pytest.mark.parametrize(
    ("text", "holding"),
    [
        ("Sigo con ello, mañana le digo algo.", True),
        ("El martes le escribo con lo que sepa.", True),
        ("Mañana le mando el plano.", False),
    ],
)
def test_a_holding_reply_only_renews(text: str, holding: bool) -> None:
    assert the_signal(text).holding is holding


def test_two_acts_under_one_date_are_one_promise() -> None:
    signal = the_signal("Recalculo el importe y se lo mando luego.")
    assert signal.evidence == "Recalculo el importe y se lo mando luego"
    assert signal.due == date(2026, 3, 10)


def test_separate_dates_are_separate_promises() -> None:
    first, second = signals_of("El miércoles le mando el plano y el viernes le llamo.")
    assert (first.due, second.due) == (date(2026, 3, 11), date(2026, 3, 13))
    assert (first.act, second.act) == (Act.SEND, Act.CALL)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mañana te mando el plano y el viernes la factura.", "es"),
        ("I'll send you the plan tomorrow and the invoice on Friday.", "en"),
        ("You'll have the plan tomorrow and the invoice by Friday.", "en"),
    ],
)
def test_each_thing_with_its_own_day_is_a_promise_of_its_own(text: str, language: str) -> None:
    first, second = signals_of(text, language=language)
    assert (first.due, second.due) == (date(2026, 3, 11), date(2026, 3, 13))
    assert (first.object, second.object) in {("el plano", "la factura"), ("the plan", "the invoice")}
    assert (first.act, second.act) == (Act.SEND, Act.SEND)


def test_what_is_to_be_told_is_quoted_with_its_alternative() -> None:
    signal = the_signal("Mañana te confirmo si la barra cabe por la puerta o hay que desmontarla.")
    assert signal.evidence == "Mañana te confirmo si la barra cabe por la puerta o hay que desmontarla"


def test_the_date_of_a_thing_is_no_day_of_the_promise() -> None:
    assert the_signal("Te reenvío mañana la factura vencida el 28 de febrero.").due == date(2026, 3, 11)


@pytest.mark.parametrize(("subject", "kinds"), [("Re: Presupuesto", [Kind.REJECTION]), ("Re: Duplicado", [])])
def test_what_is_no_longer_needed_is_declined_only_where_it_was_for_sale(subject: str, kinds: list[Kind]) -> None:
    found = signals_of("Ya no hace falta, gracias.", outbound=False, subject=subject)
    assert [signal.kind for signal in found] == kinds


def test_an_act_for_which_somebody_else_is_named_is_a_promise_of_its_own() -> None:
    text = "I'll get it set up by Thursday and our driver Luis will call you to pick a day."
    assert [signal.evidence for signal in signals_of(text, language="en")] == [
        "I'll get it set up by Thursday",
        "our driver Luis will call you to pick a day",
    ]


def test_an_act_gives_way_only_to_what_is_kept() -> None:
    text = (
        "The boiler you fitted has broken down again. I have photographs of all of it and a list as long as my arm, "
        "with the dates on which your office was told. I need the broken pump replaced."
    )
    kinds = [signal.kind for signal in signals_of(text, outbound=False, language="en")]
    assert kinds == [Kind.COMPLAINT, Kind.INQUIRY]


def test_asking_again_for_the_same_is_one_request() -> None:
    signal = the_signal("Necesito las facturas de marzo. ¿Me las puede mandar?")
    assert signal.kind is Kind.REQUEST
    assert signal.evidence == "Necesito las facturas de marzo. ¿Me las puede mandar"


def test_asking_for_two_things_is_two_requests() -> None:
    assert len(signals_of("Necesito las facturas de marzo. Confírmeme la fecha de la obra.")) == 2


def test_a_request_has_the_day_it_names() -> None:
    assert the_signal("Necesito el plano antes del viernes.").due == date(2026, 3, 12)


def test_a_call_asked_for_later_is_a_delay_and_no_inquiry() -> None:
    signal = the_signal("Ahora no es buen momento. Llámeme en septiembre.", outbound=False)
    assert signal.kind is Kind.STALL
    assert signal.evidence == "Ahora no es buen momento. Llámeme en septiembre"


def test_a_quote_has_its_amount_and_the_day_until_which_it_stands() -> None:
    signal = the_signal("La reforma le sale por 12.400 € más IVA. La oferta es válida hasta el 31 de marzo.")
    assert signal.kind is Kind.QUOTE
    assert signal.amount is not None
    assert (signal.amount.value, signal.amount.currency) == (Decimal(12400), "EUR")
    assert signal.valid_until == date(2026, 3, 31)
    assert signal.due is None


def test_the_sum_and_the_last_day_of_a_quote_may_stand_in_sentences_of_their_own() -> None:
    signal = the_signal(
        "Le adjunto el presupuesto con las dos opciones. El total con porcelánico asciende a 8.450 € más IVA, "
        "el granito son 1.200 € más. Validez un mes.",
        attachments=("Presupuesto.pdf",),
    )
    assert signal.kind is Kind.QUOTE
    assert signal.amount is not None
    assert (signal.amount.value, signal.amount.currency) == (Decimal(8450), "EUR")
    assert signal.valid_until == date(2026, 4, 10)


def test_a_quote_that_names_no_day_stands_until_none() -> None:
    assert the_signal("La reforma le sale por 12.400 € más IVA. La oferta es válida.").valid_until is None
    assert the_signal("La reforma le sale por 12.400 € más IVA.").valid_until is None


def test_automatic_mail_is_nobody_s_word() -> None:
    assert signals_of("Mañana le envío el plano.", headers={"auto-submitted": "auto-generated"}) == ()


def test_a_kind_that_comes_once_comes_once() -> None:
    text = "Adelante con el presupuesto. Le mando un saludo. Y gracias por todo lo demás. Aceptamos el presupuesto."
    assert [signal.kind for signal in signals_of(text, outbound=False)] == [Kind.ACCEPTANCE]


def test_english_is_read_as_well() -> None:
    signal = the_signal("I'll send you the drawings tomorrow.", language="en")
    assert (signal.kind, signal.due) == (Kind.PROMISE, date(2026, 3, 11))


def test_a_second_reader_has_the_last_word() -> None:
    class Sceptic:
        def judge(self, reading: Reading, signals: Sequence[Signal], matter: object = None) -> Sequence[Signal]:
            assert reading.sentences
            return [signal for signal in signals if signal.kind is not Kind.PROMISE]

    doubting = Detector(DETECTOR.ruleset, Sceptic())
    message = a_message("Mañana le envío el plano. ¿Me confirma la medida?", language="es")
    assert [signal.kind for signal in doubting.detect(message)] == [Kind.REQUEST]


def test_who_calls_and_then_looks_at_it_together_promises_a_call() -> None:
    [signal] = DETECTOR.detect(a_message("El viernes a la mañana te llamo y vemos los detalles de la entrega."))
    assert signal.act is Act.CALL


def english(text: str, **message: object) -> tuple[Signal, ...]:
    return signals_of(text, **{"language": "en", "outbound": True, **message})


def test_what_is_brought_to_an_appointment_is_due_on_its_day() -> None:
    (signal,) = english("Hi Sam,\n\nYour slot is Friday at 9. I'll bring the new filters.\n\nAnn")
    assert (signal.due, signal.due_text) == (date(2026, 3, 13), "Friday at 9")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("I'll show you the swatches when I'm round at number 9 on Saturday.", date(2026, 3, 14)),
        ("We will tell you what the lab found by Thursday lunchtime.", date(2026, 3, 12)),
        (
            "We are at the farm on the 19th for the drains, and while we're there we'll fix your gate.",
            date(2026, 3, 19),
        ),
    ],
)
def test_a_day_named_in_another_clause_is_that_of_the_act_it_can_only_belong_to(text: str, due: date) -> None:
    (signal,) = english(text)
    assert signal.due == due


def test_a_time_of_day_is_of_the_day_of_the_appointment_before_it() -> None:
    (signal,) = english("Hi Sam,\n\nWe are listed for 24 June at 10. I'll meet you outside at half nine.\n\nAnn")
    assert signal.due == date(2026, 6, 24)


def test_a_promise_that_says_what_the_one_before_it_only_announced_is_the_same() -> None:
    (signal,) = english("Hi Sam,\n\nLeave it with me. I'll ring you on Friday.\n\nAnn")
    assert (signal.evidence, signal.due) == ("Leave it with me. I'll ring you on Friday", date(2026, 3, 13))


def test_who_pays_when_he_has_his_own_wages_waits_for_nobody_here() -> None:
    (signal,) = english("Hi Ann,\n\nI will pay half on Friday when I get my wages.\n\nSam", outbound=False)
    assert not signal.conditional
    assert signal.due == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("text", "hours", "due"),
    [
        ("Come back to us in September.", 1, "2026-09-01"),
        ("We'd rather leave it until after the summer.", 1, "2026-09-01"),
        ("We'd rather leave it until after the summer.", 11, None),
        ("I'm parking this for now.", 1, None),
    ],
)
def test_who_puts_it_off_to_a_month_is_to_be_asked_when_it_begins(text: str, hours: int, due: str | None) -> None:
    message = a_message(f"Hi Ann,\n\n{text}\n\nSam", outbound=False, language="en", subject="Re: your quote")
    there = datetime(2026, 3, 10, 10, 12, tzinfo=timezone(timedelta(hours=hours)))
    (signal,) = DETECTOR.detect(replace(message, date=there))
    assert signal.kind is Kind.STALL
    assert str(signal.due) == str(due)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("I'll send you a quote for getting you registered tomorrow.", "a quote"),
        ("I'll send you a quote for painting tomorrow.", "a quote for painting"),
        ("I'll send you the plans Pedro, tomorrow.", "the plans"),
        ("The report is coming on Friday.", "The report"),
    ],
)
def test_a_thing_ends_before_the_verb_that_it_is_for_and_before_the_readers_name(text: str, thing: str) -> None:
    assert the_signal(text, language="en").object == thing


@pytest.mark.parametrize(
    ("text", "thing", "beside"),
    [
        ("Mañana te mando la muestra y te averiguo el costo.", "el costo", ("la muestra",)),
        ("El lunes os confirmo los pesos y os mando el Excel.", "el Excel", ("los pesos",)),
        ("Mañana te instalo la caldera y te mando el certificado.", "el certificado", ()),
        ("Reviso la memoria y te la mando mañana.", "la memoria", ()),
    ],
)
def test_what_is_sent_or_told_beside_the_thing_is_kept_with_it(text: str, thing: str, beside: tuple[str, ...]) -> None:
    signal = the_signal(text)
    assert (signal.object, signal.beside) == (thing, beside)


@pytest.mark.parametrize(
    ("text", "language", "evidence"),
    [
        (
            "Quisiera saber si trabajan con producto ecológico y si harían un precio especial. Un saludo.",
            "es",
            "Quisiera saber si trabajan con producto ecológico y si harían un precio especial",
        ),
        (
            "Could you tell me if you fit awnings, and how long it takes? We open in May.",
            "en",
            "Could you tell me if you fit awnings, and how long it takes",
        ),
    ],
)
def test_a_question_is_not_cut_before_another_of_the_same_verb(text: str, language: str, evidence: str) -> None:
    assert the_signal(text, language=language, outbound=False).evidence == evidence


@pytest.mark.parametrize(
    ("text", "language", "when_met"),
    [
        ("Cuando me mande el CIF le envío la factura en dos días.", "es", "en dos días"),
        ("Cuando me mande el CIF le envío la factura.", "es", ""),
        ("Si me manda el CIF el lunes, le envío la factura.", "es", ""),
        ("Once you send the survey I'll have a price for you in two days.", "en", "in two days"),
    ],
)
def test_a_conditional_promise_keeps_the_time_that_it_names(text: str, language: str, when_met: str) -> None:
    signal = the_signal(text, language=language)
    assert (signal.conditional, signal.due, signal.when_met) == (True, None, when_met)


def test_what_a_yes_says_it_of_is_the_offer_and_not_what_was_named_before() -> None:
    text = "Teacher training ate my January. Yes, let's do it!"
    signals = signals_of(text, language="en", outbound=False, subject="Re: Proposal")
    assert [signal.object for signal in signals if signal.kind is Kind.ACCEPTANCE] == [None]


@pytest.mark.parametrize(
    ("text", "language", "lasts"),
    [
        ("Os guardo la fecha hasta el viernes 20.", "es", True),
        ("Le reservo la mesa el lunes.", "es", False),
        ("I'll hold the week of 14 September for you until Friday.", "en", True),
        ("Give me until next Tuesday and I'll send you a price.", "en", False),
        ("I'll send you the plans by Friday.", "en", False),
    ],
)
def test_what_is_kept_as_it_is_up_to_a_day_lasts(text: str, language: str, lasts: bool) -> None:
    signal = the_signal(text, language=language)
    assert (signal.kind, signal.lasts) == (Kind.PROMISE, lasts)
