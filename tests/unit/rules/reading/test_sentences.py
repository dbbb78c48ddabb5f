"""Mail is cut into sentences that are found in it again."""

from __future__ import annotations

import pytest

from rules.reading import read
from rules.text import fold
from tests.builders import a_message


def own_words(text: str) -> list[str]:
    return [sentence.text for sentence in read(a_message(text)).sentences]


@pytest.mark.parametrize(
    "text",
    [
        "El Sr. Pérez y la Sra. Gil vienen el martes.",
        "Le envío la ref. 2241 y el núm. 7 de la C.ª Mayor.",
        "D.ª Teresa, póliza 88213, firma mañana.",
        "Faltan facturas, p. ej. la de enero.",
        "Son 12.450,75 € más IVA en 3.2 metros.",
        "Escriba a ana@estudio.example o vea www.estudio.example/plano.",
        "J. Marín firma mañana.",
        "Bueno... lo pienso.",
        "Bueno… lo pienso.",
        "El aprox. 20 por ciento.",
        "On 20.05. our technician will visit you.",
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str) -> None:
    assert own_words(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Lo miro hoy. ¿Le parece bien?", ["Lo miro hoy.", "¿Le parece bien?"]),
        ("Lo miro hoy,¿le parece bien? si no, mañana", ["Lo miro hoy,", "¿le parece bien?", "si no, mañana"]),
        ("Si te parece, ¿nos vemos?", ["Si te parece,", "¿nos vemos?"]),
        ("¿Qué¿ raro? Sí.", ["¿Qué¿ raro?", "Sí."]),
        ("ya está. mañana te llamo", ["ya está.", "mañana te llamo"]),
        ("¡Perfecto! Adelante.", ["¡Perfecto!", "Adelante."]),
        ("Madera, yeso, etc. Mañana seguimos.", ["Madera, yeso, etc.", "Mañana seguimos."]),
        ("Listo (por fin). «Vale.» Seguimos.", ["Listo (por fin).", "«Vale.»", "Seguimos."]),
        ("Creo que no. Mañana te digo.", ["Creo que no.", "Mañana te digo."]),
        ("Creo que no. ya te digo.", ["Creo que no.", "ya te digo."]),
        ("El no. 5 es el 12 feb. por la tarde.", ["El no. 5 es el 12 feb. por la tarde."]),
        ("A las 10 h. ¿Le va bien?", ["A las 10 h.", "¿Le va bien?"]),
        ("Falta el importe. Mañana lo pongo.", ["Falta el importe.", "Mañana lo pongo."]),
        ("P.D. Mañana te llamo.", ["P.D. Mañana te llamo."]),
        ("Bueno... Mañana seguimos.", ["Bueno...", "Mañana seguimos."]),
        ("- Uno\n- Dos\n1. Tres\na) Cuatro\n• Cinco", ["Uno", "Dos", "Tres", "Cuatro", "Cinco"]),
        ("Hace falta:\nel DNI", ["Hace falta:", "el DNI"]),
        ("te paso el presu\nte llamo luego", ["te paso el presu", "te llamo luego"]),
        ("quedamos el lunes en la\nobra", ["quedamos el lunes en la\nobra"]),
        ("el lunes no, que estoy fuera,\nmejor el martes", ["el lunes no, que estoy fuera,\nmejor el martes"]),
        (
            "lo que me dijiste de la caldera nueva ya\nestá hecho",
            ["lo que me dijiste de la caldera nueva ya\nestá hecho"],
        ),
        ("Viene el\nSr. Pérez", ["Viene el\nSr. Pérez"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert own_words(text) == sentences


def test_lines_broken_by_a_program_are_joined() -> None:
    text = (
        "Hemos recibido su informe de no conformidad, relativo al lote\n"
        "2241. Tras una primera inspección en nuestro taller confirmamos que el Sr.\n"
        "Gil tenía razón.\n"
        "Mañana le escribo."
    )
    assert own_words(text) == [
        "Hemos recibido su informe de no conformidad, relativo al lote\n2241.",
        "Tras una primera inspección en nuestro taller confirmamos que el Sr.\nGil tenía razón.",
        "Mañana le escribo.",
    ]


def test_a_line_too_long_to_be_broken_ends_with_itself() -> None:
    long = (
        "Le resumo todo lo hablado ayer en la visita de ayer con el jefe, el "
        "aparejador y los dos propietarios del 2.º B"
    )
    assert own_words(f"{long}\nMañana más") == [long, "Mañana más"]
    assert own_words(f"{long}\ny del tercero") == [f"{long}\ny del tercero"]


def test_a_sentence_is_found_where_it_says() -> None:
    message = a_message(
        "Hola Pedro:\n\n  Mañana le envío\tel plano. ¿Le va bien?\n\nAdemás, el viernes voy.\n\nUn saludo,\nAna"
    )
    sentences = read(message).sentences
    assert [sentence.paragraph for sentence in sentences] == [0, 0, 1]
    for sentence in sentences:
        assert message.text[sentence.start : sentence.end] == sentence.text
        assert sentence.folded == fold(sentence.text)
