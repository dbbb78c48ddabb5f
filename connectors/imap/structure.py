"""Which parts of a message are worth fetching, and the message put together from them (BODYSTRUCTURE, RFC 3501, 7.4.2).

What comes out is a message again, with its attachments empty: so one reader (:mod:`connectors.reading.mime`) decides
for every connector what is text, what is an attachment, and what it is called.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, NamedTuple

from connectors.imap.grammar import Value, number
from connectors.reading.mime import STUB

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_LIMIT = 128 * 1024
"""Bytes fetched of one text: a promise stands at its beginning, what follows is quoted history."""
TEXTS = frozenset({b"text/plain", b"text/html"})
MESSAGES = frozenset({b"message/rfc822", b"message/global"})
SECTIONS_LIMIT = 8
DEPTH_LIMIT = 50
PARTS_LIMIT = 500
FIRST_LIMIT = 32 * 1024
"""Bytes fetched of part 1 together with the structure: of nearly every mail it is all that is read."""
FIRST = b"BODY.PEEK[1]<0.%d>" % FIRST_LIMIT
ENOUGH = 2 * STUB
"""Bytes of plain text, decoded, from which on its HTML twin is not read anyway: two bytes a character at the most."""
CERTAIN = 4 * ENOUGH
"""The same in whatever encoding, where the text itself is not there yet."""


class Section(NamedTuple):
    """A part to fetch: its number, and whether only its beginning."""

    number: bytes
    cut: bool

    @property
    def item(self) -> bytes:
        """The words that ask for it without marking the message as read."""
        return b"BODY.PEEK[%b]%b" % (self.number, b"<0.%d>" % TEXT_LIMIT if self.cut else b"")

    @property
    def answer(self) -> bytes:
        """The name under which it comes."""
        return b"BODY[%b]%b" % (self.number, b"<0>" if self.cut else b"")


class Part(NamedTuple):
    """A part of a message: a multipart has ``parts`` and a ``boundary``, a leaf has the rest."""

    number: bytes
    kind: bytes
    parameters: Value = None
    identity: Value = None
    encoding: Value = None
    disposition: Value = None
    size: int = 0
    is_attached: bool = False
    boundary: bytes = b""
    parts: tuple[Part, ...] = ()

    @property
    def header(self) -> bytes:
        """Its MIME header lines, written anew from what the server says of it."""
        lines = [b"Content-Type: ", self.kind, _written(self.parameters)]
        if isinstance(self.encoding, bytes):
            lines += [b"Content-Transfer-Encoding: ", _line(self.encoding), b"\r\n"]
        if isinstance(self.identity, bytes):
            lines += [b"Content-ID: ", _line(self.identity), b"\r\n"]
        match self.disposition:
            case [bytes(kind), details, *_]:
                lines += [b"Content-Disposition: ", _line(kind), _written(details)]
            case bytes(whole):
                # Some servers give the header as it stands.
                lines += [b"Content-Disposition: ", _line(whole), b"\r\n"]
        return b"".join(lines)

    def sections(self) -> tuple[Section, ...]:
        """Choose what to fetch: the texts, without the HTML twin of a text that is long enough."""
        chosen: list[Part] = []
        self._choose(chosen)
        return tuple(Section(part.number, part.size > TEXT_LIMIT) for part in chosen[:SECTIONS_LIMIT])

    def missing(self, first: bytes | None) -> tuple[Section, ...]:
        """Choose what to fetch besides part 1, which comes with the structure (None where it was too long to)."""
        if first is None:
            return self.sections()
        there = [b"1"]
        if self.kind == b"multipart/alternative" and self.parts[0].says_enough(first):
            there += [part.number for part in self.parts[1:] if _is_twin(part)]
        return tuple(
            section
            for section in self.sections()
            if not any(section.number == number or section.number.startswith(number + b".") for number in there)
        )

    def says_enough(self, text: bytes) -> bool:
        """Whether a plain text is so long that nobody reads its HTML twin."""
        return self.kind == b"text/plain" and says_enough(text, self.encoding)

    def only(self, texts: Mapping[bytes, bytes]) -> Part | None:
        """Say which part is all that is read of the message, if it is one text: alone, or without its HTML twin."""
        if not self.parts:
            return self if self.number in texts else None
        if len(self.parts) == 2 and self.kind == b"multipart/alternative" and len(texts) == 1:
            text, twin = self.parts
            if text.kind == b"text/plain" and text.number in texts and _is_twin(twin):
                return text
        return None

    def message(self, header: bytes, texts: Mapping[bytes, bytes]) -> bytes:
        """Write the message, from its header without MIME lines and the texts that were fetched, by section number.

        A text whose HTML twin was not fetched is written without it: the commonest mail, and cheaper to read.
        """
        part = self.only(texts) or self
        return part.header + header + part._body(texts)  # noqa: SLF001 - its kind

    def _body(self, texts: Mapping[bytes, bytes]) -> bytes:
        """Write what comes after the header."""
        if self.number in texts or not self.boundary:
            return texts.get(self.number, b"")
        opening = b"--" + self.boundary + b"\r\n"
        written = [b"%b%b\r\n%b\r\n" % (opening, part.header, part._body(texts)) for part in self.parts]  # noqa: SLF001 - its kind
        return b"".join(written) + b"--" + self.boundary + b"--\r\n"

    def _choose(self, chosen: list[Part]) -> None:
        """Add the texts of this part."""
        if not self.parts:
            if self.kind in TEXTS and not self.is_attached and self.size:
                chosen.append(self)
            return
        said = self.kind == b"multipart/alternative" and any(
            part.kind == b"text/plain" and part.size >= CERTAIN for part in self.parts
        )
        for part in self.parts:
            if not (said and _is_twin(part)):
                part._choose(chosen)  # noqa: SLF001 - its kind


def says_enough(text: bytes, encoding: Value) -> bool:
    """Whether a plain text, encoded as it came, is so long that nobody reads its HTML twin."""
    name = encoding.lower() if isinstance(encoding, bytes) else b""
    if name == b"base64":
        return len(text) * 3 // 4 >= ENOUGH
    if name == b"quoted-printable" and len(text.strip()) - 3 * text.count(b"=") < ENOUGH:  # the most that escapes add
        text = binascii.a2b_qp(text)
    return len(text.strip()) >= ENOUGH


def read(structure: Value) -> Part | None:
    """Read a BODYSTRUCTURE; None where the server's account of it cannot be used, and all has to be fetched."""
    if not isinstance(structure, list) or not structure:
        return None
    try:
        count = [0]
        return _part(structure, b"", 0, count)
    except (ValueError, IndexError, TypeError, AttributeError):
        return None


