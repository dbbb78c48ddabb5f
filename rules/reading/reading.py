"""A message as read: the author's own words, in sentences, and what can be told about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.facts import Automatic, Message, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the author's own words. ``text`` is ``message.text[start:end]``, line breaks included."""

    text: str
    folded: str
    """``rules.text.fold(text)``: as long as ``text``, so offsets agree."""
    start: int
    end: int
    paragraph: int
    """Number of the paragraph it stands in, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What can be told of a message before any rule looks at it."""

    message: Message
    sentences: tuple[Sentence, ...]
    """The body: greeting, closing formula, signature, disclaimer, quoted and forwarded text are left out."""
    language: str
    register: Register
    automatic: Automatic | None = None
    returns_on: date | None = None
    greeting: str = ""
    goodbye: str = ""
    signature: str = ""
    plural_author: bool = False
    links: int = 0
    words: int = 0
    forwarded: bool = False
    """Carries a forwarded message below the author's own words."""
