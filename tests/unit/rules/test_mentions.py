"""Content words become numbers that are the same everywhere."""

from __future__ import annotations

import pytest

from rules import mentions


def test_the_numbers_never_change() -> None:
    # They are kept in ledgers: another hash would forget what every open promise is about.
    assert mentions.of("El presupuesto de la cocina") == {1839716380, 793900061}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("el presupuesto", "los presupuestos"),
        ("la factura", "facturación"),
        ("el ppto", "el presupuesto"),
        ("the drawing", "drawings"),
        ("an invoice", "the invoices"),
        ("el plano de la REFORMA", "plano_reforma_v2.pdf"),
        ("presupuesto cocina", "PresupuestoCocina.pdf"),
        ("jardín", "jardin"),
        ("the P&L", "P&L.pdf"),
    ],
)
def test_forms_of_one_word_are_one_mention(one: str, other: str) -> None:
    assert mentions.of(one) == mentions.of(other) != frozenset()


@pytest.mark.parametrize(
    "text", ["Mañana le envío el 2241", "Hi, thanks, see you on Monday", "Un saludo cordial", "", "1234 56"]
)
def test_words_that_every_mail_has_say_nothing(text: str) -> None:
    assert mentions.of(text) == frozenset()
