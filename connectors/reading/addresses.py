"""The addresses of a header: one parser for every header of every connector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from connectors.reading.charsets import decode_words, one_line
from rules.facts import Address

MAX_ADDRESSES = 500
MAX_LENGTH = 100_000
MAX_ADDRESS = 320
"""RFC 5321, 4.5.3.1: 64 octets of local part, 255 of domain."""
MAX_NAME = 200

_SPEC = re.compile(
    r"""(?:[^\s\x00-\x1f\x7f"(),:;<>@\[\]\\]+|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")"""
    r"""@(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.IPv]+\])"""
)
_QUOTED = r'"(?:[^"\\]|\\.)*"?'
_TOKEN = re.compile(rf"""(?P<quoted>{_QUOTED})|(?P<mark>[()<>,:;])|(?P<text>(?:[^"()<>,:;\\]|\\.?)+)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


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


def is_address(text: str) -> bool:
    """Whether this is a bare addr-spec (RFC 5322, 3.4.1), without comments."""
    return len(text) <= MAX_ADDRESS and _SPEC.fullmatch(text) is not None


@dataclass(slots=True)
class _Entry:
    """The pieces of one mailbox. ``spec`` is what stands outside angle brackets, quotes kept."""

    spec: str = ""
    name: str = ""
    comment: str = ""
    angle: str | None = None
    angled: bool = False
    """Whether an angle bracket is open."""
    sound: bool = True
    """Nothing but comments after the angle bracket, and no bracket that closes what was never opened."""

    def bracket(self, mark: str) -> None:
        """Open or close the angle bracket, once each."""
        if mark == "<":
            self.sound = self.sound and self.angle is None
            self.angle, self.angled = self.angle or "", True
        else:
            self.sound = self.sound and self.angled
            self.angled = False

    def add(self, text: str, *, quoted: bool) -> None:
        """Add a piece of text to what is being read."""
        if self.angled:
            self.angle = (self.angle or "") + text
        elif self.angle is not None:
            self.sound = self.sound and not text.strip()
        else:
            self.spec += text
            self.name += _ESCAPE.sub(r"\1", text[1:].removesuffix('"') if quoted else text)


def _entries(value: str) -> Iterator[_Entry]:
    """Cut a header at its commas, outside quotes, comments and angle brackets."""
    entry, depth = _Entry(), 0
    for token in _TOKEN.finditer(value):
        text, mark = token[0], token["mark"]
        if mark in {"(", ")"}:
            depth += 1 if mark == "(" else -1
            if depth < 0:
                depth, entry.sound = 0, False
        elif depth:
            entry.comment += _ESCAPE.sub(r"\1", text)
        elif mark in {"<", ">"}:
            entry.bracket(mark)
        elif mark is None or entry.angled:
            entry.add(text, quoted=token["quoted"] is not None)
        elif mark == ":":
            entry = _Entry()
        else:
            yield entry
            entry = _Entry()
    yield entry


def _address(entry: _Entry) -> Address | None:
    if entry.angle is None:
        spec, name = entry.spec.strip(), entry.comment
    else:
        spec, name = entry.angle.strip(), entry.name.strip() or entry.comment
        if spec.startswith("@"):  # an obsolete route, RFC 5322, 4.4
            spec = spec.rpartition(":")[2]
    if not entry.sound or not is_address(spec):
        return None
    return Address(address=spec.rstrip(".").lower(), name=one_line(decode_words(name)).strip("'\" ")[:MAX_NAME])
