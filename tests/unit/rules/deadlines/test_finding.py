from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rules.deadlines import Deadline, DeadlineKind, find, pick, writes_month_first
from rules.text import fold
from rules.working_time import WorkingTime

WEDNESDAY = date(2026, 3, 11)
SAID = [json.loads(line) for line in (Path(__file__).parent / "said.jsonl").read_text("utf-8").splitlines()]


def found(
    text: str, language: str = "es", said: date = WEDNESDAY, *, month_first: bool = False
) -> tuple[Deadline, ...]:
    return find(fold(text), language=language, said=said, month_first=month_first)


def day_of(text: str, language: str = "es", said: date = WEDNESDAY) -> date | None:
    chosen = pick(found(text, language, said), 0, len(text))
    return chosen.day if chosen else None


@pytest.mark.parametrize("record", SAID, ids=lambda record: record["evidence"][:40])
def test_a_sentence_is_due_on_the_day_its_words_say(record: dict[str, str]) -> None:
    text, language, moment = record["text"], record["language"], datetime.fromisoformat(record["date"])
    times = find(fold(text), language=language, said=moment.date(), month_first=writes_month_first(language, moment))
    start = text.index(record["evidence"])
    chosen = pick(times, start, start + len(record["evidence"]))
    day = chosen.day.isoformat() if chosen and chosen.day else None
    assert day in [record["due"], *record.get("alt_due", [])]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("lunes o martes", date(2026, 3, 17)),
        ("entre el lunes y el miércoles", date(2026, 3, 18)),
        ("el 15 o el 16", date(2026, 3, 16)),
        ("entre el 15 y el 20 de marzo", date(2026, 3, 20)),
        ("viernes a más tardar", date(2026, 3, 13)),
        ("en lo que queda de semana", date(2026, 3, 13)),
        ("a mediados de semana", date(2026, 3, 11)),
        ("el lunes de esta semana", date(2026, 3, 16)),
        ("la semana siguiente a la que viene", date(2026, 3, 27)),
        ("de mañana en ocho", date(2026, 3, 19)),
        ("del viernes en ocho", date(2026, 3, 20)),
        ("en 2-3 días", date(2026, 3, 14)),
        ("en un plazo máximo de cinco días hábiles", date(2026, 3, 18)),
        ("en media hora", WEDNESDAY),
        ("antes de las 15", WEDNESDAY),
        ("mañana antes de las 15", date(2026, 3, 12)),
        ("a primera hora del lunes", date(2026, 3, 16)),
        ("antes de las seis de hoy", WEDNESDAY),
        ("antes de abril", date(2026, 3, 31)),
        ("antes de marzo", date(2027, 2, 28)),
        ("a finales de febrero", date(2027, 2, 28)),
        ("antes de Navidad", date(2026, 12, 24)),
        ("antes de Semana Santa", date(2026, 3, 27)),
        ("después de Semana Santa", date(2026, 4, 10)),
        ("el último viernes del mes que viene", date(2026, 4, 24)),
        ("el jueves 30 de abril", date(2026, 4, 30)),
        ("el jueves 31", date(2026, 3, 31)),
        ("el 29 de febrero", date(2028, 2, 29)),
        ("el 15 del mes que viene", date(2026, 4, 15)),
        ("el 2026-04-15", date(2026, 4, 15)),
        ("el 15/4/26", date(2026, 4, 15)),
        ("en el primer trimestre", date(2026, 3, 31)),
        ("en el reparto de mañana", date(2026, 3, 12)),
        ("el 1º de abril", date(2026, 4, 1)),
        ("y lo decides, pero decidirlo antes del viernes 13", date(2026, 3, 12)),
        ("antes del 11", WEDNESDAY),
    ],
)
def test_spanish_words_name_a_day(words: str, due: date) -> None:
    assert day_of(f"Te lo mando {words}") == due


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Monday or Tuesday", date(2026, 3, 17)),
        ("between Monday and Wednesday", date(2026, 3, 18)),
        ("by wed morning", date(2026, 3, 18)),
        ("by Thursday EOD", date(2026, 3, 12)),
        ("by 4pm on Tuesday 17 March", date(2026, 3, 17)),
        ("at nine tomorrow", date(2026, 3, 12)),
        ("by noon", WEDNESDAY),
        ("first thing", date(2026, 3, 12)),
        ("this weekend", date(2026, 3, 15)),
        ("next weekend", date(2026, 3, 22)),
        ("the week of March 16", date(2026, 3, 20)),
        ("the first week of November", date(2026, 11, 6)),
        ("within 3 to 5 working days", date(2026, 3, 18)),
        ("in the next day or two", date(2026, 3, 13)),
        ("two weeks from today", date(2026, 3, 25)),
        ("a week today", date(2026, 3, 18)),
        ("by the end of Q1", date(2026, 3, 31)),
        ("by Friday the 13th", date(2026, 3, 13)),
        ("on the 2nd of April", date(2026, 4, 2)),
        ("by April 2nd, 2027", date(2027, 4, 2)),
        ("before Christmas", date(2026, 12, 24)),
        ("before easter", date(2026, 3, 27)),
        ("before April", date(2026, 3, 31)),
        ("in two to three weeks", date(2026, 4, 1)),
        ("by the last Friday of next month", date(2026, 4, 24)),
        ("until the end of May", date(2026, 5, 31)),
    ],
)
def test_english_words_name_a_day(words: str, due: date) -> None:
    assert day_of(f"I'll send it {words}", "en") == due


