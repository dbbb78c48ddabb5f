"""Greeting, closing formula, signature and footer are told from the body."""

from __future__ import annotations

import pytest

from rules.facts import Address
from rules.reading import read
from tests.builders import a_message

DISCLAIMER = (
    "AVISO LEGAL: Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a su destinatario "
    "y pueden contener información confidencial."
)


def own_words(text: str, sender: Address | None = None) -> list[str]:
    return [sentence.text for sentence in read(a_message(text, sender=sender)).sentences]


@pytest.mark.parametrize(
    ("line", "greeting"),
    [
        ("Hola Pedro:", "Hola Pedro:"),
        ("Buenos días, D. Francisco:", "Buenos días, D. Francisco:"),
        ("Estimado Sr. de la Fuente,", "Estimado Sr. de la Fuente,"),
        ("Muy señora mía:", "Muy señora mía:"),
        ("Estimados Sres.:", "Estimados Sres.:"),
        ("Pedro, buenas tardes.", "Pedro, buenas tardes."),
        ("Javier,", "Javier,"),
        ("Dear all,", "Dear all,"),
        ("Hi Tom", "Hi Tom"),
        ("Good morning", "Good morning"),
    ],
)
def test_a_greeting_on_its_own_line_is_kept_apart(line: str, greeting: str) -> None:
    reading = read(a_message(f"{line}\n\nEl plano está listo."))
    assert reading.greeting == greeting
    assert [sentence.text for sentence in reading.sentences] == ["El plano está listo."]


@pytest.mark.parametrize(
    ("text", "greeting", "first"),
    [
        ("Hola, te cuento cómo va.", "Hola,", "te cuento cómo va."),
        ("hola pedro, mañana te llamo", "hola pedro,", "mañana te llamo"),
        ("hola mañana te llamo", "hola", "mañana te llamo"),
        ("Hola Pedro te mando el plano", "Hola Pedro", "te mando el plano"),
        ("buenas sergio. ayer terminamos", "buenas sergio.", "ayer terminamos"),
        ("Hola Sergio, ya nos decidimos, tira para adelante", "Hola Sergio,", "ya nos decidimos, tira para adelante"),
        ("Hi Tom, I'll send it today.", "Hi Tom,", "I'll send it today."),
    ],
)
def test_a_greeting_before_the_text_takes_nothing_of_it(text: str, greeting: str, first: str) -> None:
    reading = read(a_message(text))
    assert (reading.greeting, reading.sentences[0].text) == (greeting, first)


@pytest.mark.parametrize("text", ["Hola, adelante", "Buenos días, adelante con todo", "hola adelante"])
def test_an_acceptance_is_no_name(text: str) -> None:
    assert "adelante" in own_words(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Adelante",
        "Recibido, gracias, Ana.",
        "Javier, recibidos los 40 ejes.",
        "Perfecto:\nseguimos así.",
        "Paid this morning.",
    ],
)
def test_a_mail_may_have_no_greeting(text: str) -> None:
    reading = read(a_message(text))
    assert reading.greeting == ""
    assert reading.sentences


@pytest.mark.parametrize(
    "closing",
    [
        "Un saludo,",
        "Saludos cordiales",
        "Muchas gracias y un saludo.",
        "Atentamente,",
        "Reciba un cordial saludo,",
        "Un fuerte abrazo",
        "Gracias!",
        "Kind regards,",
        "Many thanks,",
        "Best,",
        "Cheers",
    ],
)
def test_the_closing_formula_ends_the_body(closing: str) -> None:
    reading = read(a_message(f"El plano está listo.\n\n{closing}\nAna Ruiz\nDirectora de obra\nTel. 910 000 112"))
    assert [sentence.text for sentence in reading.sentences] == ["El plano está listo."]
    assert reading.goodbye == closing


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Ruiz\nEstudio Ruiz, interiorismo y reformas integrales de viviendas y locales.",
        "--\nAna Ruiz",
        "Enviado desde mi iPhone",
        "Obtener Outlook para iOS<https://aka.example/x>",
        "Sent from my Samsung Galaxy",
        "Ana",
        "Ana Ruiz\nEstudio Ruiz · Interiorismo\nTel. 910 000 112",
        "María Luisa Gómez\nwww.gomez.example",
        "L.",
        "Notaría de D. Vicent Sanchís Escrivà\nOficialía - Pilar Moragues\nPg. Germanies 60, entlo. · 46702 Gandia",
        "Nayra Betancor\nAsesoría Betancor\nC/ León y Castillo 144, Las Palmas de G.C.\n928 555 701",
        "Carmen Lema\nAbogada. Colegiada 2.871 ICA Ourense\n\nEste correo está sujeto a secreto profesional. Gracias.",
        f"Ana Ruiz\n{'-' * 60}\n{DISCLAIMER}",
        DISCLAIMER,
        f"{'_' * 47}\nlista de vecinos\nvecinos@listas.example\nhttps://listas.example/vecinos",
        "Antes de imprimir este mensaje, piense en el medio ambiente.",
    ],
)
def test_signature_and_footer_are_left_out(signature: str) -> None:
    assert own_words(f"El plano está listo.\n\n{signature}") == ["El plano está listo."]


