"""What a pronoun stands for."""

from __future__ import annotations

import pytest

from rules.detection import Detector
from rules.language import load_rules
from tests.builders import a_message

DETECTOR = Detector(load_rules(["es", "en"]))


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Queda pendiente la hoja de vida, que se la remito el jueves.", "la hoja de vida"),
        ("El tirador no ha llegado de fábrica: se lo envío el viernes.", "El tirador"),
        ("La memoria todavía la está cerrando mi socia, te la paso el viernes.", "La memoria"),
        ("Las escrituras las tiene el notario, se las hago llegar el lunes.", "Las escrituras"),
        ("Ya tenemos los azulejos. Te los mando mañana.", "los azulejos"),
        ("Ya tenemos los azulejos. Te la mando mañana.", None),
        ("El proveedor me contesta el lunes. Te lo mando el martes.", None),
        ("Mañana te lo digo, que ahora estoy con la obra.", None),
        ("Le mando por mensajería las bisagras mañana.", "las bisagras"),
        ("Busco esas facturas y te las reenvío mañana.", "esas facturas"),
    ],
)
def test_in_spanish(text: str, thing: str | None) -> None:
    [signal] = DETECTOR.detect(a_message(text, language="es"))
    assert signal.object == thing


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Still working on the samples list, you'll have it Thursday.", "the samples list"),
        ("The certificate is with the insurer, I'll send it on Monday.", "The certificate"),
        ("We have the certificate. I'll send them on Monday.", None),
    ],
)
def test_in_english(text: str, thing: str | None) -> None:
    [signal] = DETECTOR.detect(a_message(text, language="en"))
    assert signal.object == thing