@pytest.mark.parametrize(
    ("language", "text", "words", "kind"),
    [
        ("es", "El lunes pasado lo vimos", "el lunes pasado", DeadlineKind.PAST),
        ("es", "Lo pedí hace dos días", "hace dos dias", DeadlineKind.PAST),
        ("es", "Está fuera desde el lunes", "desde el lunes", DeadlineKind.PAST),
        ("es", "Firmado el 15/04/2020", "el 15/04/2020", DeadlineKind.PAST),
        ("es", "Le dije que el jueves", "el jueves", DeadlineKind.PAST),
        ("es", "Los viernes cerramos pronto", "los viernes", DeadlineKind.HABITUAL),
        ("es", "Abrimos de lunes a viernes", "de lunes a viernes", DeadlineKind.HABITUAL),
        ("es", "Os lo guardo durante dos semanas", "durante dos semanas", DeadlineKind.DURATION),
        ("es", "Te paso el acta del lunes", "del lunes", DeadlineKind.ATTRIBUTE),
        ("es", "Te paso el orden del día de la visita técnica de mañana", "manana", DeadlineKind.ATTRIBUTE),
        ("es", "Te mando la agenda de la semana que viene", "la semana que viene", DeadlineKind.ATTRIBUTE),
        ("es", "Mañana no puedo", "manana", DeadlineKind.NEGATED),
        ("es", "Después del viernes te llamo", "despues del viernes", DeadlineKind.AFTER_EVENT),
        ("es", "Un lunes cualquiera quedamos", "un lunes cualquiera", DeadlineKind.VAGUE),
        ("es", "Lo vemos el 13/14", "el 13/14", DeadlineKind.ATTRIBUTE),
        ("es", "Lo vemos el 31 de junio", "el 31 de junio", DeadlineKind.ATTRIBUTE),
        ("en", "We met last Friday", "last friday", DeadlineKind.PAST),
        ("en", "I asked two days ago", "two days ago", DeadlineKind.PAST),
        ("en", "It's been down since Monday", "since monday", DeadlineKind.PAST),
        ("en", "We ship every Tuesday", "every tuesday", DeadlineKind.HABITUAL),
        ("en", "We hold it for thirty days", "for thirty days", DeadlineKind.DURATION),
        ("en", "The agenda for Thursday's meeting", "thursday's meeting", DeadlineKind.ATTRIBUTE),
        ("en", "Not today", "today", DeadlineKind.NEGATED),
        ("en", "Soon", "soon", DeadlineKind.VAGUE),
    ],
)
def test_what_is_no_deadline_is_found_with_the_kind_that_says_so(
    language: str, text: str, words: str, kind: DeadlineKind
) -> None:
    time = next(one for one in found(text, language) if words in fold(text)[one.start : one.end])
    assert (time.kind, time.day) == (kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "Le mando un abrazo",
        "El 30 % a la firma y el 70 % al terminar",
        "Feliz domingo",
        "La factura 26/09 y el modelo 036",
        "Desde luego, y hasta luego",
        "Son las dos llaves y los tres recibos",
    ],
)
def test_numbers_and_courtesies_are_no_times(text: str) -> None:
    assert day_of(text) is None


