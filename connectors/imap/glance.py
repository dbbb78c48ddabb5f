"""The usual mail, read at a glance: a text alone or with an HTML twin, and files beside it.

One search reads all that a server says of such a message, and its texts are decoded as they came. To take the answer
apart word by word and put the message together first, as is done for every other mail, costs several times as much.
"""

from __future__ import annotations

import re
from functools import lru_cache

from connectors.imap.described import Beside, Described
from connectors.imap.grammar import date_time, values
from connectors.imap.structure import CERTAIN, TEXT_LIMIT, Part, Section, read, says_enough
from connectors.reading.mime import names_of
from connectors.reading.texts import Kind, Root, kind_of

_QUOTED = rb'"[^"\\\r\n]*"'
_LIST = rb"\([^(){\\\r\n]*\)"
_TEXT = rb'\("(?i:text)" "((?i:%%b))" (%b|NIL) NIL NIL "([^"\\\r\n]*)" (\d+) \d+(?: NIL)*\)' % _LIST
_FILE = rb'\("(?i:application|audio|image|video)"(?> NIL| \d+| %b| %b| \(%b %b\))*+\)' % (
    _QUOTED,
    _LIST,
    _QUOTED,
    _LIST,
)
_MULTIPART = rb' "(?i:%b)" \("(?i:boundary)" "([^"\\\r\n]+)"\)(?: NIL)*\)'
_USUAL = re.compile(
    rb'\* \d+ FETCH \(UID (\d+) FLAGS \(([^()]*)\) INTERNALDATE "([^"]{26})" BODYSTRUCTURE (\(*)'
    + _TEXT % b"plain|html"
    + rb"(?:%b%b)?" % (_TEXT % b"html", _MULTIPART % b"alternative")
    + rb"(?:((?:%b)++)%b)?" % (_FILE, _MULTIPART % b"mixed")
    + rb" BODY\[HEADER\.FIELDS [^]]*\] \{(\d{1,6})\}\r\n"
)
_FIRST = re.compile(rb" BODY\[1\]<0> \{(\d{1,5})\}\r\n")
_SIZE = re.compile(rb'"[^"]*"| \d+')
_LONGEST = 16 * 1024
"""Bytes in which a server says all but the texts of a usual message."""
_TWIN = b"2"
_QUOTE = 0x22


def glance(data: bytes, at: int) -> tuple[int | None, Described | None]:
    """Read a response from a place on: where it ends, and the message it is about.

    Nothing but the same place where it has not all come yet; nothing at all where it is not usual.
    """
    usual = _USUAL.match(data, at)
    if usual is None:
        return (at if len(data) - at < _LONGEST and data.find(b"\n", at) < 0 else None), None
    start = usual.end()
    middle = start + int(usual[16])
    first = _FIRST.match(data, middle)
    if first is None:
        return (at if data.find(b"\n", middle) < 0 else None), None
    begin = first.end()
    end = begin + int(first[1])
    if data[end : end + 3] != b")\r\n":
        return (at if len(data) < end + 3 else None), None
    described = _described(usual, data[start:middle], data[begin:end])
    return (None if described is None else end + 3), described


def _described(usual: re.Match[bytes], header: bytes, text: bytes) -> Described | None:
    """Make a message of what was found; None where it is not usual after all."""
    uid, flags, received, opened, subtype, about, encoding, length, *twin, inner, files, outer, _ = usual.groups()
    kind, size, rich = _kind(subtype, about, encoding), int(length), None
    if inner and files:
        text, rich = _inside(text, inner, size, int(twin[3]))
    fits = len(text) == size and len(opened) == bool(inner) + bool(files)
    if kind is None or not fits or (inner and kind.is_html):
        return None
    described = Described(int(uid), header, text, date_time(received), b"\\draft" in flags.lower(), (), kind)
    other = None
    if inner and twin[3] != b"0" and size < CERTAIN and not says_enough(text, encoding):
        other = _kind(*twin[:3])
        if other is None:
            return None
    if files:
        names = _names(_SIZE.sub(lambda found: found[0] if found[0][0] == _QUOTE else b" 0", files))
        return None if names is None else described._replace(beside=Beside(Root(b"mixed", outer), other, rich, names))
    if other is None:
        return described
    sections = (Section(_TWIN, int(twin[3]) > TEXT_LIMIT),)
    return described._replace(sections=sections, beside=Beside(Root(b"alternative", inner), other))


def _inside(raw: bytes, boundary: bytes, size: int, rich: int) -> tuple[bytes, bytes | None]:
    """Cut an alternative into its two texts, whose sizes the server has told; it stays whole where they do not fit."""
    mark = b"--%b\r\n" % boundary
    begin = raw.find(b"\r\n\r\n") + 4
    end = begin + size
    again = raw.find(b"\r\n\r\n", end) + 4
    last = again + rich
    if not raw.startswith(mark) or not raw.startswith(b"\r\n" + mark, end) or not raw.startswith(b"\r\n--", last):
        return raw, None
    return raw[begin:end], raw[again:last]


@lru_cache(maxsize=256)
def _kind(subtype: bytes, parameters: bytes, encoding: bytes) -> Kind | None:
    """Say what a text is; mailboxes know a handful of them."""
    about = values(parameters, ())[0]
    return kind_of(Part(b"1", b"text/" + subtype.lower(), about, encoding=encoding).header)


@lru_cache(maxsize=1024)
def _names(files: bytes) -> tuple[str, ...] | None:
    """Name the attachments among files; None where they cannot be read."""
    names: list[str] = []
    for file in values(files, ()):
        part = read(file)
        found = names_of(part.header) if part else None
        if found is None:
            return None
        names += found
    return tuple(names)
