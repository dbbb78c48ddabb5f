"""How a deal stands, told by what happened."""

from __future__ import annotations

import pytest

from rules.deals import Phase, phase_at
from rules.facts import Address
from rules.settlement import Verb
from tests.builders import at
from tests.talk import Talk, found


def phase(talk: Talk, now: str) -> str:
    return phase_at(talk.settled(now), at(now))


def test_it_goes_from_inquiry_to_quote_to_stall_to_won() -> None:
    talk = Talk()
    assert phase(talk, "2026-03-01 10:00") is Phase.NONE
    talk.they("2026-03-02 10:00", "¿Cuánto costaría?", found("inquiry", "¿Cuánto costaría?"))
    assert phase(talk, "2026-03-02 11:00") is Phase.INQUIRY
    talk.we("2026-03-03 10:00", "Son 2.400 €.", found("quote", "Son 2.400 €"))
    assert phase(talk, "2026-03-03 11:00") is Phase.QUOTE
    talk.they("2026-03-04 10:00", "Me lo pienso.", found("stall", "Me lo pienso"))
    assert phase(talk, "2026-03-04 11:00") is Phase.STALL
    talk.they("2026-03-05 10:00", "Adelante. ¿Cuándo?", found("acceptance", "Adelante"), found("inquiry", "¿Cuándo?"))
    assert phase(talk, "2026-03-05 11:00") is Phase.WON
    assert talk.settled("2026-03-05 11:00")[0].deal == "won"


def test_an_unanswered_quote_is_delayed_and_a_new_one_starts_again() -> None:
    talk = Talk()
    talk.we("2026-03-03 10:00", "Son 2.400 €.", found("quote", "Son 2.400 €"))
    assert phase(talk, "2026-05-03 11:00") is Phase.DELAYED
    talk.we("2026-05-04 10:00", "Se lo dejo en 2.100 €.", found("quote", "en 2.100 €"))
    assert phase(talk, "2026-05-04 11:00") is Phase.QUOTE


@pytest.mark.parametrize(
    ("kind", "first", "then"), [("farewell", Phase.GONE, Phase.RECOVERED), ("rejection", Phase.LOST, Phase.RECOVERED)]
)
def test_who_leaves_and_comes_back_is_recovered(kind: str, first: Phase, then: Phase) -> None:
    talk = Talk()
    talk.they("2026-03-02 10:00", "No seguimos.", found(kind, "No seguimos"))
    assert phase(talk, "2026-03-02 11:00") is first
    talk.they("2026-06-02 10:00", "Volvemos a necesitar ayuda con la oficina.", thread="B")
    assert phase(talk, "2026-06-02 11:00") is then


def test_a_client_who_complains_and_is_answered_is_solved_and_stays_a_client() -> None:
    talk = Talk()
    talk.they("2026-03-02 10:00", "Adelante.", found("acceptance", "Adelante"))
    talk.they("2026-03-10 10:00", "Desagua mal.", found("complaint", "Desagua mal"))
    assert phase(talk, "2026-03-10 11:00") is Phase.COMPLAINT
    talk.we("2026-03-10 12:00", "Lo siento mucho, el sábado lo arreglamos sin coste.")
    assert phase(talk, "2026-03-10 13:00") is Phase.SOLVED
    talk.they("2026-03-20 10:00", "¿A qué hora abrís?", found("inquiry", "¿A qué hora abrís?"))
    assert phase(talk, "2026-03-20 11:00") is Phase.SOLVED


def test_what_the_user_dismissed_counts_for_nothing() -> None:
    talk = Talk()
    talk.they("2026-03-02 10:00", "No seguimos.", found("farewell", "No seguimos"))
    talk.say(Verb.DISMISS, talk.first("2026-03-02 11:00"), "2026-03-02 12:00")
    assert phase(talk, "2026-03-02 13:00") is Phase.NONE


def test_the_users_word_on_a_lost_client_does_not_bring_him_back() -> None:
    talk = Talk()
    talk.they("2026-03-02 10:00", "No seguimos.", found("rejection", "No seguimos"))
    talk.say(Verb.DONE, talk.first("2026-03-03 10:00"), "2026-03-03 10:00")
    assert phase(talk, "2026-03-04 10:00") is Phase.LOST


def test_a_yes_decides_the_quote_that_had_only_been_answered_whoever_says_it() -> None:
    talk = Talk()
    talk.we("2026-03-03 10:00", "Son 2.400 €.", found("quote", "Son 2.400 €"))
    talk.they("2026-03-04 10:00", "Lo tiene la dirección, en cuanto sepa algo le aviso.")
    assert "won" not in talk.first("2026-03-05 10:00").history[-1].note
    boss = Address(address="compras@cliente.example", name="Compras")
    talk.they("2026-03-09 10:00", "Pedido aprobado.", found("acceptance", "Pedido aprobado"), sender=boss, thread="B")
    quote = talk.first("2026-03-10 10:00")
    assert (quote.history[-1].note, quote.deal) == ("won", "won")
