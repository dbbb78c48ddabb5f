"""A message as Gmail describes it, written as a message again, so that one reader reads the mail of every connector.

Gmail takes messages apart itself (``format=full``): the texts come with it, already decoded, and attachments as no more
than their names. A mailbox full of drawings is read without fetching one of them.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from typing import TYPE_CHECKING, Any

from connectors.errors import Unreadable
from connectors.reading.mime import MAX_DEPTH, MAX_PARTS, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connectors.protocols import MessageParts

CODED = "content-transfer-encoding"
TYPE = "content-type"
PARAMETER = re.compile(r";\s*boundary\s*=\s*(?:\"[^\"]*\"|[^;\s]*)", re.IGNORECASE)
BREAKS = re.compile(r"[\r\n\0]+")
HEADERS_LIMIT = 2000
TEXTS = frozenset({"text/plain", "text/html"})


def read(payload: Mapping[str, Any]) -> MessageParts:
    """Read a message. Raises Unreadable."""
    if not payload.get("headers"):
        raise Unreadable("Gmail gives a message without headers")
    # Nobody can know it beforehand and end a part with it.
    boundary = secrets.token_hex(12)
    return parse(b"".join(_written(payload, [0], boundary, 0)))


def read_raw(answer: Mapping[str, Any]) -> MessageParts:
    """Read a message Gmail gives as it came (``format=raw``). Raises Unreadable."""
    try:
        return parse(base64.urlsafe_b64decode(f"{answer['raw']}=="))
    except (KeyError, binascii.Error, ValueError) as error:
        raise Unreadable("Gmail gives a message that cannot be decoded") from error


def is_whole(part: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether the texts of a message are in it: of a long one Gmail may name a part to ask for, as if attached."""
    kind = str(part.get("mimeType") or "").lower()
    if kind.startswith("multipart/") and depth <= MAX_DEPTH:
        return all(is_whole(child, depth + 1) for child in part.get("parts") or ())
    body = part.get("body") or {}
    return not (kind in TEXTS and not part.get("filename") and body.get("attachmentId") and not body.get("data"))


def _written(part: Mapping[str, Any], count: list[int], boundary: str, depth: int) -> Iterator[bytes]:
    """Write a part and those in it; of a message in the message only its name."""
    count[0] += 1
    if depth > MAX_DEPTH or count[0] > MAX_PARTS:
        raise Unreadable("the message is nested too deeply to be read")
    kind = str(part.get("mimeType") or "").lower()
    children = part.get("parts") if kind.startswith("multipart/") else None
    for name, value in _headers(part):
        lower = name.lower()
        if lower == CODED:
            continue
        if lower == TYPE and children:
            value = PARAMETER.sub("", value)  # noqa: PLW2901 - the same header, with a boundary of ours
            yield f'{name}: {value}; boundary="{boundary}"\r\n'.encode("utf-8", "replace")
        else:
            yield f"{name}: {value}\r\n".encode("utf-8", "replace")
    if not any(name.lower() == TYPE for name, _ in _headers(part)):
        yield f"Content-Type: {kind}".encode() + (f'; boundary="{boundary}"' if children else "").encode() + b"\r\n"
    yield b"\r\n"
    if children:
        for child in children:
            yield f"--{boundary}\r\n".encode()
            yield from _written(child, count, secrets.token_hex(12), depth + 1)
            yield b"\r\n"
        yield f"--{boundary}--\r\n".encode()
    elif kind.startswith("text/"):
        yield _data(part)


def _headers(part: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the headers, each on a line of its own."""
    return [
        (str(header.get("name") or ""), BREAKS.sub(" ", str(header.get("value") or "")))
        for header in (part.get("headers") or ())[:HEADERS_LIMIT]
    ]


def _data(part: Mapping[str, Any]) -> bytes:
    """Decode the text of a part (RFC 4648, 5, padded or not)."""
    data = str((part.get("body") or {}).get("data") or "")
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError) as error:
        raise Unreadable("Gmail gives a text that cannot be decoded") from error
