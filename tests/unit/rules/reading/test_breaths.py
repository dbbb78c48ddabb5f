"""How much of a message says one thing."""

from __future__ import annotations

from rules.reading import breaths, read
from tests.builders import a_message


def _told(text: str, place: str) -> str:
    start = text.index(place)
    first, last = breaths.told(read(a_message(text, outbound=False, language="es")), start, start + len(place))
    return text[first:last]


def _whole(text: str, place: str) -> str:
    start = text.index(place)
    first, last = breaths.whole(read(a_message(text, outbound=False, language="es")), start, start + len(place))
    return text[first:last]


def test_what_is_thought_of_it_is_shown_with_what_happened() -> None:
    text = "Llegaron dos cajas de seis. Es una falta de seriedad."
    assert _told(text, "falta de seriedad") == text


def test_what_opens_a_message_is_shown_with_what_follows() -> None:
    text = "Estoy muy descontenta. La puerta no cierra. El pomo baila."
    assert _told(text, "muy descontenta") == "Estoy muy descontenta. La puerta no cierra."


def test_another_paragraph_is_another_breath() -> None:
    text = "Pedimos seis cajas.\n\nEs una falta de seriedad.\n\nUn saludo"
    assert _told(text, "falta de seriedad") == "Es una falta de seriedad."


def test_a_story_is_not_quoted_whole() -> None:
    story = "La caldera " + "se para y arranca y se para " * 12 + "sin parar."
    text = f"{story} Es una falta de seriedad."
    assert _told(text, "falta de seriedad") == "Es una falta de seriedad."
    assert _whole(text, "se para y arranca") == "se para y arranca"


def test_a_refusal_keeps_its_reason() -> None:
    text = "Lo descartamos porque se nos va de precio."
    assert _whole(text, "Lo descartamos") == text


def test_a_place_outside_of_the_body_stays_as_it_is() -> None:
    text = "Hola:\n\nLo descartamos.\n\nUn saludo,\nAna Ruiz"
    assert _told(text, "Ana Ruiz") == "Ana Ruiz"
    assert _whole(text, "Ana Ruiz") == "Ana Ruiz"
