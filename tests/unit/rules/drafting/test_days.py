"""Days as a person names them."""

from __future__ import annotations

from datetime import date

import pytest

from rules.drafting.days import after_of, contract, name_day

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("day", "spanish", "british", "american"),
    [
        ("2026-03-10", "el martes 10", "Tuesday 10 March", "Tuesday, March 10"),
        ("2026-03-02", "el lunes 2", "Monday 2 March", "Monday, March 2"),
        ("2026-03-01", "el 1 de marzo", "1 March", "March 1"),
        ("2026-03-30", "el lunes 30", "Monday 30 March", "Monday, March 30"),
        ("2026-02-10", "el 10 de febrero", "10 February", "February 10"),
        ("2025-03-10", "el 10 de marzo de 2025", "10 March 2025", "March 10, 2025"),
    ],
)
def test_a_day_is_named_by_its_distance(day: str, spanish: str, british: str, american: str) -> None:
    named = date.fromisoformat(day)
    assert name_day(named, TODAY, "es") == spanish
    assert name_day(named, TODAY, "en") == british
    assert name_day(named, TODAY, "en", american=True) == american


def test_a_near_day_of_another_month_names_the_month() -> None:
    assert name_day(date(2026, 3, 31), date(2026, 4, 2), "es") == "el martes 31 de marzo"


def test_a_day_contracts_after_de_and_a() -> None:
    assert after_of("el martes 10") == "del martes 10"
    assert after_of("el 10 de marzo de 2025") == "del 10 de marzo de 2025"
    assert after_of("Tuesday 10 March") == "Tuesday 10 March"
    assert contract("a el DNI") == "al DNI"
    assert contract("de El Corte Inglés") == "de El Corte Inglés"