def test_places_are_those_of_the_text_with_the_words_that_lead_to_a_time() -> None:
    text = "Se lo envío, a más tardar, el miércoles que viene a las diez."
    (time,) = found(text)
    assert text[time.start : time.end] == "a más tardar, el miércoles que viene a las diez"


def test_a_text_wrapped_inside_the_words_is_read_alike() -> None:
    assert day_of("Te lo mando la semana\nque   viene") == date(2026, 3, 20)
    assert day_of("Te lo mando en un \n par  de días") == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("text", "month_first", "due"),
    [
        ("on 5/6", False, date(2026, 6, 5)),
        ("on 5/6", True, date(2026, 5, 6)),
        ("by 4/30", False, date(2026, 4, 30)),
        ("by 30/4", True, date(2026, 4, 30)),
    ],
)
def test_the_month_comes_first_where_the_writer_is_american_or_nothing_else_can_be(
    text: str, month_first: bool, due: date
) -> None:
    (time,) = found(text, "en", month_first=month_first)
    assert time.day == due


@pytest.mark.parametrize(
    ("language", "hours", "month_first"), [("en", -5, True), ("en", 0, False), ("en", 10, False), ("es", -5, False)]
)
def test_only_english_from_american_zones_puts_the_month_first(language: str, hours: int, month_first: bool) -> None:
    moment = datetime(2026, 3, 11, 9, tzinfo=timezone(timedelta(hours=hours)))
    assert writes_month_first(language, moment) is month_first


def test_working_days_leave_out_the_holidays_of_the_firm() -> None:
    text = fold("En 3 días hábiles le contestamos")
    (time,) = find(text, language="es", said=date(2027, 3, 18), working=WorkingTime.of(holidays="ES-MD"))
    assert time.day == date(2027, 3, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("La junta es el 20; el acta se la mando al día siguiente", date(2026, 3, 21)),
        ("El martes es la firma y ese mismo día le pago", date(2026, 3, 17)),
        ("Vamos a la reunión del 20 y al día siguiente te cuento", date(2026, 3, 21)),
        ("Al día siguiente te cuento", None),
    ],
)
def test_a_day_may_be_counted_from_another_one_that_is_named(text: str, day: date | None) -> None:
    times = found(text)
    assert times[-1].day == day


