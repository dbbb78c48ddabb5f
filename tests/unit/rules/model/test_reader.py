from __future__ import annotations

from dataclasses import replace

import pytest

from rules.detection import Detector
from rules.language import load_rules
from rules.model import Reader, load
from rules.reading import read
from rules.signals import Act, Confidence, Kind, Party, Signal
from tests.builders import a_message


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


@pytest.fixture(scope="module")
def detector(reader: Reader) -> Detector:
    return Detector(load_rules(), reader)


def a_signal(evidence: str, kind: Kind = Kind.PROMISE, confidence: Confidence = Confidence.LIKELY) -> Signal:
    return Signal(kind=kind, owes=Party.US, evidence=evidence, rule="some-rule", confidence=confidence)


@pytest.mark.parametrize(
    "text",
    [
        "Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna",
        "Hi Pedro,\n\nI'll send you the quote tomorrow.\n\nBest regards,\nAna",
    ],
)
def test_a_plain_promise_that_both_readers_see_is_sure(detector: Detector, text: str) -> None:
    (signal,) = detector.detect(a_message(text))
    assert signal.kind is Kind.PROMISE
    assert signal.confidence is Confidence.SURE
    assert signal.score > 0.9


def test_what_a_rule_found_in_an_implausible_place_is_vetoed(reader: Reader) -> None:
    reading = read(a_message("Hola Pedro:\n\nEl martes pasado no había nadie en la oficina.\n\nUn saludo,\nAna"))
    assert reader.judge(reading, [a_signal("El martes pasado no había nadie en la oficina")]) == ()


def test_what_a_rule_of_the_users_found_stands_whatever_the_model_thinks(reader: Reader) -> None:
    reading = read(a_message("Hola Pedro:\n\nEl martes pasado no había nadie en la oficina.\n\nUn saludo,\nAna"))
    signal = a_signal("El martes pasado no había nadie en la oficina")
    mine = Reader(weights=reader.weights, trusted=frozenset({"some-rule"}))
    assert mine.judge(reading, [signal]) == (signal,)


def test_a_promise_that_no_rule_saw_is_proposed_with_its_day_and_its_object(reader: Reader) -> None:
    reading = read(a_message("Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna"))
    (signal,) = reader.judge(reading, [])
    assert signal.evidence == "Mañana le envío el presupuesto."
    assert (signal.kind, signal.owes, signal.rule, signal.act) == (Kind.PROMISE, Party.US, "model", Act.SEND)
    assert signal.due is not None
    assert signal.due.isoformat() == "2026-03-11"
    assert signal.due_text == "Mañana"
    assert signal.object == "el presupuesto"
    assert signal.confidence < Confidence.SURE


def test_a_promise_that_waits_on_the_reader_is_proposed_as_conditional_and_without_a_day(reader: Reader) -> None:
    reading = read(a_message("Hola Pedro:\n\nCuando me mandes el CIF te envío la factura.\n\nUn saludo,\nAna"))
    (signal,) = reader.judge(reading, [])
    assert signal.conditional
    assert signal.due is None


def test_the_other_side_owes_what_it_promises(reader: Reader) -> None:
    reading = read(a_message("Hola Ana:\n\nEl viernes te confirmo la fecha.\n\nPedro", outbound=False))
    (signal,) = reader.judge(reading, [])
    assert signal.owes is Party.THEM


def test_nothing_is_missing_where_a_file_is_attached(detector: Detector) -> None:
    text = "Hola Pedro:\n\nTe adjunto el contrato firmado.\n\nUn saludo,\nAna"
    kinds = {signal.kind for signal in detector.detect(a_message(text))}
    attached = {signal.kind for signal in detector.detect(a_message(text, attachments=("contrato.pdf",)))}
    assert Kind.MISSING_ATTACHMENT in kinds
    assert Kind.MISSING_ATTACHMENT not in attached


def test_below_the_goodbye_nothing_is_more_than_maybe_unless_it_is_a_postscript(detector: Detector) -> None:
    letter = "Hola Pedro:\n\nGracias por todo.\n\nUn saludo,\nAna\n"
    advert = detector.detect(a_message(letter + "\nMañana le envío el presupuesto."))
    postscript = detector.detect(a_message(letter + "\nP.D.: Mañana le envío el presupuesto."))
    assert all(signal.confidence is Confidence.MAYBE for signal in advert)
    assert any(signal.confidence > Confidence.MAYBE for signal in postscript)


@pytest.mark.parametrize("text", ["", "\n\n", "> solo una cita\n> de otro"])
def test_a_message_without_words_of_its_own_raises_nothing(detector: Detector, text: str) -> None:
    assert detector.detect(a_message(text)) == ()


def test_it_says_which_findings_and_words_weighed(detector: Detector, reader: Reader) -> None:
    message = a_message("Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna")
    (signal,) = detector.detect(message)
    reasons = reader.explain(read(message), signal)
    assert reasons
    assert {"when=exact", "to=reader"} <= {reason.name for reason in reasons}
    assert [abs(reason.weight) for reason in reasons] == sorted((abs(each.weight) for each in reasons), reverse=True)


def test_the_same_promise_made_many_times_is_found_as_often_and_no_more(detector: Detector) -> None:
    text = "Hola Pedro:\n\n" + "Mañana le envío el presupuesto. " * 20
    assert len(detector.detect(a_message(text))) == 20


def test_the_model_alone_proposes_nothing_that_is_cited(reader: Reader) -> None:
    said = "Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna"
    cited = said.replace("Mañana le envío el presupuesto.", "Usted escribía: «Mañana le envío el presupuesto.»")
    within = said.replace("Mañana", "El martes me escribía «mañana").replace(
        "presupuesto.", "presupuesto», y no ha llegado."
    )
    assert reader.judge(read(a_message(said)), [])
    assert reader.judge(read(a_message(cited)), []) == ()
    assert reader.judge(read(a_message(within)), []) == ()


def test_what_is_asked_beside_a_likely_inquiry_is_as_likely(detector: Detector, reader: Reader) -> None:
    asked = ("¿Nos darían precio para reformas de cocinas?", "¿Podrían venir a Getafe?", "¿Cuánto cuesta una de 10 m2?")
    trusting = replace(detector, second_reader=replace(reader, trusted=frozenset({"es-inquiry-outright"})))
    found = trusting.detect(a_message(f"Buenos días:\n\n{' '.join(asked)}\n\nIris", outbound=False))
    assert [each.evidence.strip("¿?") for each in found] == [each.strip("¿?") for each in asked]
    assert all(each.confidence >= Confidence.LIKELY for each in found)


def test_what_a_rule_sees_asked_beside_a_trusted_question_is_as_likely(reader: Reader) -> None:
    reading = read(a_message("¿Me da precio de una cocina? ¿Y el ruido?", outbound=False))
    price, noise = (a_signal(each.text, Kind.INQUIRY, Confidence.MAYBE) for each in reading.sentences)
    trusting = Reader(weights=reader.weights, trusted=frozenset({"trusted"}))
    found = trusting.judge(reading, [replace(price, rule="trusted"), noise])
    assert [signal.confidence for signal in found] == [Confidence.MAYBE, Confidence.LIKELY]