def _part(items: list[Value], place: bytes, depth: int, count: list[int]) -> Part:
    """Read one part and those in it. Raises ValueError where it cannot be used."""
    count[0] += 1
    if depth > DEPTH_LIMIT or count[0] > PARTS_LIMIT:
        raise ValueError("too many parts")
    if not isinstance(items[0], list):
        return _leaf(items, place or b"1")
    children = []
    while items and isinstance(items[0], list):
        children.append(items[0])
        items = items[1:]
    subtype, parameters = items[0], _parameters(items[1])
    boundary = parameters.get(b"boundary", b"")
    if not boundary or b"\r" in boundary or b"\n" in boundary or not isinstance(subtype, bytes):
        raise ValueError("no boundary")
    prefix = place + b"." if place else b""
    parts = tuple(_part(child, prefix + b"%d" % at, depth + 1, count) for at, child in enumerate(children, 1))
    return Part(place, b"multipart/" + subtype.lower(), items[1], boundary=boundary, parts=parts)


def _leaf(items: list[Value], place: bytes) -> Part:
    """Read a part that is no multipart."""
    main, subtype, parameters, identity, _, encoding, size = items[:7]
    if not isinstance(main, bytes) or not isinstance(subtype, bytes):
        raise TypeError("no type")
    kind = main.lower() + b"/" + subtype.lower()
    after = 9 if kind.startswith(b"text/") else 11 if kind in MESSAGES else 8
    disposition = items[after] if len(items) > after else None
    attached = _first(disposition).startswith(b"attachment")
    return Part(place, kind, parameters, identity, encoding, disposition, number(size), attached)


def _first(disposition: Value) -> bytes:
    """Give the first word of a disposition, in lower case."""
    while isinstance(disposition, list) and disposition:
        disposition = disposition[0]
    return disposition.lower() if isinstance(disposition, bytes) else b""


def _is_twin(part: Part) -> bool:
    """Whether a part of an alternative says the same as the plain text: HTML, perhaps with its pictures."""
    if part.parts:
        return part.kind == b"multipart/related" and _is_twin(part.parts[0])
    return part.kind == b"text/html" and not part.is_attached


def _parameters(items: Value) -> dict[bytes, bytes]:
    """Read parameters, names in lower case."""
    if not isinstance(items, list):
        return {}
    named = zip(items[::2], items[1::2], strict=False)
    return {name.lower(): value for name, value in named if isinstance(name, bytes) and isinstance(value, bytes)}


def _written(parameters: Value) -> bytes:
    """Write parameters after a value. Those of RFC 2231 (``name*``) are no quoted strings."""
    written = [
        b"; %b=%b" % (_line(name), _line(value) if name.endswith(b"*") else b'"%b"' % _escaped(_line(value)))
        for name, value in _parameters(parameters).items()
    ]
    return b"".join(written) + b"\r\n"


def _escaped(value: bytes) -> bytes:
    """Escape what ends a quoted string."""
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _line(value: bytes) -> bytes:
    """Keep a value on its line."""
    return value.replace(b"\r", b" ").replace(b"\n", b" ")
