"""The day or the month to which a decision is put off."""

from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import day_put_off_to, month_put_off_to

SAID = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("mejor lo vemos en abril", "es", "2026-04-01"),
        ("No decidimos antes de junio, mejor para julio.", "es", "2026-07-01"),
        ("a partir de enero", "es", "2027-01-01"),
        ("pasado diciembre", "es", "2027-01-01"),
        ("a mediados de mayo", "es", "2026-05-15"),
        ("en enero de 2028", "es", "2028-01-01"),
        ("can you come back to me in June?", "en", "2026-06-01"),
        ("let us talk after August", "en", "2026-09-01"),
        ("Ask me again after the summer.", "en", "2026-09-01"),
        ("maybe in the spring", "en", "2027-03-01"),
        ("try me in the new year", "en", "2027-01-01"),
        ("not before mid-May, I would say by mid-May", "en", "2026-05-15"),
    ],
)
def test_it_begins_on_its_first_day(text: str, language: str, day: str) -> None:
    assert str(month_put_off_to(text, language, SAID)) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [("en marzo", "es"), ("en febrero de 2026", "es"), ("lo pensamos", "es"), ("we may wait", "en")],
)
def test_none_to_come_is_none(text: str, language: str) -> None:
    assert month_put_off_to(text, language, SAID) is None


def test_seasons_of_the_south_are_left_alone() -> None:
    assert month_put_off_to("after the summer", "en", SAID, seasons=False) is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Sin el balance no decidimos. Volvamos a hablar a fin de julio.", "es", "2026-07-31"),
        ("Llámeme después del 15 de abril.", "es", "2026-04-16"),
        ("Please check back with me after April 15.", "en", "2026-04-16"),
        ("ni el lunes ni el martes, mejor el jueves", "es", "2026-03-19"),
        ("lo vemos después de la feria", "es", None),
        ("let us talk after August", "en", None),
    ],
)
def test_a_day_is_the_last_one_named_and_what_comes_after_one_is_the_next(
    text: str, language: str, day: str | None
) -> None:
    assert day_put_off_to(text, language, SAID) == (date.fromisoformat(day) if day else None)
