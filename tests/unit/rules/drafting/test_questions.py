"""Questions are given back as questions; what is none is quoted."""

from __future__ import annotations

import pytest

from rules.drafting.questions import are_asked, asked


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("¿Trabajan en agosto?", "¿Trabajan en agosto?"),
        ("Se admiten perros", "¿Se admiten perros?"),
        ("vienen cuarenta personas, ¿me cotiza?", "Vienen cuarenta personas, ¿me cotiza?"),
        ("Venís a medir a zona norte", "¿Venís a medir a zona norte?"),
        ("vosotros hacéis también el mantenimiento", "¿Vosotros hacéis también el mantenimiento?"),
        ("me conviene pasar a SL", "¿Me conviene pasar a SL?"),
        ("Querría saber si hacen armarios a medida", "si hacen armarios a medida"),
        ("Necesito saber cuánto cuesta un poder general", "cuánto cuesta un poder general"),
        ("me interesa un baño", "«me interesa un baño»"),
        ("Necesitaría algo para un cuarto de 3x3", "«Necesitaría algo para un cuarto de 3x3»"),
        ("Mándame el plano", "«Mándame el plano»"),
        ("busco un fontanero", "«busco un fontanero»"),
    ],
)
def test_a_question_gets_its_marks_and_a_wish_to_know_loses_its_wish(said: str, expected: str) -> None:
    assert asked(said, "es") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Could someone come and measure", "Could someone come and measure?"),
        ("I'd like to know whether you work weekends", "whether you work weekends"),
        ("We need a price for ten chairs", "“We need a price for ten chairs”"),
    ],
)
def test_the_same_in_english(said: str, expected: str) -> None:
    assert asked(said, "en") == expected


def test_what_had_to_be_quoted_was_not_asked() -> None:
    assert are_asked(["¿Trabajan en agosto?", "si hacen armarios"])
    assert not are_asked(["¿Trabajan en agosto?", "«me interesa un baño»"])