def test_a_time_of_day_is_of_the_day_its_sentence_named() -> None:
    assert [one.day for one in found("Mañana está Lolo en el portal; a las cinco le llamo")][1] == WEDNESDAY
    assert [one.day for one in found("Mañana está Lolo en el portal y a las cinco le llamo")][1] == date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "Una vez firmado el contrato, en 15 días le entregamos",
        "En 10 días desde la firma",
        "A los 15 días de la entrega",
    ],
)
def test_a_term_that_runs_from_an_event_has_no_day(text: str) -> None:
    assert day_of(text) is None


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert day_of("I'll send it tomorrow", "fr") == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("language", "words", "due"),
    [
        ("es", "a principios de semana", date(2026, 3, 17)),
        ("es", "la semana q viene", date(2026, 3, 20)),
        ("es", "pal lunes", date(2026, 3, 16)),
        ("es", "mañana x la tarde", date(2026, 3, 12)),
        ("es", "el jueves/viernes", date(2026, 3, 13)),
        ("es", "en las próximas 48 horas", date(2026, 3, 13)),
        ("es", "en un plazo de 24/48 horas", date(2026, 3, 13)),
        ("es", "en una semana o dos", date(2026, 3, 25)),
        ("es", "a lo largo del lunes", date(2026, 3, 16)),
        ("es", "de mañana no pasa", date(2026, 3, 12)),
        ("es", "del viernes no pasa", date(2026, 3, 13)),
        ("es", "el siguiente día hábil", date(2026, 3, 12)),
        ("es", "antes de terminar la semana", date(2026, 3, 13)),
        ("es", "la última semana de marzo", date(2026, 3, 27)),
        ("en", "Thurs/Fri", date(2026, 3, 13)),
        ("en", "in a day or two", date(2026, 3, 13)),
        ("en", "in the next week", date(2026, 3, 18)),
        ("en", "the next working day", date(2026, 3, 12)),
        ("en", "in the morning", date(2026, 3, 12)),
        ("en", "this arvo", WEDNESDAY),
        ("en", "later in the week", date(2026, 3, 13)),
        ("en", "by Easter", date(2026, 3, 27)),
    ],
)
def test_hurried_and_idiomatic_words_name_a_day_too(language: str, words: str, due: date) -> None:
    assert day_of(f"Va {words}", language) == due


def test_days_may_be_counted_back_from_one_that_is_named() -> None:
    times = found("The talk is on 1 April. I'll email you a permit the week before.", "en")
    assert times[-1].day == date(2026, 3, 27)
    times = found("Checkout is on Monday 8 June; we return the deposit within 10 working days of that.", "en")
    assert times[-1].day == date(2026, 6, 22)


@pytest.mark.parametrize("text", ["Ayer a las cinco lo vimos", "Recogen los viernes por la tarde"])
def test_a_time_of_day_beside_a_past_or_habitual_day_is_as_little_a_deadline(text: str) -> None:
    assert day_of(text) is None


def test_a_time_of_day_beside_a_vague_word_counts_by_itself() -> None:
    text = "Te llamo cuanto antes, a las cinco"
    assert [text[one.start : one.end] for one in found(text)] == ["cuanto antes", "a las cinco"]
    assert day_of(text) == WEDNESDAY


def test_a_long_row_of_leading_words_is_read_from_its_end() -> None:
    text = "para hasta sobre para hacia sobre hacia el viernes"
    (time,) = found(text)
    assert text[time.start :] == "para hacia sobre hacia el viernes"


def test_a_weekday_and_a_number_that_disagree_are_settled_by_the_number() -> None:
    assert day_of("Te lo llevo el lunes 18") == date(2026, 5, 18)
    assert day_of("Te lo llevo el lunes 17") == date(2026, 3, 17)


def test_a_quarter_gone_by_is_that_of_the_next_year() -> None:
    assert day_of("A final del primer trimestre te lo doy", said=date(2026, 5, 4)) == date(2027, 3, 31)


def test_a_named_month_gone_by_is_that_of_the_next_year() -> None:
    assert day_of("El primer lunes de febrero te lo doy") == date(2027, 2, 1)
    assert day_of("En la primera quincena de febrero te lo doy") == date(2027, 2, 15)


def test_the_week_of_a_day_that_no_month_has_is_no_time() -> None:
    assert day_of("La semana del 31 de junio te llamo") is None


def test_the_eve_of_a_day_gone_by_has_no_day() -> None:
    assert found("Hoy es la firma; la víspera te llamo")[-1].kind is DeadlineKind.AFTER_EVENT


