"""A draft written as a mail message."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from email.header import Header
from email.utils import format_datetime

from connectors.protocols import Draft
from connectors.reading import addresses
from connectors.reading.charsets import one_line, without_controls
from rules.facts import Address

MAX_REFERENCES = 20
"""Of a long thread the first Message-ID and these last ones are named (RFC 5322, 3.6.4, lets one trim)."""
MAX_SUBJECT = 500

_ID = re.compile(r"[^\s<>()\[\]\\,;:\"]+@[^\s<>()\\,;\"]+")
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~ -]*")


def to_mime(draft: Draft) -> bytes:
    """Write the draft as an RFC 5322 message with CRLF line ends.

    Quoted-printable, with each paragraph on one line of text: it passes every server as it is, and the user
    who opens the draft edits whole paragraphs. ``format=flowed`` would gain nothing, since Gmail and Outlook
    ignore it and would show the breaks. The headers are folded here, because the standard library turns a
    Message-ID longer than a line into an encoded word, which no client recognises.
    """
    references = [*draft.references, draft.in_reply_to] if draft.in_reply_to else list(draft.references)
    references = [known for known in dict.fromkeys(references) if _ID.fullmatch(known)]
    if draft.in_reply_to in references:
        references.remove(draft.in_reply_to)
        references.append(draft.in_reply_to)
    if len(references) > MAX_REFERENCES + 1:
        references = [references[0], *references[-MAX_REFERENCES:]]
    headers = [
        ("From", _people([draft.sender])),
        ("To", _people(draft.to)),
        ("Cc", _people(draft.cc)),
        ("Subject", _words("Subject", one_line(draft.subject)[:MAX_SUBJECT])),
        ("Date", format_datetime(draft.date)),
        ("Message-ID", _ids([draft.message_id])),
        ("In-Reply-To", _ids([draft.in_reply_to])),
        ("References", _ids(references)),
        ("X-Prometido", re.sub(r"[^!-~]", "", draft.key)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers if value)
    return head.encode("utf-8") + b"\r\n" + _body(draft.text)


def _people(people: Iterable[Address]) -> str:
    return ",\r\n ".join(_person(person) for person in people if addresses.is_address(person.address))


def _person(person: Address) -> str:
    name = one_line(person.name)
    if not name:
        return person.address
    if name.isascii():
        shown = name if _PLAIN.fullmatch(name) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    else:
        shown = _encoded("Resent-From", name)
    separator = "\r\n " if len(shown) + len(person.address) > 60 else " "
    return f"{shown}{separator}<{person.address}>"


def _words(name: str, text: str) -> str:
    """Fold a subject; anything beyond ASCII, or that looks encoded already, becomes encoded words (RFC 2047)."""
    if text.isascii() and "=?" not in text and all(len(word) < 70 for word in text.split()):
        return Header(text, "us-ascii", header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return _encoded(name, text)


def _encoded(name: str, text: str) -> str:
    return Header(text, "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _ids(ids: Iterable[str]) -> str:
    return "\r\n ".join(f"<{known}>" for known in ids if _ID.fullmatch(known))


def _body(text: str) -> bytes:
    clean = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    coded = binascii.b2a_qp(clean.rstrip().encode("utf-8", "replace") + b"\n", istext=True)
    # mbox stores would turn a line's "From " into ">From ", which reads as an edit.
    coded = re.sub(rb"(?m)^From ", b"=46rom ", coded)
    return coded.replace(b"\n", b"\r\n")
