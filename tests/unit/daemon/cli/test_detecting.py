from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest

from daemon import rulebook
from daemon.cli.detecting import Record, detect_lines, signal_record
from rules.detection import Detector
from rules.facts import Address, Direction
from rules.signals import Confidence, Kind, Party, Signal

PROMISE = {
    "id": "m1",
    "direction": "outbound",
    "date": "2026-03-10T10:12:00+01:00",
    "from": "Ana Ruiz <Ana@estudio.example>",
    "to": ["pedro@cliente.example"],
    "headers": {"Auto-Submitted": "no"},
    "text": "Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna",
    "signals": [{"kind": "ignored"}],
    "more": 1,
}


@pytest.fixture(scope="module")
def detector() -> Detector:
    return rulebook.open_detector()


def answers_to(lines: bytes, detector: Detector) -> tuple[bool, list[dict[str, object]]]:
    answers = io.BytesIO()
    fine = detect_lines(io.BytesIO(lines), answers, detector)
    return fine, [json.loads(line) for line in answers.getvalue().splitlines()]


def a_line(**changes: object) -> bytes:
    return json.dumps(PROMISE | changes).encode() + b"\n"


def test_each_message_is_answered_in_order(detector: Detector) -> None:
    fine, found = answers_to(a_line() + b"\n" + a_line(id="m2", text="Gracias por todo."), detector)
    assert fine
    assert [each["id"] for each in found] == ["m1", "m2"]
    assert found[1]["signals"] == []
    (signal,) = found[0]["signals"]
    assert (signal["kind"], signal["owes"], signal["due"]) == ("promise", "us", "2026-03-11")
    assert signal["evidence"] in PROMISE["text"]


def test_a_signal_is_told_with_the_keys_others_rely_on() -> None:
    signal = Signal(
        kind=Kind.PROMISE,
        owes=Party.US,
        evidence="Mañana le envío el presupuesto",
        rule="es-promise-send",
        confidence=Confidence.SURE,
        object="el presupuesto",
        due=date(2026, 3, 11),
        due_text="Mañana",
    )
    assert signal_record(signal) == {
        "kind": "promise",
        "owes": "us",
        "evidence": "Mañana le envío el presupuesto",
        "object": "el presupuesto",
        "due": "2026-03-11",
        "due_text": "Mañana",
        "holding": False,
        "conditional": False,
        "rule": "es-promise-send",
        "confidence": "sure",
    }


def test_a_record_becomes_the_message_it_tells() -> None:
    message = Record.model_validate_json(
        a_line(attachments=["a.pdf"], language="es", date="2026-03-10T10:12:00")
    ).message()
    assert message.sender == Address(address="ana@estudio.example", name="Ana Ruiz")
    assert message.direction is Direction.OUTBOUND
    assert message.date == datetime(2026, 3, 10, 10, 12, tzinfo=UTC)
    assert (message.headers, message.attachments) == ({"auto-submitted": "no"}, ("a.pdf",))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{", "not a line of JSON"),
        (b"\xff\xfe", "not a line of JSON"),
        (b"[" * 10_000, "not a line of JSON"),
        (b"[1]", "not a message; expected an object"),
        (b'{"id": "x"}', '"direction" is missing; expected outbound or inbound'),
        (a_line(direction="out").strip(), 'direction: "out" is not known here; expected outbound or inbound'),
        (a_line(text=None).strip(), "text: expected text, not nothing"),
        (a_line(id=7).strip(), "id: expected text, not 7"),
        (a_line(to="pedro").strip(), 'to: expected a list, not "pedro"'),
        (a_line(date="yesterday").strip(), 'date: "yesterday" does not fit: '),
    ],
)
def test_a_line_that_is_no_message_is_told_by_its_number_and_the_rest_goes_on(
    line: bytes, complaint: str, detector: Detector, capsys: pytest.CaptureFixture[str]
) -> None:
    fine, found = answers_to(a_line() + line + b"\n" + a_line(id="m3"), detector)
    assert not fine
    assert [each["id"] for each in found] == ["m1", "m3"]
    error = capsys.readouterr().err
    assert error.startswith(f"prometido: line 2: {complaint}")
    assert error.count("\n") == 1