@pytest.mark.parametrize(
    ("before", "day"),
    [("La audiencia es el martes.", date(2026, 3, 16)), ("Te mando el acta.", None), ("", None)],
)
def test_the_day_that_another_is_counted_from_may_stand_in_the_sentence_before(before: str, day: date | None) -> None:
    text = fold("Le mando los alegatos la víspera.")
    (time,) = find(text, language="es", said=WEDNESDAY, before=fold(before))
    assert time.day == day


def test_the_date_of_a_thing_may_be_counted_from() -> None:
    assert found("El acta de la firma del 20 te la mando al día siguiente")[-1].day == date(2026, 3, 21)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Mñn voy a ponerla.", date(2026, 3, 12)),
        ("En una semanita lo subo.", date(2026, 3, 18)),
        ("Sábado 10 am paso por ahí.", date(2026, 3, 14)),
        ("El sábado 21 paso por ahí.", date(2026, 3, 21)),
    ],
)
def test_what_is_written_in_a_hurry_names_a_day_too(words: str, due: date) -> None:
    assert day_of(words) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("I'll send you the year-end numbers by Friday", date(2026, 3, 13)),
        ("I'll put up the weekend rota on Thursday", date(2026, 3, 12)),
        ("I'll send the end of month figures tomorrow", date(2026, 3, 12)),
        ("I'll send the papers for the Monday morning meeting tomorrow", date(2026, 3, 12)),
        ("I'll have it ready for Monday's board", date(2026, 3, 16)),
        ("I'll have it done before tomorrow's call", date(2026, 3, 12)),
        ("I'll bring the file to Friday's meeting", date(2026, 3, 13)),
        ("By the end of the month John will call you", date(2026, 3, 31)),
    ],
)
def test_a_time_that_only_names_a_thing_is_no_deadline_unless_the_thing_is_an_event(text: str, due: date) -> None:
    assert day_of(text, "en") == due


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by the Friday before Christmas", date(2026, 12, 18)),
        ("on the Tuesday after Easter", date(2026, 4, 7)),
        ("two weeks before you travel on 20 April", date(2026, 4, 6)),
        ("a fortnight before the show on 20 April", date(2026, 4, 6)),
        ("the Friday before the show on 20 April", date(2026, 4, 17)),
        ("when you get in on Monday", date(2026, 3, 16)),
        ("when the office opens on Monday", date(2026, 3, 16)),
        ("when we come back for the second fix on the 21st", date(2026, 3, 21)),
        ("the Tuesday after your holiday, so the 17th", date(2026, 3, 17)),
        ("on Monday, or Tuesday", date(2026, 3, 17)),
        ("three weeks on Thursday", date(2026, 4, 2)),
        ("in the a.m.", date(2026, 3, 12)),
        ("in calendar week 12", date(2026, 3, 20)),
        ("in calendar week 2", date(2027, 1, 15)),
        ("in calendar week 60", None),
    ],
)
def test_feasts_arrivals_and_calendar_weeks_name_a_day(words: str, due: date | None) -> None:
    assert day_of(f"I'll send it {words}", "en") == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Give us two working days", date(2026, 3, 13)),
        ("Give me another two weeks", date(2026, 3, 25)),
        ("Leave it with me for 48 hours", date(2026, 3, 13)),
        ("Give us two weeks' notice", None),
    ],
)
def test_time_that_is_asked_for_runs_out_on_a_day(text: str, due: date | None) -> None:
    assert day_of(text, "en") == due


def test_first_thing_takes_the_hours_after_it_to_the_morrow() -> None:
    days = {time.day for time in found("First thing I'll ask them, and ring you by ten", "en")}
    assert days == {date(2026, 3, 12)}


def test_the_friday_before_belongs_to_the_day_named_before() -> None:
    folded, before = fold("I'll send it the Friday before."), fold("You need it for Monday's board.")
    (time,) = find(folded, language="en", said=WEDNESDAY, before=before)
    assert time.day == date(2026, 3, 13)
