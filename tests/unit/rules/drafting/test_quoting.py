"""Quotations: literal, short, and nothing in them that steers, links or hurts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.drafting.quoting import american_marks, is_quotable, plain, points_inside, quotation, quoted, spanish_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le confirmo mañana.", "le confirmo mañana"),
        ("le confirmo\nmañana", "le confirmo mañana"),
        ("le con\u202efirmo\u200b ma\x07ñana\u2066", "le confirmo mañana"),
        ("Le llamo. Y otra cosa más.", "Le llamo"),
        ("mire https://x.example/a y dígame", "mire … y dígame"),
        ("escriba a pedro@x.example hoy", "escriba a … hoy"),
        ("pague en ES91 2100 0418 4502 0005 1332 hoy", "pague en … hoy"),
        ("me llama al «fijo»", "me llama al “fijo”"),
        ("¿me lo manda? gracias", "¿me lo manda? gracias"),
        ("le mando [esto] {y} ¶ aquello", "le mando (esto) (y) aquello"),
        ("sois unos ladrones, dadme la factura", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_text_is_cleaned_so_that_it_can_be_quoted(text: str, expected: str) -> None:
    assert quotation(text) == expected


def test_a_long_sentence_is_cut_at_a_word() -> None:
    text = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece"
    assert quotation(text) == "uno dos tres cuatro cinco seis siete ocho nueve diez once doce…"


def test_a_cut_ends_in_no_word_that_leads_on() -> None:
    text = "Necesito que me mandes los tres últimos recibos de sueldo y la foto de la cédula"
    assert quotation(text) == "Necesito que me mandes los tres últimos recibos de sueldo…"


def test_a_word_that_looks_like_an_account_is_left() -> None:
    assert quotation("FY25 capacity grant for schools") == "FY25 capacity grant for schools"


def test_of_a_long_sentence_the_part_that_says_the_thing_is_kept() -> None:
    text = "Gracias por la paciencia que has tenido con todo esto durante el mes, mañana te mando el presupuesto"
    assert quotation(text, about="el presupuesto") == "… mañana te mando el presupuesto"


def test_a_cut_leaves_no_half_of_a_pair_of_marks() -> None:
    text = "¿me podría usted mandar antes del viernes la copia de la escritura que firmamos en enero?"
    assert quotation(text) == "me podría usted mandar antes del viernes la copia de la escritura…"


def test_a_mark_that_is_dropped_leaves_no_blank_behind() -> None:
    assert quotation("0 (") == "0"
    assert quotation("mando ( el plano") == "mando el plano"


@given(st.text(max_size=300))
def test_whatever_comes_in_nothing_comes_out_that_could_break_a_draft(text: str) -> None:
    words = quotation(text)
    assert not any(mark in words for mark in "«»[]{}¶\n\r\t\x00\u202e\u2066")
    assert "://" not in words
    assert len(words.split()) <= 14
    assert words.count("“") == words.count("”")
    assert plain(words) == words


def test_quotation_marks_are_those_of_the_country() -> None:
    text = "me decía «mando el “fijo”» y «[poner día]» y «no»"
    assert american_marks(text) == "me decía “mando el ‘fijo’” y «[poner día]» y “no”"
    assert spanish_marks("conteste “sí” o «el “fijo”»") == "conteste «sí» o «el “fijo”»"
    assert quoted("el «fijo»", "en") == "“el ‘fijo’”"
    assert quoted("", "es") == ""


@pytest.mark.parametrize("text", ["www.x.example", "ES9121000418450200051332", "0049 170 1234567890", "imbécil"])
def test_what_must_not_be_said_back_is_known(text: str) -> None:
    assert not is_quotable(text)
    assert is_quotable("el plano de 120 metros por 4.850 €")


def test_the_beginning_is_kept_where_the_thing_begins_in_it() -> None:
    said = "El jueves te mando la propuesta del riego y el listado de plantas"
    cut = quotation(said, about="la propuesta del riego y el listado de plantas")
    assert cut == "El jueves te mando la propuesta del riego y el listado…"


def test_a_cut_beginning_leaves_no_noun_without_its_article() -> None:
    said = "La reviso y el jueves le hago llegar mis comentarios y el RUT de la empresa"
    cut = quotation(said, about="mis comentarios y el RUT de la empresa")
    assert cut == "… le hago llegar mis comentarios y el RUT de la empresa"


def test_a_question_cut_at_its_beginning_loses_its_end_mark_too() -> None:
    said = "¿Y si no es mucha molestia por vuestra parte me puedes mandar ya las facturas de luz?"
    assert "?" not in quotation(said, about="las facturas de luz")


def test_in_the_united_states_comma_and_stop_stand_inside_the_marks() -> None:
    assert points_inside("I wrote “on Friday”, and “no”.") == "I wrote “on Friday,” and “no.”"
    assert points_inside("You asked “when?”, and it is «[day]», then.") == "You asked “when?”, and it is «[day]», then."
