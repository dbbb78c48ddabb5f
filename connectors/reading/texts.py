"""A message taken apart from pieces of it: header lines, a text, its HTML twin, as IMAP gives them.

What comes out is what :func:`connectors.reading.mime.parse` gives for the whole message, at a third of the cost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import fast_mail_parser

from connectors.protocols import MessageParts
from connectors.reading.headers import fields
from connectors.reading.mime import MAX_TEXT, STUB, charset_of, lines, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN_ENCODINGS = frozenset({"7bit", "8bit", "binary"})
_USUAL_ENCODINGS = frozenset({"quoted-printable", "base64"})


class Kind(NamedTuple):
    """What a text is, by its MIME header lines."""

    about: bytes
    """Those lines."""
    headers: tuple[tuple[str, str], ...]
    is_html: bool
    coding: bytes
    """The header its bytes are decoded with; none where they are as they stand."""
    charset: str | None

    def decode(self, body: bytes) -> str | None:
        """Decode a text of this kind; None where its bytes are not what the header says."""
        if self.coding:
            try:
                body = fast_mail_parser.parse_email_tree(self.coding + body).content or b""
            except fast_mail_parser.ParseError:
                return None
        return lines(body, self.charset)


class Root(NamedTuple):
    """What a message of several parts is."""

    subtype: bytes
    boundary: bytes

    @property
    def about(self) -> bytes:
        """Its MIME header line."""
        return b'Content-Type: multipart/%b; boundary="%b"\r\n' % self


@lru_cache(maxsize=256)
def kind_of(about: bytes) -> Kind | None:
    """Read the MIME header lines of a part; None for what is no plain or HTML text, or has a name.

    Mailboxes know a handful of them.
    """
    try:
        node = fast_mail_parser.parse_email_tree(about + b"\r\n", mode="lazy")
    except fast_mail_parser.ParseError:
        return None
    kind = node.content_type.lower()
    named = "name" in (node.headers.get("Content-Type") or ("",))[0].lower()
    if kind not in {"text/plain", "text/html"} or node.disposition or named:
        return None
    encoding = (node.headers.get("Content-Transfer-Encoding") or ("7bit",))[0].lower()
    coding = b"" if encoding in _PLAIN_ENCODINGS else about + b"\r\n"
    if encoding in _USUAL_ENCODINGS:
        coding = b"Content-Transfer-Encoding: %b\r\n\r\n" % encoding.encode("ascii")
    return Kind(about, fields(about), kind == "text/html", coding, charset_of(node))


def parse_alone(kind: Kind, header: bytes, body: bytes) -> MessageParts:
    """Take apart a message that is one text, whose other header lines and body came separately."""
    text = kind.decode(body)
    if text is None:
        return parse(kind.about + header + body)
    headers = kind.headers + fields(header)
    return MessageParts(headers, None, text) if kind.is_html else MessageParts(headers, text)


def parse_texts(root: Root, header: bytes, texts: Sequence[tuple[Kind, bytes]], names: tuple[str, ...]) -> MessageParts:
    """Take apart a message of one text or of a plain one and its HTML twin, with attachments of these names."""
    decoded = [kind.decode(body) for kind, body in texts]
    if None in decoded:
        opening = b"--%b\r\n" % root.boundary
        written = [b"%b%b\r\n%b\r\n" % (opening, kind.about, body) for kind, body in texts]
        about = root._replace(subtype=b"alternative").about
        _, plain, rich, _ = parse(b"%b%b%b--%b--\r\n" % (about, header, b"".join(written), root.boundary))
    else:
        plain, rich = (None, *decoded) if texts[0][0].is_html else (*decoded, None)[:2]
        if plain is not None and rich is not None:
            length, rich = len(plain.strip()), rich[:MAX_TEXT]
            plain, rich = (plain, rich or None if length < STUB else None) if length else (None, rich)
    return MessageParts(fields(root.about + header), plain, rich, names)
