"""Whom a draft goes to: people our own side wrote to, never whom a header of theirs names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.addressing import base_subject, reply_envelope
from rules.facts import Address, Automatic, Direction, Trace
from tests.builders import US, at
from tests.occasions import INES, PEDRO, an_occasion

ANA = Address(address="ana@estudio.example", name="Ana Ruiz")
OFFICE = Address(address="hola@estudio.example", name="Estudio Ana")
LUIS = Address(address="luis@estudio.example", name="Luis Gil")
COMMITMENT = an_occasion().commitment


def a_trace(number: int, *, ours: bool = True, **more: object) -> Trace:
    trace = Trace(
        id=f"m{number}",
        account="despacho",
        direction=Direction.OUTBOUND if ours else Direction.INBOUND,
        date=at(f"2026-03-{number:02} 10:00"),
        sender=ANA if ours else PEDRO,
        to=(PEDRO,) if ours else (ANA,),
    )
    return replace(trace, **more)  # type: ignore[arg-type] - whatever a test changes


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Cocina", "Cocina"),
        ("Re: RE: Fwd: RV: Cocina", "Cocina"),
        ("Re[2]: Cocina", "Cocina"),
        ("AW: Enc: Cocina", "Cocina"),
        ("  Re :  Reforma\r\n  de la cocina ", "Reforma de la cocina"),
        ("Reforma: Re: cocina", "Reforma: Re: cocina"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_the_subject_loses_its_prefixes_whatever_program_put_them(subject: str, base: str) -> None:
    assert base_subject(subject) == base


def test_a_reply_goes_to_those_our_side_last_wrote_to() -> None:
    thread = [a_trace(1), a_trace(2, ours=False), a_trace(3, to=(PEDRO, INES), cc=(LUIS,))]
    envelope = reply_envelope(COMMITMENT, thread, us=US, sender=ANA)
    assert envelope is not None
    assert (envelope.to, envelope.cc, envelope.sender) == ((PEDRO, INES), (), ANA)
    assert envelope.subject == "Re: Reforma de la cocina"


def test_it_answers_the_last_message_and_keeps_the_chain() -> None:
    thread = [a_trace(1), a_trace(2, ours=False, references=("m0", "m1"))]
    envelope = reply_envelope(COMMITMENT, thread, us=US, sender=ANA)
    assert envelope is not None
    assert envelope.in_reply_to == "m2"
    assert envelope.references == ("m0", "m1", "m2")
    assert envelope.replied == thread[-1]


def test_a_long_chain_keeps_its_first_and_its_last_messages() -> None:
    before = tuple(f"r{number}" for number in range(50))
    envelope = reply_envelope(COMMITMENT, [a_trace(2, references=before)], us=US, sender=ANA)
    assert envelope is not None
    assert len(envelope.references) == 20
    assert (envelope.references[0], envelope.references[-1]) == ("r0", "m2")


def test_automatic_mail_is_not_answered() -> None:
    away = a_trace(2, ours=False, automatic=Automatic.OUT_OF_OFFICE)
    envelope = reply_envelope(COMMITMENT, [a_trace(1), away], us=US, sender=ANA)
    assert envelope is not None
    assert envelope.in_reply_to == "m1"


def test_a_first_inquiry_is_answered_to_who_sent_it_from_the_address_they_wrote_to() -> None:
    asked = a_trace(1, ours=False, to=(OFFICE,), id="m1")
    envelope = reply_envelope(COMMITMENT, [asked], us=US, sender=ANA)
    assert envelope is not None
    assert (envelope.sender, envelope.to) == (OFFICE, (PEDRO,))


def test_those_in_copy_are_written_to_where_nobody_else_is_left() -> None:
    envelope = reply_envelope(COMMITMENT, [a_trace(1, to=(LUIS,), cc=(PEDRO,))], us=US, sender=ANA)
    assert envelope is not None
    assert (envelope.to, envelope.cc) == ((PEDRO,), ())


def test_a_message_to_others_does_not_decide_who_reads_the_draft() -> None:
    thread = [a_trace(1), a_trace(2, to=(INES,))]
    envelope = reply_envelope(COMMITMENT, thread, us=US, sender=ANA)
    assert envelope is not None
    assert envelope.to == (PEDRO,)


def test_a_colleagues_mail_is_continued_under_our_own_name() -> None:
    envelope = reply_envelope(COMMITMENT, [a_trace(1, sender=LUIS)], us=US, sender=ANA)
    assert envelope is not None
    assert envelope.sender == ANA


def test_nobody_is_written_to_where_only_our_own_side_is_left() -> None:
    own = replace(COMMITMENT, counterparty=LUIS)
    assert reply_envelope(own, [], us=US, sender=ANA) is None
