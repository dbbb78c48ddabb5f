"""A day that is named for where somebody will be, and taken over by what he does there."""

from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import agreed_on, find, handed_on, is_done_there
from rules.text import fold

WEDNESDAY = date(2026, 3, 11)
FRIDAY = date(2026, 3, 13)


def handed(text: str, act: str, language: str = "en") -> date | None:
    folded = fold(text)
    found = handed_on(find(folded, language=language, said=WEDNESDAY), text.index(act), folded, language)
    return found.day if found else None


def agreed(text: str, language: str = "en") -> date | None:
    folded = fold(text)
    found = agreed_on(find(folded, language=language, said=WEDNESDAY), folded, language)
    return found.day if found else None


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        ("I'm your way on Friday, so I'll knock.", "I'll knock", FRIDAY),
        ("Our van is over on Friday and will drop it off.", "will drop", FRIDAY),
        ("I'm on a job till 3 then I'll come straight over.", "I'll come", WEDNESDAY),
        ("It has to dry until Friday, after which I'll paint it.", "I'll paint", FRIDAY),
        ("I'm on leave and back on Friday, when I'll finish it.", "I'll finish", FRIDAY),
    ],
)
def test_what_is_done_next_is_done_then(text: str, act: str, day: date) -> None:
    assert handed(text, act) == day


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("I'm away until Friday, so I'll ask Tom.", "I'll ask"),
        ("Send it by Friday and I'll file it.", "I'll file"),
        ("I can't do Friday so I'll send Tom.", "I'll send"),
        ("On Friday the board meets about the roof and I'll write.", "I'll write"),
        ("I'll write soon.", "I'll write"),
    ],
)
def test_an_absence_a_demand_or_other_words_between_hand_nothing_on(text: str, act: str) -> None:
    assert handed(text, act) is None


@pytest.mark.parametrize(
    "text", ["Your slot is Friday at 9.", "All good for the 13th, see you there.", "Friday 13th at 11 it is."]
)
def test_an_appointment_has_a_day(text: str) -> None:
    assert agreed(text) == FRIDAY


@pytest.mark.parametrize(
    "text", ["Thanks for meeting me on Friday.", "Is Friday good for you?", "The invoice is due on Friday.", "See you."]
)
def test_what_is_over_asked_or_due_is_no_appointment(text: str) -> None:
    assert agreed(text) is None


def test_people_bring_things_to_a_meeting_and_send_them_whenever() -> None:
    assert is_done_there("i'll bring the filters", "en")
    assert not is_done_there("i'll send the filters", "en")


def test_a_language_without_words_for_it_hands_nothing_on() -> None:
    assert handed("El viernes estoy allí y te lo miro", "te lo miro", "es") is None
    assert agreed("Su cita es el viernes", "es") is None
    assert not is_done_there("llevo los filtros", "es")
