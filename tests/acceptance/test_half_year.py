"""Half a year in one mailbox: every kind of matter, and what its user does with what is left for him."""

from __future__ import annotations

from datetime import datetime

import pytest

from rules.commitments import Status
from rules.settlement import Verb
from tests.days import Correspondence
from tests.worlds import ANA, MADRID

BEGIN, END = "2026-01-12", "2026-07-24"
NEW_DAY = "«[día nuevo, uno que se pueda cumplir]»"


def promises(office: Correspondence) -> None:
    office.writes("carlos@vidal.example", "El jueves le envío el informe.", "2026-01-12 10:00", "Humedad")
    office.writes(
        "carlos@vidal.example", "Le adjunto el informe.", "2026-01-15 12:00", "Informe", attachments=("informe.pdf",)
    )
    plans = office.writes("berta@soto.example", "Mañana te paso los planos.", "2026-01-13 10:00", "Local")
    office.writes(
        "berta@soto.example",
        "Aquí tienes los planos: https://drive.example/planos",
        "2026-01-14 17:00",
        "Re: Local",
        sender="Marcos Gil <marcos@estudio.example>",
        reply_to=plans,
    )
    first = office.writes(
        "elena@gomez.example", "El lunes te envío el contrato.", "2026-01-15 10:00", "Contrato de obra"
    )
    again = "Disculpa, el contrato lo tendrás el miércoles 28."
    office.writes("elena@gomez.example", again, "2026-01-19 18:00", "Re: Contrato de obra", reply_to=first)
    office.writes("laura@pons.example", "Mañana te envío las mediciones.", "2026-01-13 10:00", "Mediciones")
    office.send("laura@pons.example", "2026-01-15 12:00", NEW_DAY, "el martes 20")
    for person in ("noa", "olga", "rita", "saul", "manuel"):
        office.writes(
            f"{person}@cliente.example", "Mañana te envío el plano.", "2026-01-13 10:00", f"Plano de {person}"
        )
    office.delete("noa@cliente.example", "2026-01-15 12:00")
    office.tick("Olga", "2026-01-14 12:00")
    office.edit("manuel@cliente.example", "2026-01-15 12:00")
    woken = datetime(2026, 1, 22, tzinfo=MADRID)
    rita, saul = "rita@cliente.example", "saul@cliente.example"
    office.on(
        "2026-01-15 12:00",
        lambda: office.say(office.of(rita, "promise").id, Verb.SNOOZE, "2026-01-15 12:00", until=woken),
    )
    office.on("2026-01-14 12:00", lambda: office.say(office.of(saul, "promise").id, Verb.DISMISS, "2026-01-14 12:00"))
    office.on("2026-01-19 12:00", lambda: office.say(office.of(saul, "promise").id, Verb.REOPEN, "2026-01-19 12:00"))


def quotes(office: Correspondence) -> None:
    small = office.quotes("jorge@lara.example", "la pintura", "1.850 € más IVA", "2026-01-12 10:00")
    for day in ("2026-01-19", "2026-01-26", "2026-02-02"):
        office.send("jorge@lara.example", f"{day} 10:00")
    office.on(
        "2026-02-20 10:00",
        lambda: office.hears(
            "jorge@lara.example", "Adelante con el presupuesto.", "2026-02-20 10:00", "Re: Presupuesto", reply_to=small
        ),
    )
    office.quotes("karina@vela.example", "la reforma", "48.500 € más IVA", "2026-01-12 10:30")
    for day in ("2026-01-27", "2026-02-11", "2026-02-26"):
        office.send("karina@vela.example", f"{day} 12:00")
    office.quotes("luis@cano.example", "las ventanas", "3.200 €, válido hasta el 28 de enero", "2026-01-20 10:30")
    away = office.quotes("ximena@ruano.example", "la terraza", "2.900 €", "2026-01-13 10:30")
    office.hears(
        "ximena@ruano.example",
        "Estoy fuera de la oficina hasta el 2 de febrero.",
        "2026-01-13 10:31",
        "Respuesta automática",
        reply_to=away,
        headers={"Auto-Submitted": "auto-replied"},
    )
    later = office.quotes("oscar@leon.example", "la nave", "25.000 €", "2026-01-13 10:30")
    words = "Ahora mismo no podemos decidirlo; escríbame el 16 de marzo y lo vemos."
    office.hears("oscar@leon.example", words, "2026-01-20 10:00", "Re: Presupuesto", reply_to=later)
    lost = office.quotes("nuria@gil.example", "el jardín", "7.300 €", "2026-01-13 10:30")
    words = "Gracias, pero al final nos hemos decidido por otra empresa."
    office.hears("nuria@gil.example", words, "2026-01-20 18:00", "Re: Presupuesto", reply_to=lost)
    silent = office.quotes("victor@saez.example", "el garaje", "4.300 €", "2026-01-13 10:30")
    words = "Por favor, no me escriban más ni me envíen más correos."
    office.hears("victor@saez.example", words, "2026-01-21 10:00", "Re: Presupuesto", reply_to=silent)
    office.on(
        "2026-03-02 10:00",
        lambda: office.writes("victor@saez.example", "Mañana le envío el folleto.", "2026-03-02 10:00", "Folleto"),
    )


