"""The language is told by small words."""

from __future__ import annotations

import pytest

from rules.facts import Register
from rules.reading import read
from tests.builders import a_message


@pytest.mark.parametrize(
    ("text", "subject", "language"),
    [
        ("Mañana le envío el presupuesto.", "Budget", "es"),
        ("I'll send you the quote tomorrow.", "Presupuesto", "en"),
        ("ok", "Re: the kitchen and the bathroom", "en"),
        ("ok", "Re: reforma de la cocina", "es"),
        ("ok", "", "es"),
        ("", "", "es"),
        ("Recibido, gracias.", "Invoice", "es"),
        ("Received, thanks.", "Factura", "en"),
        ("Hola Tom, the invoice is attached, can you check the total?", "", "en"),
    ],
)
def test_the_language_is_told(text: str, subject: str, language: str) -> None:
    assert read(a_message(text, subject=subject)).language == language


def test_the_callers_word_on_the_language_is_final() -> None:
    assert read(a_message("Mañana le envío el presupuesto.", language="en")).language == "en"


def test_english_has_one_form_of_address() -> None:
    assert read(a_message("Can you send me the plans?")).register is Register.NEUTRAL
