"""What a complaint is about is the thing that fails."""

from __future__ import annotations

import pytest

from rules.drafting.issues import issue
from rules.facts import Register


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("La puerta del dormitorio no cierra. Estoy muy descontenta con el resultado", "la puerta del dormitorio"),
        ("Fue una decepción: la calefacción no funcionaba", "la calefacción"),
        ("Ingeniero, el minisplit de la sala sigue tirando agua", "el minisplit de la sala"),
        ("los planos que entregaron tienen errores", "los planos"),
        ("Mi pedido no ha llegado", "su pedido"),
        ("Estoy decepcionada con las cortinas.", "las cortinas"),
        ("Es la tercera vez que se lo digo", None),
        ("el sábado esperamos una hora", None),
        ("Sois unos informales", None),
        ("tenemos que quejarnos de la mudanza: se rompieron cuatro platos", "la mudanza"),
    ],
)
def test_the_thing_that_fails_is_named(said: str, expected: str | None) -> None:
    found = issue(said, "es", Register.USTED, many=False)
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The furnace quit again last night", "the furnace"),
        ("I'm disappointed with the windows. One is leaking", "the windows"),
        ("My order hasn't arrived", "your order"),
        ("the countertop you installed last week already has a crack", "the countertop"),
        ("I'm disappointed with the bathroom. Three tiles cracked and the grout is coming out", "the bathroom"),
        ("This is the second time that it broke", None),
    ],
)
def test_the_same_in_english(said: str, expected: str | None) -> None:
    found = issue(said, "en", Register.NEUTRAL, many=False)
    assert (found.text if found else None) == expected
