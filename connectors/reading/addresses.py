"""The addresses of a header: one parser for every header of every connector."""

from __future__ import annotations

import re
from functools import lru_cache

from connectors.reading.charsets import decode_words, one_line
from rules.facts import Address

MAX_ADDRESSES = 500
MAX_LENGTH = 100_000
MAX_ADDRESS = 320
"""RFC 5321, 4.5.3.1: 64 octets of local part, 255 of domain."""
MAX_NAME = 200

_SPEC = re.compile(
    r"""(?:[^\s\x00-\x1f\x7f"(),:;<>@\[\]\\]+|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")@(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.IPv]+\])"""
)
_TOKEN = re.compile(r"""[^"()<>,:;\\]+|.""", re.DOTALL)


@lru_cache(maxsize=4096)
def parse(value: str) -> tuple[Address, ...]:
    """Read a header such as ``To`` (RFC 5322, 3.4; groups are flattened), raw or already decoded.

    What is ambiguous is left out, never guessed: an entry with two addresses, or with anything after the angle
    bracket, names nobody. A display name that looks like an address is only a name. Linear in the length.
    """
    found: list[Address] = []
    for entry in _entries(value[:MAX_LENGTH]):
        address = _address(entry)
        if address is not None:
            found.append(address)
            if len(found) == MAX_ADDRESSES:
                break
    return tuple(found)


class _Entry:
    """The pieces of one mailbox, as read so far."""

    __slots__ = ("after", "angle", "comment", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.angle: str | None = None
        self.after = False
        self.comment: list[str] = []


def _entries(value: str) -> list[_Entry]:
    """Cut a header at its commas, outside quotes, comments and angle brackets."""
    entries, entry = [], _Entry()
    quoted, depth, angled = False, 0, False
    tokens = iter(_TOKEN.findall(value))
    for token in tokens:
        if token == "\\":
            token = next(tokens, "")  # noqa: PLW2901 - a quoted pair is one piece of text
            if token[1:]:
                pass
        elif token == '"' and not depth:
            quoted = not quoted
            if not angled:
                continue
        elif quoted:
            pass
        elif token == "(":
            depth += 1
            continue
        elif token == ")" and depth:
            depth -= 1
            continue
        elif depth:
            entry.comment.append(token)
            continue
        elif token == "<":
            entry.after = entry.after or entry.angle is not None
            entry.angle, angled = "", True
            continue
        elif token == ">" and angled:
            angled = False
            continue
        elif token == ":" and not angled:
            entry = _Entry()
            continue
        elif token in {",", ";"} and not angled:
            entries.append(entry)
            entry = _Entry()
            if len(entries) > 2 * MAX_ADDRESSES:
                return entries
            continue
        if depth:
            entry.comment.append(token)
        elif angled:
            entry.angle = (entry.angle or "") + token
        elif entry.angle is not None:
            entry.after = entry.after or bool(token.strip())
        else:
            entry.words.append(token)
    entries.append(entry)
    return entries


def _address(entry: _Entry) -> Address | None:
    text = "".join(entry.words).strip()
    if entry.after:
        return None
    if entry.angle is None:
        spec, name = text, "".join(entry.comment)
    else:
        spec, name = entry.angle.strip(), text or "".join(entry.comment)
        if spec.startswith("@"):
            spec = spec.rpartition(":")[2]
    if len(spec) > MAX_ADDRESS or not _SPEC.fullmatch(spec):
        return None
    return Address(address=spec.rstrip(".").lower(), name=one_line(decode_words(name))[:MAX_NAME].strip("'\" "))
