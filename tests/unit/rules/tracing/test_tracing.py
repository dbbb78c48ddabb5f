"""A trace keeps what the ledger may keep."""

from __future__ import annotations

from rules import mentions
from rules.facts import Address, Register
from rules.reading import read
from rules.signals import Kind, Party, Signal
from rules.tracing import trace
from tests.builders import ANA, PEDRO, US, a_message

LUIS = Address(address="luis@estudio.example")
EVA = Address(address="eva@cliente.example")
SIGNAL = Signal(kind=Kind.PROMISE, owes=Party.US, evidence="Mañana le envío el presupuesto", rule="es.promise")


def test_the_people_outside_are_the_recipients_of_what_we_write() -> None:
    message = a_message(to=(PEDRO, LUIS, EVA))
    assert trace(read(message), [], US).outside == (PEDRO, EVA)


def test_the_sender_comes_first_among_the_people_outside_of_what_we_get() -> None:
    message = a_message(outbound=False, to=(EVA, ANA))
    assert trace(read(message), [], US).outside == (PEDRO, EVA)


def test_a_trace_says_what_was_read_and_found() -> None:
    message = a_message(attachments=("plano_alzado.pdf",), headers={"x-prometido": "c1/task"})
    kept = trace(read(message), [SIGNAL], US, thread_hint="t1", marks=frozenset({"answers"}))
    assert kept.signals == (SIGNAL,)
    assert (kept.id, kept.thread_hint, kept.marks, kept.step_key) == (message.id, "t1", {"answers"}, "c1/task")
    assert (kept.greeting, kept.goodbye, kept.signature) == ("Hola Pedro:", "Un saludo,", "Ana")
    assert (kept.language, kept.register) == ("es", Register.USTED)
    assert (kept.attachments, kept.words) == (1, 5)


def test_a_trace_mentions_text_subject_and_attachments() -> None:
    kept = trace(
        read(a_message("Mañana le envío el presupuesto.", subject="Reforma", attachments=("alzado.pdf",))), [], US
    )
    assert kept.attached == mentions.of("alzado")
    assert kept.mentions == mentions.of("presupuesto alzado")


def test_a_trace_has_no_body() -> None:
    kept = trace(read(a_message("Hola Pedro:\n\nEl plano secreto está listo.\n\nUn saludo,\nAna")), [], US)
    assert "secreto" not in repr(kept)
