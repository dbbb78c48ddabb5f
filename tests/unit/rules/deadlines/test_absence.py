from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import return_day

SAID = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("es", "Estoy fuera de la oficina, vuelvo el lunes 16. Para urgencias, llame a Marta.", date(2026, 3, 16)),
        ("es", "Estaré fuera hasta el 20.", date(2026, 3, 21)),
        ("es", "No volveré hasta el 20.", date(2026, 3, 20)),
        ("es", "Estaré de vacaciones del 3 al 15 de agosto, ambos inclusive.", date(2026, 8, 16)),
        ("es", "Ausente desde el 9 de marzo hasta el viernes 20 de marzo, sin correo.", date(2026, 3, 21)),
        ("es", "El lunes 16 estaré de vuelta.", date(2026, 3, 16)),
        ("es", "A partir del 21 de marzo atenderé su correo.", date(2026, 3, 21)),
        ("es", "Cerrado del 1 al 31 de agosto. Reabrimos el 1 de septiembre.", date(2026, 9, 1)),
        ("es", "Estoy de baja. El lunes le atiende Marta.", None),
        ("es", "Estoy fuera desde el 9 de marzo.", None),
        ("en", "I'm out of the office, back on Monday.", date(2026, 3, 16)),
        ("en", "Out until 20 March.", date(2026, 3, 21)),
        ("en", "Away from 3 August until 14 August, returning on Monday 17 August.", date(2026, 8, 17)),
        ("en", "Away through Friday, March 13 with limited access.", date(2026, 3, 14)),
        ("en", "On annual leave 9-20 March.", date(2026, 3, 21)),
        ("en", "I was away until 9 March.", None),
        ("en", "For urgent matters call Tom by Friday.", None),
    ],
)
def test_an_out_of_office_reply_says_when_its_author_is_back(language: str, text: str, day: date | None) -> None:
    assert return_day(text, language, SAID) == day