def clients(office: Correspondence) -> None:
    words = "Estoy muy descontento con el acabado: la encimera está rayada y nadie me ha dado una solución."
    bad = office.hears("sergio@diaz.example", words, "2026-01-26 18:10", "Encimera")
    office.on(
        "2026-01-27 10:00",
        lambda: office.writes(
            "sergio@diaz.example",
            "Sentimos mucho lo de la encimera, y la cambiamos sin coste.",
            "2026-01-27 10:00",
            "Re: Encimera",
            reply_to=bad,
        ),
    )
    office.hears("marta@bravo.example", "Te paso las medidas del salón: 5 x 4.", "2026-01-13 10:00", "Medidas")
    words = "Hemos decidido cambiar de empresa y dejamos de trabajar con ustedes a partir del 1 de febrero."
    office.hears("ursula@bravo.example", words, "2026-01-20 10:00", "Fin del contrato")
    words = "¿Nos darían precio para reformas de cocinas? ¿Podrían venir a Getafe? ¿Cuánto cuesta una cocina de 10 m2?"
    office.hears("iris@pena.example", f"Buenos días:\n\n{words}", "2026-01-21 11:00", "Consulta")
    office.hears("quique@mora.example", "Perfecto.", "2026-01-13 10:00", "Visita")
    office.writes("dario@polo.example", "La semana que viene le llamo.", "2026-01-15 10:00", "Tejado")
    office.meet("Llamada", "2026-01-21 10:00", "2026-01-21 10:30", "dario@polo.example", "ana@estudio.example")
    office.meet("Visita de obra", "2026-01-27 10:00", "2026-01-27 11:00", "quique@mora.example", "ana@estudio.example")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Correspondence:
    office = Correspondence(tmp_path_factory.mktemp("office"))
    for part in (promises, quotes, clients):
        part(office)
    office.live(BEGIN, END)
    return office


@pytest.mark.parametrize("person", ["carlos@vidal.example", "berta@soto.example"])
def test_what_was_kept_elsewhere_or_by_a_colleague_leaves_a_task_and_no_draft(
    office: Correspondence, person: str
) -> None:
    assert office.of(person, "promise").status is Status.FULFILLED
    assert [step for _, step in office.story(person, "promise")] == ["task"]


def test_the_same_thing_promised_for_another_day_is_one_promise_put_off(office: Correspondence) -> None:
    assert office.story("elena@gomez.example", "promise") == [("2026-01-15", "task"), ("2026-01-29", "late~1")]


def test_a_draft_that_was_sent_with_a_new_day_puts_the_promise_off(office: Correspondence) -> None:
    assert office.story("laura@pons.example", "promise")[1:] == [("2026-01-15", "late"), ("2026-01-21", "late~1")]


def test_a_deleted_draft_and_a_ticked_task_are_the_end_of_it(office: Correspondence) -> None:
    assert office.of("noa@cliente.example", "promise").status is Status.DISMISSED
    assert office.of("olga@cliente.example", "promise").status is Status.FULFILLED
    assert office.drafts_to("noa@cliente.example") == ["2026-01-15"]
    assert office.drafts_to("olga@cliente.example") == []


def test_an_edited_draft_is_the_users_and_nothing_is_written_beside_it(office: Correspondence) -> None:
    assert office.drafts_to("manuel@cliente.example") == ["2026-01-15"]
    assert [mail for mail in office.drafts() if "manuel@" in str(mail["To"]) and "PD: una" in mail.get_content()]


def test_what_was_snoozed_comes_back_when_it_wakes(office: Correspondence) -> None:
    [mail] = [mail for mail in office.drafts() if "rita@" in str(mail["To"])]
    assert mail["Date"].datetime.date().isoformat() == "2026-01-22"
    [task] = [task for task in office.tasks() if "Rita" in task]
    assert "STATUS:COMPLETED" not in task
    assert "DUE;VALUE=DATE:20260122" in task


