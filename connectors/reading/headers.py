"""The header lines of a message."""

from __future__ import annotations

import re

from connectors.reading.charsets import decode_header, decode_words, with_line_feeds

MAX_HEADER_BYTES = 256 * 1024
MAX_HEADERS = 1000
MAX_HEADER_VALUE = 100_000

_ENCODED_LATER = frozenset({"from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to"})
"""Address headers keep their encoded words: a decoded comma in a name would tear an address in two."""
_FIELD = re.compile(r"^([!-9;-~]+)[^\S\n]*:[^\S\n]*((?:.*\S)?)", re.MULTILINE)
"""A header on one line; its name is of printable ASCII without blanks (RFC 5322, 2.2)."""


def fields(raw: bytes, start: int = 0) -> tuple[tuple[str, str], ...]:
    """Name and unfolded, decoded value of what looks like headers, up to the first empty line."""
    limit = start + MAX_HEADER_BYTES
    line = raw.find(b"\n", start, limit)
    usual, other = (b"\n\r\n", b"\n\n") if raw[line - 1 : line] == b"\r" else (b"\n\n", b"\n\r\n")
    for mark in (usual, other, b"\r\r"):  # the usual one first, so that nothing is searched to its end in vain
        end = raw.find(mark, start, limit)
        limit = end if end >= 0 else limit
    head = with_line_feeds(decode_header(raw[start:limit]))
    if "\n " in head or "\n\t" in head:
        head = head.replace("\n ", " ").replace("\n\t", " ")
    found = _FIELD.findall(head)
    if len(found) > MAX_HEADERS:
        found = found[:MAX_HEADERS]
    if len(head) > MAX_HEADER_VALUE:
        found = [(name, value[:MAX_HEADER_VALUE]) for name, value in found]
    if "=?" in head:
        found = [(name, _decoded(name, value) if "=?" in value else value) for name, value in found]
    return tuple(found)


def _decoded(name: str, value: str) -> str:
    """Decode the encoded words of a header, except those of addresses."""
    return value if name.lower() in _ENCODED_LATER else decode_words(value).strip()
