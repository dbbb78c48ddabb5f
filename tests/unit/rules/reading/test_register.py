"""How the reader is addressed is told by forms."""

from __future__ import annotations

import pytest

from rules.facts import Register
from rules.reading import read
from tests.builders import a_message


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("Mañana te llamo y lo vemos.", Register.TU),
        ("Gracias por tu mensaje.", Register.TU),
        ("Búscame el día 7 si eso.", Register.TU),
        ("El plano que enviaste ya está.", Register.TU),
        ("Hola Pedro: ¿puedes venir el martes?", Register.TU),
        ("Mañana le envío el presupuesto.", Register.USTED),
        ("Estimado Sr. Gil:\n\nAdjunto el plano.", Register.USTED),
        ("¿Podría confirmar la fecha?", Register.USTED),
        ("Si lo prefiere, voy el martes.", Register.USTED),
        ("Envíeme el CIF.", Register.USTED),
        ("Dígame algo el lunes.", Register.USTED),
        ("Cuando usted quiera.", Register.USTED),
        ("Os mando los planos.", Register.VOSOTROS),
        ("¿Tenéis el contrato?", Register.VOSOTROS),
        ("¿Cuándo podríais venir? Mandadme una fecha.", Register.VOSOTROS),
        ("Gracias por vuestra paciencia.", Register.VOSOTROS),
        ("Les enviamos la oferta.", Register.USTEDES),
        ("Quedo a la espera de lo que ustedes decidan.", Register.USTEDES),
        ("¿Podrían indicar la fecha? Si lo prefieren, los llamo.", Register.USTEDES),
        ("Estimados señores:\n\nAdjunto el plano.", Register.USTEDES),
        ("¿Tenés el contrato? Te llamo mañana.", Register.VOS),
        ("Cuando lo tengáis claro me decís.", Register.VOSOTROS),
        ("¿Cuándo venís? Traed las llaves y os lo enseño.", Register.VOSOTROS),
        ("Cualquier cosa me decís.", Register.VOS),
        ("Decime cuál va, así encargo la piedra. Está lista.", Register.VOS),
        ("Ya está hecho, además el país entero lo sabe después de verlo.", Register.NEUTRAL),
        ("El contrato existe y consiste en tres hojas.", Register.NEUTRAL),
        ("Recibido.", Register.NEUTRAL),
        ("¿Me podrás pasar el CUIT?", Register.TU),
        ("Estimado equipo de Hotel Mar:\n\nEl viernes les hacemos llegar el plano.", Register.USTEDES),
        ("Lo dejé atrás, detrás del mostrador, con los demás.", Register.NEUTRAL),
    ],
)
def test_the_form_of_address_is_told(text: str, register: Register) -> None:
    assert read(a_message(text)).register is register


def test_what_is_quoted_does_not_tell_the_form() -> None:
    assert read(a_message("Mañana te llamo.\n\n> Le envío a usted el plano que usted pidió.")).register is Register.TU
