"""The grammar of the thing owed: what can be told is said, what cannot be told is not guessed."""

from __future__ import annotations

import pytest

from rules.drafting.nouns import thing, topic
from rules.drafting.thing import Thing, join
from rules.facts import Register


@pytest.mark.parametrize(
    ("said", "expected", "it", "of"),
    [
        ("un presupuesto", "el presupuesto", "lo", "del presupuesto"),
        ("adjunto el presupuesto", "el presupuesto", "lo", "del presupuesto"),
        ("presupuesto", "el presupuesto", "lo", "del presupuesto"),
        ("unas fotos", "las fotos", "las", "de las fotos"),
        ("el acta", "el acta", "la", "del acta"),
        ("una acta", "el acta", "la", "del acta"),
        ("los planos y la memoria", "los planos y la memoria", "los", "de los planos y la memoria"),
        ("la factura y las fotos", "la factura y las fotos", "las", "de la factura y las fotos"),
        ("facturas e informes", "las facturas e informes", "los", "de las facturas e informes"),
        ("120 sillas", "120 sillas", "las", "de 120 sillas"),
        ("ambos contratos", "ambos contratos", "los", "de ambos contratos"),
        ("toda la documentación", "toda la documentación", "la", "de toda la documentación"),
        ("fecha de pago", "la fecha de pago", "la", "de la fecha de pago"),
        ("DNI", "el DNI", "lo", "del DNI"),
        ("EL PRESUPUESTO", "el presupuesto", "lo", "del presupuesto"),
        ("lo que falta", "lo que falta", "lo", "de lo que falta"),
        ("ppto de la cocina", "el presupuesto de la cocina", "lo", "del presupuesto de la cocina"),
        ("el presupuesto el viernes", "el presupuesto", "lo", "del presupuesto"),
        ("el presupuesto para el viernes 13", "el presupuesto", "lo", "del presupuesto"),
        ("el presupuesto mañana", "el presupuesto", "lo", "del presupuesto"),
        ("el plano del martes", "el plano del martes", "lo", "del plano del martes"),
        ("el contrato de traspaso y el inventario", "el contrato de traspaso y el inventario", "los", None),
        ("los textos de los vinos y las fotos buenas", "los textos de los vinos y las fotos buenas", "los", None),
        ("el ppto con la isla y sin la isla", "el presupuesto con la isla y sin la isla", "lo", None),
        ("las fotos de la cocina y el plano", "las fotos de la cocina y el plano", "los", None),
        ("el contrato del local y las facturas de luz", "el contrato del local y las facturas de luz", "los", None),
        ("el acta de la reunión y el listado de socias", "el acta de la reunión y el listado de socias", "los", None),
        ("algo de la copia de seguridad", "la copia de seguridad", "la", None),
        ("las dos copias firmadas", "las dos copias firmadas", "las", None),
        (
            "el plano del salón, las muestras de tarima y el precio de las cortinas",
            "el plano del salón, las muestras de tarima y el precio de las cortinas",
            "los",
            None,
        ),
        ("la oferta de las 24 mesas y 96 sillas", "la oferta de las 24 mesas y 96 sillas", "la", None),
        ("el paz y salvo de la comunidad", "el paz y salvo de la comunidad", "lo", "del paz y salvo de la comunidad"),
        ("el borrador del 347 y los datos", "el borrador del 347 y los datos", "los", None),
        ("las fotos que me pediste", "las fotos", "las", "de las fotos"),
        (
            "el presupuesto de la cocina con todos los cambios que hablamos ayer",
            "el presupuesto de la cocina",
            "lo",
            "del presupuesto de la cocina",
        ),
    ],
)
def test_a_noun_gets_its_article_its_pronoun_and_its_contraction(
    said: str, expected: str, it: str, of: str | None
) -> None:
    found = thing(said, "es")
    assert found is not None
    assert (found.text, found.it, found.is_clause) == (expected, it, False)
    assert of is None or found.of == of


@pytest.mark.parametrize(
    "said",
    [
        *("", None, "chisme", "algo", "tmb eso", "el pto", "https://x.example/a", "pedro@x.example"),
        *("el descuento", "el seguro del coche", "lo de hoy", "facturas y informes"),
        *(
            "las fotos de la cocina y el baño",
            "la del marco",
            "las dos",
            "las otras dos",
            "el tercero",
            "el resto",
            "dos nuevos",
            "uno del taller",
            "el dosier con los planos y la foto",
        ),
        "el precio de una cosa y otra y de otra más y de la última",
    ],
)
def test_what_cannot_be_said_without_guessing_is_left_to_the_quotation(said: str | None) -> None:
    assert thing(said, "es") is None


@pytest.mark.parametrize("said", ["si caben las 15", "¿Qué día hay hueco?", "cuánto sale a pagar"])
def test_a_question_keeps_its_accents_and_loses_its_marks(said: str) -> None:
    found = thing(said, "es")
    assert found == Thing(text=said.strip("¿?")[0].lower() + said.strip("¿?")[1:], it="lo", is_clause=True)
    assert found.of == found.text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("q día hay hueco", "qué día hay hueco"),
        ("cuantos vienen", "cuántos vienen"),
        ("como queda", "cómo queda"),
        ("donde firmo", "dónde firmo"),
        ("que hay que llevar", "que hay que llevar"),
    ],
)
def test_a_question_gets_the_accent_that_was_left_out(said: str, expected: str) -> None:
    found = thing(said, "es")
    assert found is not None
    assert (found.text, found.is_clause) == (expected, True)


