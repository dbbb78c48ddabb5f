from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import find, pick
from rules.text import fold

WEDNESDAY = date(2026, 3, 11)


def picked(text: str, clause: str, sentence: str | None = None, language: str = "es") -> date | None:
    start = text.index(clause)
    around = None if sentence is None else (text.index(sentence), text.index(sentence) + len(sentence))
    chosen = pick(find(fold(text), language=language, said=WEDNESDAY), start, start + len(clause), around)
    return chosen.day if chosen else None


def test_the_deadline_inside_the_clause_is_its_own() -> None:
    text = "Mi proveedor me contesta el martes y te digo el precio el miércoles."
    assert picked(text, "te digo el precio el miércoles", text) == date(2026, 3, 18)


def test_a_day_goes_before_a_time_of_day_and_before_a_vague_word() -> None:
    assert picked("Cuanto antes, mejor el jueves por la tarde te llamo", "Cuanto antes, mejor el jueves") == date(
        2026, 3, 12
    )
    assert picked("A las cinco salgo y el viernes te llamo", "A las cinco salgo y el viernes te llamo") == date(
        2026, 3, 13
    )


def test_a_second_day_right_after_a_stretch_makes_it_more_precise() -> None:
    text = "I'll come back to you early next week, by Tuesday"
    assert picked(text, text, language="en") == date(2026, 3, 17)


def test_a_day_by_itself_goes_before_that_of_an_event() -> None:
    text = "Para la reunión del jueves te paso el orden del día mañana"
    assert picked(text, text) == date(2026, 3, 12)
    assert picked("Te veo en la reunión del jueves", "Te veo en la reunión del jueves") == date(2026, 3, 12)
    assert picked("Te paso para la reunión del lunes los datos el martes", "los datos el martes") == date(2026, 3, 17)


def test_the_first_of_two_days_is_the_deadline() -> None:
    text = "Te confirmo el lunes si iremos el 24 de octubre"
    assert picked(text, text) == date(2026, 3, 16)


@pytest.mark.parametrize("text", ["Para el viernes, te lo preparo.", "Te lo preparo, para el viernes."])
def test_a_deadline_that_adjoins_the_clause_in_its_sentence_belongs_to_it(text: str) -> None:
    clause = "te lo preparo" if "te lo" in text else "Te lo preparo"
    assert picked(text, clause, text) == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("text", "clause", "day"),
    [
        ("Te llevo las gafas a la tienda el jueves 19", "Te llevo las gafas", date(2026, 3, 19)),
        ("El viernes sin falta a primera hora de la tarde te lo llevo", "te lo llevo", date(2026, 3, 13)),
        ("Te lo preparo y el viernes cierro", "Te lo preparo", None),
        ("A las cinco con los chicos del almacén te lo preparo", "te lo preparo", None),
    ],
)
def test_a_day_that_nothing_parts_from_the_clause_belongs_to_it(text: str, clause: str, day: date | None) -> None:
    assert picked(text, clause, text) == day


def test_an_english_that_which_points_at_a_thing_parts_no_clauses() -> None:
    assert picked("I'll get that PO raised this week", "I'll get", "I'll get that PO raised this week", "en") == date(
        2026, 3, 13
    )
    text = "I'll tell you that we ship on Friday"
    assert picked(text, "I'll tell you", text, "en") is None


def test_one_of_another_sentence_does_not() -> None:
    text = "Estoy fuera el viernes. Te lo preparo."
    assert picked(text, "Te lo preparo", "Te lo preparo.") is None


def test_one_of_another_clause_does_not() -> None:
    text = "El viernes cierra la oficina, así que te lo preparo."
    assert picked(text, "te lo preparo", text) is None


def test_without_its_sentence_only_the_clause_is_looked_at() -> None:
    assert picked("Para el viernes, te lo preparo.", "te lo preparo") is None


def test_what_is_past_habitual_or_of_a_thing_is_never_picked() -> None:
    assert picked("El lunes pasado, los viernes, el acta del martes", "El lunes pasado, los viernes") is None
