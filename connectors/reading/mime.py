"""A raw RFC 5322 message, taken apart."""

from __future__ import annotations

import email
import email.message
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote_to_bytes

import fast_mail_parser

from connectors.errors import Unreadable
from connectors.protocols import MessageParts
from connectors.reading.charsets import decode, decode_words, one_line, with_line_feeds
from connectors.reading.headers import MAX_HEADER_VALUE, fields

MAX_BYTES = 25 * 1024 * 1024
"""Beyond it only the headers, the first text and the first attachments' names are read."""
PREFIX_BYTES = 1024 * 1024
"""How much is read of a message that is larger than that."""
MAX_PARTS = 1000
MAX_DEPTH = 50
MAX_NAME = 255
MAX_TEXT = 1_000_000
"""Characters of text kept of one part."""
STUB = 200
"""Characters below which plain text may be a mere "please view as HTML"; then the HTML is read as well."""

_KNOWN = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "cc",
        "reply-to",
        "return-path",
        "sender",
        "mime-version",
        "content-type",
    }
)
_PARAMETER = re.compile(r""";\s*([\w!#$%&'+.^`|~*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_SECTION = re.compile(r"^(filename|name)(?:\*(\d{1,3}))?(\*)?$", re.IGNORECASE)
_OUTLOOK_PICTURE = re.compile(
    r"^(?:image|outlook-?[a-z0-9]*|logo)[-_]?\d{0,3}\.(?:png|jpe?g|gif|bmp|webp)$", re.IGNORECASE
)
_SIGNATURE_TYPES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})


@dataclass(slots=True)
class _Found:
    """What has been collected so far; a body is (plain, html), of which one may be missing, not yet decoded."""

    bodies: list[tuple[_Node | None, _Node | None]] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    parts: int = 0
    plain: str | None = None
    rich: str | None = None


def parse(raw: bytes) -> MessageParts:
    """Take a message apart.

    A fast parser does the work; the standard library's does it again where the fast one raises, or sees no parts
    in what calls itself multipart. Raises Unreadable, in one line without content, for what is no message.
    """
    headers = _headers(raw)
    if len(raw) > MAX_BYTES:
        raw = raw[:PREFIX_BYTES]
    try:
        found = _read(fast_mail_parser.parse_email_tree(raw, mode="lazy"))
    except fast_mail_parser.MimeStructureError as fault:
        raise Unreadable("the message is nested too deeply to be read") from fault
    except fast_mail_parser.ParseError:
        found = None
    if found is None or not _is_plausible(headers, found):
        try:
            found = _read(_Slow(email.message_from_bytes(raw)))
        except Exception as fault:
            # The standard library raises many types on malformed mail, RecursionError among them.
            raise Unreadable(f"the message cannot be taken apart ({type(fault).__name__})") from fault
    return MessageParts(headers=headers, plain=found.plain, html=found.rich, attachments=tuple(found.attachments))


def names_of(header: bytes) -> tuple[str, ...] | None:
    """Name an attachment by its MIME header lines: none for furniture, None where they cannot be read."""
    try:
        node = fast_mail_parser.parse_email_tree(header + b"\r\n", mode="lazy")
    except fast_mail_parser.ParseError:
        return None
    found = _Found(bodies=[(None, None)])
    _collect(node, found)
    return tuple(found.attachments)


def _read(root: _Node) -> _Found:
    found = _Found()
    _collect(root, found)
    found.plain, found.rich = _join(found.bodies)
    return found


def _headers(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Name and unfolded value of each header, in order. Raises Unreadable where there are none of a mail."""
    start = len(raw[:64]) - len(raw[:64].lstrip(b"\r\n\xef\xbb\xbf"))
    found = fields(raw, start)
    if not any(name.lower() in _KNOWN for name, _ in found):
        raise Unreadable("this is not a mail message: it has no mail headers")
    return found


class _Node(Protocol):
    """What both parsers know of a part."""

    @property
    def content_type(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def disposition(self) -> str | None: ...
    @property
    def content_id(self) -> str | None: ...
    @property
    def content(self) -> bytes | None: ...
    @property
    def children(self) -> Sequence[_Node]: ...


class _Slow:
    """A part as the standard library sees it, in the terms of the fast parser."""

    def __init__(self, message: email.message.Message) -> None:
        self._message = message
        self.content_type = message.get_content_type()
        self.headers = {
            name: [str(message[name])] for name in ("Content-Type", "Content-Disposition") if name in message
        }
        self.disposition = str(message.get("Content-Disposition", "")).partition(";")[0].strip().lower() or None
        self.content_id = message.get("Content-ID")

    @property
    def children(self) -> Sequence[_Node]:
        payload = self._message.get_payload()
        return (
            [_Slow(part) for part in payload if isinstance(part, email.message.Message)]
            if isinstance(payload, list)
            else []
        )

    @property
    def content(self) -> bytes | None:
        payload = self._message.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else None


def _is_plausible(headers: Iterable[tuple[str, str]], found: _Found) -> bool:
    """Whether the fast parser has seen what the headers announce: a multipart has parts."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return found.parts > 1 or not kind.lower().startswith("multipart/")


def _collect(node: _Node, found: _Found, depth: int = 0, *, related: bool = False) -> None:
    """Add the bodies and attachment names of a part and of those in it; never of a message in the message."""
    found.parts += 1
    if found.parts > MAX_PARTS or depth > MAX_DEPTH:
        return
    kind = node.content_type.lower()
    if kind == "multipart/alternative":
        inner = _Found(parts=found.parts)
        for child in node.children:
            _collect(child, inner, depth + 1, related=related)
        found.parts = inner.parts
        found.attachments += inner.attachments
        plain = next((part for part, _ in inner.bodies if part is not None), None)
        rich = next((part for _, part in inner.bodies if part is not None), None)
        if plain is not None or rich is not None:
            found.bodies.append((plain, rich))
    elif kind.startswith("multipart/"):
        for child in node.children:
            _collect(child, found, depth + 1, related=related or kind == "multipart/related")
    else:
        _collect_leaf(node, kind, found, related=related)


def _collect_leaf(node: _Node, kind: str, found: _Found, *, related: bool) -> None:
    disposition = (node.disposition or "").lower()
    types = node.headers.get("Content-Type") or ("",)
    name = _name(node) if kind not in {"text/plain", "text/html"} or disposition or "name" in types[0].lower() else ""
    is_first = not found.bodies
    if kind in {"text/plain", "text/html"} and disposition != "attachment" and (is_first or not name):
        found.bodies.append((node, None) if kind == "text/plain" else (None, node))
    elif not _is_furniture(node, kind, name, disposition, related=related):
        found.attachments.append(name or kind)


def _text(node: _Node | None) -> str:
    if node is None:
        return ""
    return lines(node.content or b"", charset_of(node))


def charset_of(node: _Node) -> str | None:
    """Give the charset a part names."""
    charset = _CHARSET.search((node.headers.get("Content-Type") or ("",))[0])
    return charset[1] if charset else None


def lines(data: bytes, charset: str | None) -> str:
    """Decode a text, with line feeds alone between its lines."""
    text = decode(data[: MAX_TEXT * 4], charset)
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
    text = with_line_feeds(text)
    return text.replace("\x00", "") if "\x00" in text else text


def _is_furniture(node: _Node, kind: str, name: str, disposition: str, *, related: bool) -> bool:
    """Whether a part is no attachment in the eyes of the reader: a picture of the text, a digital signature."""
    if kind.startswith("image/"):
        return related or bool(node.content_id and disposition != "attachment") or bool(_OUTLOOK_PICTURE.match(name))
    return kind in _SIGNATURE_TYPES or kind in _REPORTS


def _name(node: _Node) -> str:
    """File name of a part: ``filename`` before ``name``, RFC 2231 before RFC 2047, folder names cut off."""
    for header, wanted in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        for value in node.headers.get(header) or ():
            name = one_line(_parameter(value[:MAX_HEADER_VALUE], wanted))
            if name:
                return re.split(r"[/\\]", name)[-1][:MAX_NAME]
    return ""


def _parameter(value: str, wanted: str) -> str:
    """Value of a parameter, with the continuations and charsets of RFC 2231, 3 and 4."""
    plain, sections = "", dict[int, tuple[str, bool]]()
    for match in _PARAMETER.finditer(value):
        key = _SECTION.match(match[1])
        if key is None or key[1].lower() != wanted:
            continue
        text = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3]
        if key[2] is None and key[3] is None:
            plain = plain or decode_words(text)
        else:
            sections.setdefault(int(key[2] or 0), (text, key[3] is not None))
    if not sections:
        return plain
    charset, data = "", b""
    for number in sorted(sections):
        text, coded = sections[number]
        if coded and number == min(sections) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if coded else text.encode()
    return decode(data, charset or None)


def _join(bodies: Sequence[tuple[_Node | None, _Node | None]]) -> tuple[str | None, str | None]:
    """Make one plain and one HTML body of all of them; HTML is decoded only where the plain text may not do.

    Where some part exists as HTML only (a mailing list's plain footer below an HTML letter), the plain text alone
    would lose it, so then everything is given as HTML.
    """
    plains = [_text(plain) for plain, _ in bodies]
    if all(text.strip() or rich is None for text, (_, rich) in zip(plains, bodies, strict=True)):
        plain = "\n\n".join(text for text, (node, _) in zip(plains, bodies, strict=True) if node is not None)[:MAX_TEXT]
        riches = [rich for _, rich in bodies if rich is not None] if len(plain.strip()) < STUB else []
        return (plain if bodies else None), "\n".join(map(_text, riches))[:MAX_TEXT] or None
    texts = (
        _text(rich) if rich is not None else f"<pre>{html.escape(text)}</pre>"
        for text, (_, rich) in zip(plains, bodies, strict=True)
    )
    return None, "\n".join(texts)[:MAX_TEXT]
