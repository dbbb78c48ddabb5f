"""A message as the server describes it: its headers, what it is made of, and which texts are still to be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connectors.imap.grammar import Value
from connectors.reading.mime import parse
from connectors.reading.texts import kind_of, parse_alone, parse_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from connectors.imap.structure import Part, Section
    from connectors.protocols import MessageParts
    from connectors.reading.texts import Kind, Root


class Beside(NamedTuple):
    """What a usual message has beside its text."""

    root: Root
    twin: Kind | None = None
    """What the HTML of the same is, where the text is so short that the HTML counts."""
    rich: bytes | None = None
    """That HTML, where it is not still to be fetched."""
    names: tuple[str, ...] = ()
    """Of the attachments."""


class Described(NamedTuple):
    """A message whose headers and structure are known."""

    uid: int
    header: bytes
    first: bytes | None
    """Its first text, or its part 1, where that is short."""
    received: datetime | None
    is_draft: bool = False
    sections: tuple[Section, ...] = ()
    """What is still to be fetched of it."""
    kind: Kind | None = None
    """What its first text is, where the message is a usual one."""
    beside: Beside | None = None
    structure: Part | None = None
    """What it is made of, where it is not."""
    thread: str = ""

    def parts(self, texts: Mapping[bytes, Value]) -> MessageParts | None:
        """Take it apart; ``texts`` is what was fetched later. None if it was expunged before that came.

        Raises:
            Unreadable: it is no message.
        """
        if self.kind is None:
            return self._put_together(texts)
        text = self.first or b""
        if self.beside is None:
            return parse_alone(self.kind, self.header, text)
        root, twin, rich, names = self.beside
        pieces = [(self.kind, text)]
        if twin is not None:
            html = texts.get(self.sections[0].answer) if rich is None else rich
            if not isinstance(html, bytes):
                return None
            pieces.append((twin, html))
        return parse_texts(root, self.header, pieces, names)

    def _put_together(self, texts: Mapping[bytes, Value]) -> MessageParts | None:
        """Put the message together again and read it as any other."""
        fetched = {section.number: texts.get(section.answer) for section in self.sections}
        present = {name: text for name, text in fetched.items() if isinstance(text, bytes)}
        if self.sections and not present:
            return None
        if self.first is not None:
            present.setdefault(b"1", self.first)
        if self.structure is None:
            return parse(present[b""])
        text = self.structure.only(present)
        kind = kind_of(text.header) if text else None
        if text and kind:
            return parse_alone(kind, self.header, present[text.number])
        return parse(self.structure.message(self.header, present))
