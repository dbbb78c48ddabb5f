"""What the outside world puts into mailboxes and calendars: raw, as it arrives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from connectors.protocols import Draft, Task
from rules.facts import Address

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
ANA = Address(address="ana@estudio.example", name="Ana Ruiz")
PEDRO = Address(address="pedro@cliente.example", name="Pedro Marín")


def a_letter(
    message_id: str = "m1@cliente.example",
    *,
    when: datetime = NOW - timedelta(days=2),
    subject: str = "Reforma de la cocina",
    text: str = "Hola, Ana:\n\n¿Me envía el presupuesto?\n\nUn saludo,\nPedro\n",
    outbound: bool = False,
    attachment: str = "",
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = (str_of(ANA), str_of(PEDRO)) if outbound else (str_of(PEDRO), str_of(ANA))
    message["Subject"] = subject
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{message_id}>"
    message.set_content(text)
    if attachment:
        message.add_attachment(b"%PDF" * 1000, maintype="application", subtype="pdf", filename=attachment)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def str_of(person: Address) -> str:
    return f'"{person.name}" <{person.address}>'


def a_draft(
    key: str = "c1a2b3/send", *, text: str = "Hola, Pedro:\n\nLe adjunto el presupuesto.\n\nUn saludo,\nAna\n"
) -> Draft:
    return Draft(
        key=key,
        message_id=f"{key.replace('/', '.')}@prometido.invalid",
        sender=ANA,
        to=(PEDRO,),
        subject="Re: Reforma de la cocina",
        text=text,
        date=NOW,
        in_reply_to="m1@cliente.example",
        references=("m0@cliente.example", "m1@cliente.example"),
    )


def a_task(
    key: str = "c1a2b3/task", *, due: date = date(2026, 3, 13), summary: str = "Enviar el presupuesto a Pedro"
) -> Task:
    return Task(
        key=key,
        uid=f"{key.replace('/', '-')}@prometido",
        summary=summary,
        description="«Mañana le envío el presupuesto» (martes 10)\nPara silenciarlo: prometido dismiss c1a2b3",
        due=due,
        created=NOW,
        categories=("Prometido",),
    )


def an_event(
    uid: str = "e1", *lines: str, starts: str = "DTSTART:20260311T090000Z", ends: str = "DTEND:20260311T100000Z"
) -> bytes:
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tests//ES",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260301T080000Z",
        starts,
        *([ends] if ends else []),
        "SUMMARY:Visita de obra",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(content).encode()
