"""What mutations start from: the demo's letters, drafts of our own, and one of each thing that mail programs do."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from connectors.compose import to_mime
from daemon.demo.building import Story, deliver, lay_out
from tests.contract.letters import a_draft, a_letter

_HEAD = (
    b"From: =?utf-8?q?Pedro_Mar=C3=ADn?= <pedro@cliente.example>\r\n"
    b"To: Ana Ruiz <ana@estudio.example>, =?iso-8859-1?B?TWFy7WE=?= <maria@estudio.example>\r\n"
    b"Date: Tue, 10 Mar 2026 10:12:00 +0100\r\nMessage-ID: <s@cliente.example>\r\nMIME-Version: 1.0\r\n"
)
_ODD = (
    (
        b'Subject: =?utf-8?B?UHJlc3VwdWVzdG8=?=\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n'
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain; charset=iso-8859-15\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Ma=F1ana le env=EDo el presupuesto: 12.450,75 =A4.\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"PHA+TWHDsWFuYSBsZSBlbnbDrW8gZWwgcHJlc3VwdWVzdG8uPC9wPg==\r\n--b--\r\n--a\r\n"
        b"Content-Type: application/pdf; name*0*=utf-8''presup; name*1=uesto.pdf\r\n"
        b'Content-Disposition: attachment; filename="presupuesto.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
        b"\r\nJVBERi0xLjQ=\r\n--a--\r\n"
    ),
    (
        b"Subject: RV: obra\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"
        b"<html><body><p>El viernes 13 a las 9:30 te llamo.</p><blockquote><table><tr><td>De:<td>Ana<t"
        b"r><td>Enviado:<td>lunes</table>Necesito los planos antes del 20/03/2026</blockquote></body></html>\r\n"
    ),
    (
        b"Subject: Fuera de la oficina\r\nAuto-Submitted: auto-replied\r\n"
        b"References: <a@x.example> <b@x.example>\r\n\r\n"
        b"Estar\xe9 fuera hasta el 23 de marzo. I will be back on Monday, 23 March.\r\n"
    ),
    (
        b"Subject: Fwd: quote\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n"
        b"I'll send you the revised quote by next Friday at 5pm: \xc2\xa31,200.50 plus VAT.\r\n\r\n"
        b"On Mon, 9 Mar 2026 at 10:12, Ana <ana@estudio.example> wrote:\r\n> Could you send it today?\r\n--c\r\n"
        b"Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: inner\r\n\r\n"
        b"We owe you everything.\r\n--c--\r\n"
    ),
    (
        b"Subject: =?iso-2022-jp?B?GyRCJCIbKEI=?=\r\n"
        b"Content-Type: text/plain; charset=iso-2022-jp; format=flowed\r\nIn-Reply-To: <m1@estudio.example>\r\n"
        b"X-Prometido: c1a2b3/send\r\nList-Id: <l.example>\r\n\r\n"
        b'\x1b$B$"\x1b(B te mando el acta en dos d\x1b$B$$\x1b(Bas, antes de las 18:00.\r\n-- \r\nAna\r\n'
        b"Tel. 910 000 112\r\n"
    ),
)


def own_samples() -> tuple[bytes, ...]:
    """The project's own samples."""
    story = Story.load()
    with tempfile.TemporaryDirectory() as place:
        lay_out(Path(place), story)
        deliver(Path(place), story, datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
        demo = [file.read_bytes() for file in sorted(Path(place).glob("Mail/*/cur/*"))]
    ours = a_letter("o1@estudio.example", outbound=True, text="Hola, Pedro:\n\nEl jueves le envío los planos.\n\nAna\n")
    return (*demo, a_letter(), ours, to_mime(a_draft()), *(_HEAD + odd for odd in _ODD))


def samples_in(folder: Path, limit: int = 200_000) -> tuple[bytes, ...]:
    """Every file below a folder that is not larger than ``limit`` bytes, for runs by hand."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.stat().st_size <= limit)
    return tuple(file.read_bytes() for file in files)
