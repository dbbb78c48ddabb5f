"""What else can be told of a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.reading import read
from tests.builders import a_message


def test_we_is_told_from_i() -> None:
    assert read(a_message("Le enviamos el plano.")).plural_author
    assert read(a_message("Nuestro técnico pasa hoy.")).plural_author
    assert read(a_message("We'll send the plan.")).plural_author
    assert not read(a_message("Le envío el plano.")).plural_author


@pytest.mark.parametrize(
    "text",
    [
        "Nos vemos el martes.",
        "No he recibido las fotos. ¿Te parece bien que lo dejemos para el jueves?",
        "Guardo lo que hablamos, y con un «no» me basta.",
        "I haven't received it, and I can wait if we move it.",
    ],
)
def test_we_that_is_you_and_i_is_no_firm(text: str) -> None:
    assert not read(a_message(text)).plural_author


def test_links_are_those_of_the_body_and_those_only_the_html_shows() -> None:
    message = a_message(
        "Está en https://obra.example/plano y http://obra.example/foto.\n\nUn saludo,\nAna\nhttps://estudio.example"
    )
    assert read(message).links == 2
    assert read(replace(message, links=1)).links == 3


def test_words_are_the_authors_own() -> None:
    assert read(a_message("Hola Pedro:\n\nEl plano está listo.\n\nUn saludo,\nAna\n\n> uno dos tres")).words == 4
