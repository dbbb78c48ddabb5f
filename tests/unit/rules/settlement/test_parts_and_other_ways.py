"""What is kept in part, kept by some other way than the one announced, or owned up to in a draft of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.commitments import ChangeKind, Status
from rules.playbooks.loading import load_playbooks
from rules.settlement import settle
from rules.settlement.working_days import with_holidays
from rules.working_time import WorkingTime
from tests.builders import US, at
from tests.talk import Talk, found

BOTH = "El miércoles te mando las llaves y los planos"


def promised(evidence: str, *, act: str = "send", thing: str | None = None, due: str = "2026-03-11") -> Talk:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00", f"Hola, Pedro:\n\n{evidence}.", found("promise", evidence, due=due, act=act, thing=thing)
    )
    return talk


def test_what_they_say_they_have_leaves_the_rest_owed() -> None:
    talk = promised(BOTH, thing="las llaves y los planos")
    talk.they("2026-03-12 10:00", "Recibidas las llaves. Gracias.")
    first = talk.first("2026-03-20 09:00")
    assert (first.status, first.object) == (Status.OVERDUE, "los planos")
    assert first.history[-1].what is ChangeKind.PARTLY_DELIVERED


def test_what_they_say_they_have_of_all_of_it_keeps_it() -> None:
    talk = promised(BOTH, thing="las llaves y los planos")
    talk.they("2026-03-12 10:00", "Recibidas las llaves y los planos. Gracias.")
    assert talk.first("2026-03-20 09:00").status is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Las medidas del hueco son 182 × 240 y lo haría en roble.", Status.FULFILLED),
        ("Las medidas del hueco todavía no las tengo; son 14 armarios.", Status.OVERDUE),
        ("Quedamos a las 17:30 en la tienda.", Status.OVERDUE),
    ],
)
def test_measures_may_be_written_out_rather_than_sent(text: str, status: Status) -> None:
    talk = promised("El miércoles te mando las medidas del hueco", thing="las medidas del hueco")
    talk.we("2026-03-11 12:00", text)
    assert talk.first("2026-03-20 09:00").status is status


@pytest.mark.parametrize(
    ("title", "day", "status"),
    [
        ("Medir mostrador", "2026-03-11", Status.FULFILLED),
        ("Medir mostrador", "2026-03-13", Status.OVERDUE),
        ("Comida", "2026-03-11", Status.OVERDUE),
    ],
)
def test_a_meeting_on_its_day_that_bears_its_name_is_the_work_promised(title: str, day: str, status: Status) -> None:
    talk = promised("El miércoles paso a medir", act="do")
    talk.met(f"{day} 11:00", f"{day} 12:00", title=title)
    assert talk.first("2026-03-20 09:00").status is status


@pytest.mark.parametrize(
    ("text", "due"), [("Va el logo en vectorial.", "2026-03-16"), ("Va mi DNI por los dos lados.", None)]
)
def test_a_condition_is_met_by_what_the_sentence_asked_for(text: str, due: str | None) -> None:
    talk = Talk()
    made = found("promise", "te hago la maqueta", conditional=True, thing="la maqueta")
    talk.we("2026-03-10 10:00", "Cuando me mandes el logo en curvas, te hago la maqueta.", made)
    talk.they("2026-03-12 10:00", f"Hola, Ana, qué tal la semana. {text}", attachments=("archivo.ai",))
    found_due = [item.due for item in talk.settled("2026-03-13 09:00")]
    assert found_due == ([date.fromisoformat(due)] if due else [])


def test_a_price_answers_whoever_asked_for_it_although_more_is_to_come() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        "Could you give me a price for the oak?",
        found("request", "Could you give me a price for the oak", act="send", thing="a price for the oak"),
    )
    later = found("promise", "I'll send the dates on Monday", due="2026-03-16", act="send", thing="the dates")
    talk.they("2026-03-11 10:00", "Snowed under. £41 a metre. I'll send the dates on Monday.", later)
    assert talk.first("2026-03-12 09:00").status is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "status"),
    [("Would ten on Monday suit to measure the bookcase?", Status.FULFILLED), ("Is the invoice paid?", Status.OVERDUE)],
)
def test_to_be_in_touch_is_kept_by_a_question_about_the_matter(text: str, status: Status) -> None:
    talk = Talk()
    evidence = "Dan will be in touch to measure the bookcase"
    talk.we("2026-03-10 10:00", f"{evidence}.", found("promise", evidence, due="2026-03-11", act="answer", thing="Dan"))
    asked = found("request", text.rstrip("?"), act="answer")
    talk.we("2026-03-11 10:00", text, asked, thread="B", subject="Monday")
    assert talk.first("2026-03-20 09:00").status is status


def test_a_price_in_another_thread_is_the_answer_promised_to_who_asked_for_one() -> None:
    talk = Talk()
    talk.they("2026-03-10 09:00", "What would 500 programmes cost?", found("inquiry", "What would 500 programmes cost"))
    evidence = "Let me crunch the numbers and I'll get back to you tomorrow"
    made = found("promise", evidence, due="2026-03-11", act="answer", thing="the numbers")
    talk.we("2026-03-10 10:00", f"{evidence}.", made)
    price = found("quote", "£640 for 500")
    talk.we("2026-03-11 10:00", "£640 for 500, stitched.", price, thread="B", subject="Programmes")
    status = {item.evidence: item.status for item in talk.settled("2026-03-20 09:00")}
    assert status[evidence] is Status.FULFILLED


@pytest.mark.parametrize("by_header", [True, False])
def test_the_day_the_user_wrote_into_a_draft_of_ours_is_the_new_one(*, by_header: bool) -> None:
    talk = promised("Hablo con el taller y mañana te escribo", act="answer")
    owed = talk.first("2026-03-12 09:00")
    day = found("promise", "Lo hago el lunes", due="2026-03-16")
    sent = talk.we(
        "2026-03-12 10:00",
        "Hola, Pedro:\n\nEl martes 10 te escribí que hablaba con el taller. El retraso es mío.\n\nLo hago el lunes.",
        day,
        step_key=f"{owed.id}/late" if by_header else "",
    )
    drafts = {} if by_header else {sent.id: frozenset({owed.id})}
    stands = settle(
        replace(talk.conversation(), drafts=drafts),
        us=US,
        working_time=WorkingTime.of("Europe/Madrid"),
        playbooks=load_playbooks(),
        now=at("2026-03-13 09:00"),
        read_until=at("2026-03-13 09:00"),
    )
    assert [(item.id, item.status, item.due) for item in stands] == [(owed.id, Status.OPEN, date(2026, 3, 16))]


@pytest.mark.parametrize(
    ("due_text", "due"),
    [("En dos días laborables", "2026-03-20"), ("in two working days", "2026-03-20"), ("En dos días", "2026-03-19")],
)
def test_working_days_leave_out_the_holidays_of_the_firm(due_text: str, due: str) -> None:
    working_time = WorkingTime.of("Europe/Madrid", holidays="ES-VC")
    talk = Talk()
    signal = replace(found("promise", "te mando el informe", due="2026-03-19"), due_text=due_text)
    said = talk.we("2026-03-17 10:00", f"{due_text} te mando el informe.", signal)
    [counted] = with_holidays(said, working_time).signals
    assert counted.due == date.fromisoformat(due)


def test_the_matter_is_dropped_by_who_says_so_without_hurry() -> None:
    talk = promised("I'll look into the foil on Wednesday", act="answer", thing="the foil")
    talk.they("2026-03-11 10:00", "No rush on the foil, actually we're dropping it, so don't worry about that.")
    assert talk.first("2026-03-20 09:00").status is Status.CANCELLED


@pytest.mark.parametrize(("thing", "status"), [("numbers", Status.FULFILLED), ("samples", Status.OVERDUE)])
def test_a_price_is_the_numbers_promised(thing: str, status: Status) -> None:
    talk = promised(f"I'll get you {thing} for the signs on Wednesday", thing=f"{thing} for the signs")
    talk.we("2026-03-11 10:00", "Double sided comes to £310.", found("quote", "Double sided comes to £310"))
    assert talk.first("2026-03-20 09:00").status is status


def test_several_things_of_several_verbs_are_owed_together_and_one_by_one() -> None:
    talk = Talk()
    text = "Mañana te mando la muestra y te averiguo el costo."
    both = replace(found("promise", text, due="2026-03-11", act="answer", thing="el costo"), beside=("la muestra",))
    talk.we("2026-03-10 10:00", text, both)
    assert talk.first("2026-03-10 12:00").object == "la muestra y el costo"
    talk.we("2026-03-11 10:00", "Va la muestra.", attachments=("muestra.pdf",))
    assert talk.first("2026-03-11 12:00").object == "el costo"
