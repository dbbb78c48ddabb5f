"""A message fetched in parts reads like the whole message."""

from __future__ import annotations

import imaplib
import uuid
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage

import pytest

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.protocols import MessageParts
from connectors.reading.mime import parse
from tests.contract.letters import NOW, SINCE
from tests.servers import dovecot

SHORT = "Adjunto.\n"
LONG = "Mañana le envío el presupuesto del ático, con los planos.\n" * 30
HUGE = "Una línea más de una conversación muy larga, con eñes.\n" * 8000


def letter(text: str | None = LONG, *, html: str = "", cte: str | None = None, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Pedro Marín <pedro@cliente.example>", "ana@estudio.example"
    message["Subject"], message["Message-ID"] = "Reforma del ático", "<m1@cliente.example>"
    message["Date"] = NOW
    if text is not None:
        message.set_content(text, cte=cte, charset=charset)
        if html:
            message.add_alternative(f"<p>{html}</p>", subtype="html", cte=cte)
    elif html:
        message.set_content(f"<p>{html}</p>", subtype="html", cte=cte)
    return message


def attached(message: EmailMessage, *names: str) -> EmailMessage:
    for name in names:
        message.add_attachment(b"%PDF" * 5000, maintype="application", subtype="pdf", filename=name)
    return message


def related(message: EmailMessage) -> EmailMessage:
    message.get_payload()[-1].add_related(b"PNG" * 900, "image", "png", cid="<logo@x>", filename="logo.png")
    return message


def forwarded() -> EmailMessage:
    message = letter(SHORT)
    message.add_attachment(attached(letter(LONG), "dentro.pdf"))
    return message


def invitation() -> EmailMessage:
    message = letter(LONG, html=LONG)
    message.add_alternative("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar")
    return message


def report() -> EmailMessage:
    message = letter(LONG)
    message.make_mixed()
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    return message


LETTERS = {
    "plain": letter(),
    "short plain": letter(SHORT),
    "empty": letter(""),
    "quoted-printable": letter(cte="quoted-printable"),
    "base64": letter(cte="base64"),
    "latin-1": letter(cte="quoted-printable", charset="iso-8859-1"),
    "html alone": letter(None, html=LONG),
    "plain and html": letter(html=LONG),
    "short plain and html": letter(SHORT, html=LONG),
    "short plain and html in base64": letter(SHORT, html=LONG, cte="base64"),
    "longer than is fetched at once": letter("Una línea.\n" * 4000),
    "longer html than is fetched at once": letter(None, html="Una línea.\n" * 4000),
    "short plain and a picture in the html": related(letter(SHORT, html=LONG)),
    "plain and a picture in the html": related(letter(LONG, html=LONG)),
    "attachment": attached(letter(), "plano ático.pdf"),
    "attachments with html": attached(letter(html=LONG), "uno.pdf", "dos ñ.pdf", "x" * 120 + ".pdf"),
    "attachment and short text": attached(letter(SHORT, html=LONG), "uno.pdf"),
    "attachment alone": attached(letter(None), "escaneado.pdf"),
    "picture and attachment": attached(related(letter(SHORT, html=LONG)), "uno.pdf"),
    "forwarded message": forwarded(),
    "invitation": invitation(),
    "report": report(),
}


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[imaplib.IMAP4, Imap]]:
    server, user = dovecot.shared(), f"u{uuid.uuid4().hex[:12]}"
    client = imaplib.IMAP4("127.0.0.1", server.port, timeout=60)
    client.login(user, dovecot.PASSWORD)
    sign_in = SignIn(user=user, secret=lambda: dovecot.PASSWORD)
    where = Server(host="127.0.0.1", port=server.port, security="none")
    with closing(Imap(where, sign_in, Wanted(), seconds=60)) as mailbox:
        yield client, mailbox
    client.logout()


def fetched(place: tuple[imaplib.IMAP4, Imap], raw: bytes) -> MessageParts:
    client, mailbox = place
    _, [held] = client.select("INBOX")
    if held != b"0":
        client.store("1:*", "+FLAGS", "(\\Deleted)")
        client.expunge()
    client.append("INBOX", "", "", raw)
    [message] = [message for batch in mailbox.read(None, since=SINCE) for message in batch.messages]
    assert message.parts is not None
    return message.parts


@pytest.mark.parametrize("name", LETTERS)
def test_it_reads_like_the_whole_message(place: tuple[imaplib.IMAP4, Imap], name: str) -> None:
    raw = LETTERS[name].as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    whole, parts = parse(raw), fetched(place, raw)
    assert (parts.plain or "").strip() == (whole.plain or "").strip()
    assert (parts.html or "").strip() == (whole.html or "").strip()
    assert parts.attachments == whole.attachments
    read = {name.lower(): value for name, value in parts.headers}
    for header in ("From", "To", "Subject", "Date", "Message-ID"):
        assert read[header.lower()] == dict(whole.headers)[header]
    assert read["content-type"].partition(";")[0].lower().split("/")[0] in {"text", "multipart", "application"}


def test_of_a_text_without_end_the_beginning_is_read(place: tuple[imaplib.IMAP4, Imap]) -> None:
    raw = letter(HUGE, html=HUGE).as_bytes()
    parts = fetched(place, raw)
    assert HUGE.startswith((parts.plain or "")[:50_000])
    assert 50_000 < len(parts.plain or "") < 200_000


def test_a_bounce_is_still_known_as_one(place: tuple[imaplib.IMAP4, Imap]) -> None:
    parts = fetched(place, LETTERS["report"].as_bytes())
    read = {name.lower(): value for name, value in parts.headers}
    assert "report-type=delivery-status" in read["content-type"].replace('"', "")
