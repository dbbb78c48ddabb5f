"""The author's own words are told from history, forwarded text and quotations."""

from __future__ import annotations

import pytest

from rules.reading import read
from tests.builders import a_message

HISTORY = "Buenos días, Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna"
QUOTED = "\n".join(f"> {line}" for line in HISTORY.split("\n"))
HEADERS = {
    "gmail es": "El mar, 10 mar 2026 a las 10:12, Ana Ruiz (<ana@estudio.example>) escribió:",
    "gmail en": "On Tue, Mar 10, 2026 at 10:12 AM Ana Ruiz <ana@estudio.example> wrote:",
    "gmail over two lines": "El mar, 10 mar 2026 a las 10:12, Ana Ruiz (<ana@estudio.example>)\nescribió:",
    "gmail cut inside the address": "El mar, 10 mar 2026 a las 10:12, Ana Ruiz (<\nana@estudio.example>) escribió:",
    "apple es": "El 10 mar 2026, a las 10:12, Ana Ruiz <ana@estudio.example> escribió:",
    "apple en": "On 10 Mar 2026, at 10:12, Ana Ruiz <ana@estudio.example> wrote:",
    "thunderbird es": "El 10/3/26 a las 10:12, Ana Ruiz escribió:",
    "yahoo es": "El martes, 10 de marzo de 2026, 10:12:00 CET, Ana Ruiz <ana@estudio.example> escribió:",
    "name first": "Ana Ruiz <ana@estudio.example> escribió:",
    "date first": "2026-03-10 10:12 GMT+01:00 Ana Ruiz <ana@estudio.example>:",
    "zoho": "On Tue, 10 Mar 2026 10:12:00 +0100 Ana Ruiz <ana@estudio.example> wrote ----",
    "ca": "El dia 10 de març de 2026 a les 10:12, Ana Ruiz <ana@estudio.example> va escriure:",
    "pt": "Em ter., 10 de mar. de 2026 às 10:12, Ana Ruiz <ana@estudio.example> escreveu:",
    "fr": "Le mar. 10 mars 2026 à 10:12, Ana Ruiz <ana@estudio.example> a écrit :",
    "it": "Il giorno mar 10 mar 2026 alle ore 10:12 Ana Ruiz <ana@estudio.example> ha scritto:",
    "de": "Am Di., 10. März 2026 um 10:12 Uhr schrieb Ana Ruiz <ana@estudio.example>:",
}
BLOCKS = {
    "outlook es": "De: Ana Ruiz <ana@x.example>\nEnviado: martes, 10 de marzo de 2026 10:12\nPara: Pedro\nAsunto: Obra",
    "outlook en": "From: Ana Ruiz <ana@x.example>\nSent: Tuesday, March 10, 2026 10:12 AM\nTo: Pedro\nSubject: Obra",
    "outlook with a ruler": "____________________\nDe: Ana Ruiz\nEnviado: martes\nPara: Pedro\nAsunto: Obra",
    "outlook in bold": "*De:* Ana Ruiz\n*Enviado el:* martes, 10 de marzo de 2026\n*Para:* Pedro\n*Asunto:* Obra",
    "outlook with a blank line between": "De: Ana Ruiz\n\nEnviado: martes, 10 de marzo\n\nPara: Pedro\n\nAsunto: Obra",
    "original message es": "-----Mensaje original-----\nDe: Ana Ruiz",
    "original message en": "-------- Original Message --------\nSubject: Obra",
    "outlook fr": "De : Ana Ruiz\nEnvoyé : mardi 10 mars 2026 10:12\nÀ : Pedro\nObjet : Obra",
    "outlook de": "Von: Ana Ruiz\nGesendet: Dienstag, 10. März 2026 10:12\nAn: Pedro\nBetreff: Obra",
    "outlook it": "Da: Ana Ruiz\nInviato: martedì 10 marzo 2026 10:12\nA: Pedro\nOggetto: Obra",
    "outlook pt": "De: Ana Ruiz\nEnviada em: terça-feira, 10 de março de 2026 10:12\nPara: Pedro\nAssunto: Obra",
    "outlook ca": "De: Ana Ruiz\nEnviat el: dimarts, 10 de març de 2026 10:12\nPer a: Pedro\nAssumpte: Obra",
    "a date put before the block": "Message du : 10/03/2026\nDe : Ana Ruiz <ana@x.example>\nA : Pedro\nObjet : Obra",
}


