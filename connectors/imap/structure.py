"""Which parts of a message are worth fetching, and the message put together from them (BODYSTRUCTURE, RFC 3501, 7.4.2).

What comes out is a message again, with its attachments empty: so one reader (:mod:`connectors.reading.mime`) decides
for every connector what is text, what is an attachment, and what it is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connectors.imap.grammar import Value, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT_LIMIT = 128 * 1024
"""Bytes fetched of one text: a promise stands at its beginning, what follows is quoted history."""
SECTIONS_LIMIT = 8
DEPTH_LIMIT = 50
PARTS_LIMIT = 500
ENOUGH = 2048
"""Bytes of plain text beyond which its HTML twin is not read anyway (see :data:`connectors.reading.mime.STUB`)."""


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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message: a multipart has ``parts`` and a ``boundary``, a leaf has the rest."""

    number: bytes
    kind: bytes
    header: bytes = b""
    """Its MIME header lines, written anew from what the server says of it."""
    size: int = 0
    is_attached: bool = False
    boundary: bytes = b""
    parts: tuple[Part, ...] = ()

    def leaves(self) -> Iterator[Part]:
        """Give the leaves below it, itself included."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def sections(self) -> tuple[Section, ...]:
        """Choose what to fetch: the texts, without the HTML twin of a text that is long enough."""
        chosen: list[Part] = []
        self._choose(chosen)
        return tuple(Section(part.number, part.size > TEXT_LIMIT) for part in chosen[:SECTIONS_LIMIT])

    def _choose(self, chosen: list[Part]) -> None:
        """Add the texts of this part."""
        if not self.parts:
            if self.kind in {b"text/plain", b"text/html"} and not self.is_attached and self.size:
                chosen.append(self)
            return
        said = self.kind == b"multipart/alternative" and any(
            part.kind == b"text/plain" and part.size >= ENOUGH for part in self.parts
        )
        for part in self.parts:
            if not (said and part.kind != b"text/plain" and not _has_attachment(part)):
                part._choose(chosen)  # noqa: SLF001 - of its own kind

    def assemble(self, texts: Mapping[bytes, bytes]) -> bytes:
        """Write the body of the message, with the texts that were fetched (by section number) in their places."""
        if not self.boundary:
            return texts.get(self.number, b"")
        opening = b"--" + self.boundary + b"\r\n"
        inner = b"".join(opening + part.header + b"\r\n" + part.assemble(texts) + b"\r\n" for part in self.parts)
        return inner + b"--" + self.boundary + b"--\r\n"


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
    kind = b"multipart/" + subtype.lower()
    prefix = place + b"." if place else b""
    parts = tuple(_part(child, prefix + b"%d" % at, depth + 1, count) for at, child in enumerate(children, 1))
    header = b'Content-Type: %b; boundary="%b"\r\n' % (kind, _escaped(boundary))
    return Part(place, kind, header, boundary=boundary, parts=parts)


def _leaf(items: list[Value], place: bytes) -> Part:
    """Read a part that is no multipart."""
    main, subtype, parameters, identity, _, encoding, size = items[:7]
    if not isinstance(main, bytes) or not isinstance(subtype, bytes):
        raise TypeError("no type")
    kind = main.lower() + b"/" + subtype.lower()
    after = {b"text": 8, b"message": 10 if kind in {b"message/rfc822", b"message/global"} else 7}.get(main.lower(), 7)
    disposition = items[after + 1] if len(items) > after + 1 else None
    header = b"Content-Type: " + kind + _written(_parameters(parameters))
    if isinstance(encoding, bytes):
        header += b"Content-Transfer-Encoding: " + _line(encoding) + b"\r\n"
    if isinstance(identity, bytes):
        header += b"Content-ID: " + _line(identity) + b"\r\n"
    attached = False
    if isinstance(disposition, list) and disposition and isinstance(disposition[0], bytes):
        attached = disposition[0].lower() == b"attachment"
        details = _parameters(disposition[1]) if len(disposition) > 1 else {}
        header += b"Content-Disposition: " + _line(disposition[0]) + _written(details)
    elif isinstance(disposition, bytes):
        # Some servers give the header as it stands.
        attached = disposition.lower().startswith(b"attachment")
        header += b"Content-Disposition: " + _line(disposition) + b"\r\n"
    return Part(place, kind, header, number(size), attached)


def _has_attachment(part: Part) -> bool:
    """Whether something other than a text twin may be in it."""
    return any(leaf.is_attached for leaf in part.leaves())


def _parameters(items: Value) -> dict[bytes, bytes]:
    """Read parameters, names in lower case."""
    if not isinstance(items, list):
        return {}
    return {
        name.lower(): value
        for name, value in zip(items[::2], items[1::2], strict=False)
        if isinstance(name, bytes) and isinstance(value, bytes)
    }


def _written(parameters: Mapping[bytes, bytes]) -> bytes:
    """Write parameters after a value. Those of RFC 2231 (``name*``) are no quoted strings."""
    written = [
        b"; %b=%b" % (_line(name), _line(value) if name.endswith(b"*") else b'"%b"' % _escaped(_line(value)))
        for name, value in parameters.items()
    ]
    return b"".join(written) + b"\r\n"


def _escaped(value: bytes) -> bytes:
    """Escape what ends a quoted string."""
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _line(value: bytes) -> bytes:
    """Keep a value on its line."""
    return value.replace(b"\r", b" ").replace(b"\n", b" ")