def test_what_was_reopened_gets_its_task_and_draft_again(office: Correspondence) -> None:
    assert office.story("saul@cliente.example", "promise") == [
        ("2026-01-13", "task"),
        ("2026-01-19", "late+1"),
        ("2026-01-19", "task+1"),
    ]


def test_a_small_quote_is_asked_after_weekly_and_a_large_one_fortnightly(office: Correspondence) -> None:
    assert office.drafts_to("jorge@lara.example")[:3] == ["2026-01-19", "2026-01-26", "2026-02-02"]
    assert office.drafts_to("karina@vela.example") == ["2026-01-27", "2026-02-11", "2026-02-26"]
    assert office.of("karina@vela.example", "quote").status is Status.ARCHIVED


def test_a_quote_that_rested_revives_and_nothing_our_drafts_offered_counts_as_promised(office: Correspondence) -> None:
    kinds = {item.kind.value: item.deal for item in office.owed() if item.counterparty.address == "jorge@lara.example"}
    assert kinds == {"quote": "won", "acceptance": "won"}


def test_a_quote_that_runs_out_is_spoken_of_the_day_before(office: Correspondence) -> None:
    assert office.story("luis@cano.example", "quote")[0] == ("2026-01-27", "expiry")


def test_nobody_is_asked_anything_before_the_day_of_his_return(office: Correspondence) -> None:
    assert office.drafts_to("ximena@ruano.example")[0] == "2026-02-03"


def test_who_names_a_day_hears_of_us_on_that_day(office: Correspondence) -> None:
    assert office.drafts_to("oscar@leon.example")[0] == "2026-03-16"


def test_the_goodbye_to_a_lost_quote_takes_the_place_of_the_nudge_at_once(office: Correspondence) -> None:
    assert office.drafts_to("nuria@gil.example")[:2] == ["2026-01-20", "2026-01-20"]
    assert ("2026-01-20", "goodbye") in office.story("nuria@gil.example", "rejection")


def test_who_wants_to_hear_no_more_of_us_never_does(office: Correspondence) -> None:
    assert office.of("victor@saez.example", "quote").status is Status.CANCELLED
    assert office.drafts_to("victor@saez.example") == ["2026-01-20"]
    assert [item for item in office.owed() if item.subject == "Folleto"] == []


def test_a_complaint_is_answered_at_once_looked_into_in_a_week_and_followed_up_in_two(office: Correspondence) -> None:
    assert office.story("sergio@diaz.example", "complaint") == [
        ("2026-01-26", "fast"),
        ("2026-01-26", "task"),
        ("2026-02-02", "cause"),
        ("2026-02-10", "slow"),
    ]


def test_a_client_who_left_is_written_to_after_a_month_and_after_six(office: Correspondence) -> None:
    assert office.story("ursula@bravo.example", "farewell") == [
        ("2026-01-20", "goodbye"),
        ("2026-01-20", "goodbye.task"),
        ("2026-02-20", "rescue.1month"),
        ("2026-02-20", "rescue.1month.task"),
        ("2026-07-20", "rescue.6months"),
        ("2026-07-20", "rescue.6months.task"),
    ]
    [goodbye] = [task for task in office.tasks() if "Se va" in task]
    assert "Marta" in goodbye


def test_three_questions_in_one_mail_make_one_task_that_quotes_them_all(office: Correspondence) -> None:
    [task] = [task for task in office.tasks() if "Iris" in task]
    assert all(words in task for words in ("reformas de cocinas", "Getafe", "cocina de 10 m2"))


def test_a_meeting_is_summed_up_the_day_after_and_signed(office: Correspondence) -> None:
    assert office.story("quique@mora.example", "meeting") == [("2026-01-28", "agreements")]
    text = office.text("quique@mora.example", "meeting", "agreements")
    assert "martes 27" in text
    assert text.rstrip().endswith("Ana")


def test_a_call_in_the_calendar_keeps_the_promise_to_call_months_later_too(office: Correspondence) -> None:
    assert office.of("dario@polo.example", "promise").status is Status.FULFILLED
    assert [step for _, step in office.story("dario@polo.example", "promise")] == ["task"]


def test_no_draft_is_ever_addressed_to_ourselves_and_none_came_on_a_day_off(office: Correspondence) -> None:
    for mail in office.drafts():
        assert ANA.partition("<")[2] not in str(mail["To"])
        day = mail["Date"].datetime.date()
        assert day.weekday() < 5, mail["Subject"]