@pytest.mark.parametrize(
    ("said", "form", "many", "expected"),
    [
        ("mi DNI", Register.USTED, False, "su DNI"),
        ("mi DNI", Register.VOS, False, "tu DNI"),
        ("mis datos", Register.VOSOTROS, False, "vuestros datos"),
        ("mis medidas", Register.VOSOTROS, False, "vuestras medidas"),
        ("tu factura", Register.TU, False, "mi factura"),
        ("tu factura", Register.TU, True, "nuestra factura"),
        ("las fotos de mi cocina", Register.TU, False, "las fotos de tu cocina"),
        ("nuestra oferta", Register.USTEDES, False, "su oferta"),
        ("su factura", Register.USTED, False, None),
        ("si caben las 15", Register.USTED, False, None),
        ("mi cosa rara", Register.VOSOTROS, False, None),
    ],
)
def test_what_they_wrote_is_turned_round(said: str, form: Register, many: bool, expected: str | None) -> None:
    found = thing(said, "es", theirs=True, register=form, many=many)
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("said", "form", "expected"),
    [
        ("su pedido", Register.USTED, "su pedido"),
        ("tu plano", Register.TU, "tu plano"),
        ("tu plano", Register.USTED, "su plano"),
        ("nuestra oferta", Register.USTED, "nuestra oferta"),
        ("el plano de tu cocina", Register.VOSOTROS, "el plano de vuestra cocina"),
    ],
)
def test_what_we_wrote_stays_except_for_the_form_of_address(said: str, form: Register, expected: str) -> None:
    found = thing(said, "es", register=form)
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("said", "theirs", "expected", "it"),
    [
        ("a quote", False, "the quote", "it"),
        ("photos of the site", False, "the photos of the site", "them"),
        ("the plans and the report", False, "the plans and the report", "them"),
        ("120 chairs", False, "120 chairs", "them"),
        ("John's contract", False, "John's contract", "it"),
        ("Dr Patel's treatment plan", False, "Dr Patel's treatment plan", "it"),
        ("Menu 2", False, "Menu 2", "it"),
        ("page 3", False, "page 3", "it"),
        ("the 3 pages", False, "the 3 pages", "them"),
        ("£65", False, "£65", "it"),
        ("My notes on chapters one to nine", False, "my notes on chapters one to nine", "them"),
        ("my ID", True, "your ID", "it"),
        ("your invoice", True, "our invoice", "it"),
        ("VAT details", False, "the VAT details", "them"),
        ("£475 all", False, "£475", "it"),
        ("back door keys", False, "the back door keys", "them"),
        ("the contract and the W-9 attached", False, "the contract and the W-9", "them"),
        ("a copy of the licence", False, "a copy of the licence", "it"),
        ("a copy of the licence and your certificate", False, "a copy of the licence and your certificate", "them"),
    ],
)
def test_an_english_noun_gets_its_article_and_its_pronoun(said: str, theirs: bool, expected: str, it: str) -> None:
    found = thing(said, "en", theirs=theirs)
    assert found is not None
    assert (found.text, found.it) == (expected, it)


@pytest.mark.parametrize(
    "said",
    [
        "it",
        "they",
        "half",
        "that",
        "something",
        "you",
        "calling",
        None,
        "ahead with the quote",
        "back to you",
        "the rest",
        "the other two",
    ],
)
def test_an_english_pronoun_is_no_thing(said: str | None) -> None:
    assert thing(said, "en") is None


@pytest.mark.parametrize(
    ("subject", "language", "expected"),
    [
        ("Reforma de la cocina", "es", "la reforma de la cocina"),
        ("Toldo para la terraza", "es", "el toldo para la terraza"),
        ("Estanterías depósito", "es", "«Estanterías depósito»"),
        ("Presupuesto 2026/14", "es", "«Presupuesto 2026/14»"),
        ("¿Cuándo empezamos?", "es", "«¿Cuándo empezamos?»"),
        ("Constitución S.L.", "es", "«Constitución S.L.»"),
        ("Reforma de la cocina.", "es", "la reforma de la cocina"),
        ("Presupuesto de ortodoncia - Regina", "es", "«Presupuesto de ortodoncia - Regina»"),
        ("Enlace de mi hija", "es", "«Enlace de mi hija»"),
        ("Seguimiento de obra", "es", "«Seguimiento de obra»"),
        ("[URGENTE] Planos", "es", "«(URGENTE) Planos»"),
        ("Hola", "es", ""),
        ("(sin asunto)", "es", ""),
        ("Kitchen door", "en", "“Kitchen door”"),
    ],
)
def test_a_subject_is_named_or_quoted(subject: str, language: str, expected: str) -> None:
    assert topic(subject, language) == expected


def test_things_are_joined_with_the_word_that_sounds_right() -> None:
    one, two, three = (thing(said, "es") for said in ("el acta", "los planos", "las fotos"))
    assert one
    assert two
    assert three
    assert join([one, two, three], "es") == Thing(text="el acta, los planos y las fotos", it="los")
    assert join([one, three], "es").it == "las"
    assert join([one, Thing(text="informes", it="los")], "es").text == "el acta e informes"
    assert join([one, two], "en").text == "el acta and los planos"
