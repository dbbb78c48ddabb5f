"""Builders: a test says only what matters to it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.facts import Address, Direction, Message
from rules.people import Us

MADRID = ZoneInfo("Europe/Madrid")
ANA = Address(address="ana@estudio.example", name="Ana Ruiz")
PEDRO = Address(address="pedro@cliente.example", name="Pedro Marín")
US = Us(addresses=frozenset({"ana@estudio.example", "hola@estudio.example"}), colleagues=frozenset({"estudio.example"}))


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    """Read "2026-03-10 09:00" as a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def a_message(
    text: str = "Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna",
    *,
    when: str = "2026-03-10 10:12",
    outbound: bool = True,
    subject: str = "Reforma de la cocina",
    attachments: tuple[str, ...] = (),
    message_id: str = "m1@estudio.example",
    references: tuple[str, ...] = (),
    sender: Address | None = None,
    to: tuple[Address, ...] | None = None,
    headers: dict[str, str] | None = None,
    language: str | None = None,
) -> Message:
    author, reader = (ANA, PEDRO) if outbound else (PEDRO, ANA)
    return Message(
        id=message_id,
        account="despacho",
        direction=Direction.OUTBOUND if outbound else Direction.INBOUND,
        date=at(when),
        sender=sender or author,
        to=(reader,) if to is None else to,
        subject=subject,
        text=text,
        references=references,
        attachments=attachments,
        headers=headers or {},
        language=language,
    )
