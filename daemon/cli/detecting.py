"""Messages as JSON Lines in, signals as JSON Lines out: the detection by itself, for tests and for other programs."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.wording import sentence
from daemon.show.records import to_json
from rules.facts import Address, Direction, Message

if TYPE_CHECKING:
    from typing import IO

    from rules.detection import Detector
    from rules.signals import Signal


class Record(BaseModel):
    """One message as a line of JSON. Keys that are not named here, such as ``signals``, are passed over."""

    model_config = ConfigDict(frozen=True, strict=True)

    id: str = Field(description="a text")
    direction: Direction = Field(description="outbound or inbound")
    date: datetime = Field(description="a date and time, ISO 8601")
    text: str = Field(description="a text")
    subject: str = ""
    sender: str = Field(default="", alias="from")
    to: list[str] = []
    cc: list[str] = []
    headers: dict[str, str] = {}
    attachments: list[str] = []
    references: list[str] = []
    language: str | None = None

    def message(self) -> Message:
        """Return what it says as a message; a date without an offset counts as UTC."""
        return Message(
            id=self.id,
            account="",
            direction=self.direction,
            date=self.date if self.date.tzinfo else self.date.replace(tzinfo=UTC),
            sender=_address(self.sender),
            to=tuple(map(_address, self.to)),
            cc=tuple(map(_address, self.cc)),
            subject=self.subject,
            text=self.text,
            references=tuple(self.references),
            attachments=tuple(self.attachments),
            headers={name.lower(): value for name, value in self.headers.items()},
            language=self.language,
        )


def detect_lines(lines: IO[bytes], answers: IO[bytes], detector: Detector) -> bool:
    """Answer every line that is a message, in order; say on standard error what is wrong with each that is not.

    Returns whether all of them were messages. Blank lines are passed over.
    """
    fine = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.write(answer(line, detector).encode() + b"\n")
        except ValidationError as error:
            fine = False
            typer.echo(f"prometido: line {number}: {_complaint(error)}", err=True)
        else:
            answers.flush()
    return fine


def answer(line: bytes, detector: Detector) -> str:
    """Return the answer to one line. Raises ValidationError."""
    record = Record.model_validate_json(line)
    signals = [signal_record(signal) for signal in detector.detect(record.message())]
    return to_json({"id": record.id, "signals": signals}, indent=None)


def signal_record(signal: Signal) -> dict[str, Any]:
    """Return a signal as ``prometido detect`` tells it (section 4 of the contract)."""
    return {
        "kind": signal.kind.value,
        "owes": signal.owes.value,
        "evidence": signal.evidence,
        "object": signal.object,
        "due": signal.due.isoformat() if signal.due else None,
        "due_text": signal.due_text,
        "holding": signal.holding,
        "conditional": signal.conditional,
        "rule": signal.rule,
        "confidence": signal.confidence.word,
    }


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(address=address.lower(), name=name)


def _complaint(error: ValidationError) -> str:
    """Say the first thing that is wrong with a line."""
    first, *_ = error.errors(include_url=False)
    if first["type"] == "json_invalid":
        return "not a line of JSON"
    if first["type"] == "model_type":
        return "not a message; expected an object"
    key = ".".join(map(str, first["loc"]))
    said = sentence(Record, first)
    return f'"{key}" is missing{said}' if first["type"] == "missing" else f"{key}: {said}"