def own_words(text: str) -> list[str]:
    return [sentence.text for sentence in read(a_message(text)).sentences]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_nothing_of_a_marked_quotation_is_the_authors(header: str) -> None:
    assert own_words(f"Recibido, lo miro hoy.\n\n{header}\n\n{QUOTED}") == ["Recibido, lo miro hoy."]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_nothing_below_a_header_without_marks_is_the_authors(header: str) -> None:
    assert own_words(f"Recibido, lo miro hoy.\n\n{header}\n\n{HISTORY}") == ["Recibido, lo miro hoy."]


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_nothing_below_a_header_block_is_the_authors(block: str) -> None:
    reading = read(a_message(f"Recibido, lo miro hoy.\n\n{block}\n\n{HISTORY}"))
    assert [sentence.text for sentence in reading.sentences] == ["Recibido, lo miro hoy."]
    assert not reading.forwarded


def test_answers_between_quoted_lines_are_the_authors() -> None:
    text = "El 10/3/26, Ana escribió:\n> ¿Cuándo viene?\nEl lunes sin falta.\n> ¿Trae el contrato?\n\nSí, firmado.\n"
    assert own_words(text) == ["El lunes sin falta.", "Sí, firmado."]


def test_an_answer_below_the_quotation_is_the_authors() -> None:
    text = "On 10 Mar 2026, at 10:12, Ana <ana@estudio.example> wrote:\n\n> When can you come?\n\nOn Monday."
    assert own_words(text) == ["On Monday."]


def test_the_rest_of_a_quoted_line_that_a_program_has_broken_is_not_the_authors() -> None:
    quoted = "> Esta línea citada es tan larga que el programa la ha partido y ha dejado"
    text = f"Sí.\n\n{quoted}\nsu final abajo\n> sin marca."
    assert own_words(text) == ["Sí."]


@pytest.mark.parametrize(
    "header",
    [
        "---------- Forwarded message ---------\nFrom: Luis <luis@otra.example>",
        "---------- Mensaje reenviado ----------\nDe: Luis <luis@otra.example>",
        "Inicio del mensaje reenviado:\n\nDe: Luis",
        "De: Luis <luis@otra.example>\nEnviado: lunes, 9 de marzo de 2026\nPara: Ana\nAsunto: RV: Obra",
        "____________________\nDe: Luis <luis@otra.example>\nEnviado: lunes\nPara: Ana\nAsunto: RV: Obra",
    ],
)
def test_a_forwarded_message_is_said_and_left_out(header: str) -> None:
    reading = read(a_message(f"Para tu información.\n\n{header}\n\nMañana le envío los planos."))
    assert [sentence.text for sentence in reading.sentences] == ["Para tu información."]
    assert reading.forwarded


@pytest.mark.parametrize(
    "text",
    [
        "De: momento no hay noticias de la obra.",
        "Esto es lo que el cliente escribió:",
        "Le cuento lo que Luis me escribió: que viene mañana.",
        "A las 10:30 vino el técnico y dejó esto:",
        "On Monday I wrote to the council about this.",
        "De: la parte de arriba\nA: la parte de abajo hay dos metros.",
    ],
)
def test_ordinary_sentences_are_no_headers(text: str) -> None:
    assert "".join(own_words(text)) == text.replace("\n", "")


@pytest.mark.parametrize(
    "above", ["a" * 300 + "\n" + "b" * 300, "\n\n".join(["nada"] * 5), "uno\ndos\ntres\ncuatro\ncinco"]
)
def test_an_attribution_is_short_and_in_one_piece(above: str) -> None:
    assert read(a_message(f"{above}\ny <a@x.example> lo escribió:")).sentences[0].text.startswith(above[:3])


def test_windows_line_ends_make_no_difference() -> None:
    text = f"Recibido.\n\n{BLOCKS['outlook es']}\n\n{HISTORY}"
    assert own_words(text.replace("\n", "\r\n")) == own_words(text) == ["Recibido."]


def test_a_mail_of_nothing_but_quotation_says_nothing() -> None:
    reading = read(a_message(QUOTED))
    assert (reading.sentences, reading.words, reading.greeting) == ((), 0, "")


@pytest.mark.parametrize(
    "piece", ["> ", " ", "\n", "De: a\n", "____________\n", "escribió:\n", "Un saludo,\n", "?", "gracias\n\n", ".\n"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    # A quadratic reading of a megabyte would outlast the suite's own timeout by far.
    read(a_message(piece * (400_000 // len(piece))))