def test_the_author_is_known_by_his_name() -> None:
    sender = Address(address="txema@obra.example", name="Txema")
    assert own_words("El plano está listo.\n\ntxema", sender) == ["El plano está listo."]


def test_a_postscript_below_the_signature_is_the_authors() -> None:
    text = "El plano está listo.\n\nUn saludo,\nAna Ruiz\nTel. 910 000 112\n\nP.D.: Mañana le llamo."
    assert own_words(text) == ["El plano está listo.", "P.D.: Mañana le llamo."]
    assert own_words("El plano está listo.\n-- \nAna\n\nPD: mañana te llamo") == [
        "El plano está listo.",
        "PD: mañana te llamo",
    ]


def test_nothing_below_a_postscript_is_the_authors() -> None:
    text = (
        "El plano está listo.\n-- \nAna\n\nP.D.: Mañana le llamo.\n\nEstudio Ruiz, reformas integrales de toda clase."
    )
    assert own_words(text) == ["El plano está listo.", "P.D.: Mañana le llamo."]


def test_a_greeting_may_stand_below_a_quotation() -> None:
    reading = read(a_message("> ¿Está el plano?\n\nHola Pedro:\n\nEstá listo."))
    assert (reading.greeting, reading.words) == ("Hola Pedro:", 2)


def test_a_greeting_names_no_crowd() -> None:
    reading = read(a_message("Hola Ana Eva Luis Juan Rosa Paz Mar Sol Flor y demás, el plano está listo."))
    assert reading.sentences[-1].text.endswith("el plano está listo.")


def test_what_is_written_on_after_the_closing_is_the_authors() -> None:
    text = "El plano está listo.\n\nUn saludo,\nAna\n\nPor cierto, mañana le envío también la memoria de calidades."
    assert own_words(text)[-1] == "Por cierto, mañana le envío también la memoria de calidades."


def test_thanks_in_the_middle_are_no_closing() -> None:
    text = "Muchas gracias.\nMañana le envío el presupuesto con las dos opciones que comentamos.\n\nAna"
    assert own_words(text)[-1] == "Mañana le envío el presupuesto con las dos opciones que comentamos."


def test_a_mail_of_nothing_but_thanks_says_thanks() -> None:
    reading = read(a_message("Muchas gracias!\n\nPedro"))
    assert [sentence.text for sentence in reading.sentences] == ["Muchas gracias!"]
    assert reading.words == 2


def test_rulers_inside_the_text_are_no_signature() -> None:
    second = "Segunda parte: mañana le envío el resto de los planos que faltan por firmar."
    assert own_words(f"Primera parte.\n\n----------\n\n{second}") == ["Primera parte.", second]


def test_the_banner_of_a_mail_gateway_is_not_the_authors() -> None:
    text = "CAUTION: This email originated from outside of the organization.\n\nHi Ana,\n\nThe drawing is ready."
    reading = read(a_message(text))
    assert reading.greeting == "Hi Ana,"
    assert [sentence.text for sentence in reading.sentences] == ["The drawing is ready."]


def test_a_list_at_the_end_is_no_signature() -> None:
    assert own_words("Necesito esto:\n\n- Copia del DNI\n- Contrato firmado") == [
        "Necesito esto:",
        "Copia del DNI",
        "Contrato firmado",
    ]


@pytest.mark.parametrize(
    ("ending", "signature"),
    [
        ("Un saludo,\nMaría Antonia Soler\nTel. 600 000 000", "María Antonia Soler"),
        ("Saludos, Isabel Vega", "Isabel Vega"),
        ("Atentamente,\n\nFermín Cuevas\nDirector de flota", "Fermín Cuevas"),
        ("Gracias\nRebeca", "Rebeca"),
        ("Merche", "Merche"),
        ("Un saludo,\n600 000 000", ""),
        ("Un saludo desde Soria", ""),
        ("", ""),
    ],
)
def test_the_signature_is_what_stands_below_or_behind_the_closing_formula(ending: str, signature: str) -> None:
    assert read(a_message(f"El plano está listo.\n\n{ending}")).signature == signature
