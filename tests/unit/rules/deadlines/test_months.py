"""The month to which a decision is put off."""

from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import month_put_off_to

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
