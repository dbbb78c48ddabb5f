"""Plain data built from the events of a YAML parser, with the place of every part."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from config import wording
from config.sources import Fault, Path, Place

MAX_DEPTH = 32


class Stop(Exception):
    """Reading on makes no sense."""


class Builder:
    """Builds plain data from parse events without recursion, noting where each part starts."""

    def __init__(self, name: str) -> None:
        """``name`` is what faults call the file."""
        self.name = name
        self.root: Any = None
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.faults: list[Fault] = []
        self.last = Place(1, 1)
        self.understood = True
        """Whether every value is known, though not all is written as it should be."""
        self._open: list[tuple[Any, Path]] = []
        self._key: str | None = None
        self._given_before = False
        """Whether the key was given before: the first value is kept, and this one looked at by itself."""
        self._documents = 0

    def add_fault(self, mark: Any, what: str) -> None:
        """Note what is wrong at a mark of the parser's; without one, where it was last."""
        place = Place(mark.line + 1, mark.column + 1) if mark is not None else self.last
        self.faults.append(Fault(self.name, *place, what))

    def take(self, event: Any) -> None:
        """Build on with the next event. Raises :class:`Stop` after a fault that makes the rest meaningless."""
        mark = event.start_mark
        self.last = Place(mark.line + 1, mark.column + 1)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self.add_fault(mark, "a second document; expected one document in a file")
                    raise Stop
            case MappingEndEvent() | SequenceEndEvent():
                self._open.pop()
            case AliasEvent():
                self.add_fault(mark, "an alias (*name); expected the value itself, written out")
                if self._awaits_key():
                    raise Stop
                self._take_value(mark, None)
            case ScalarEvent():
                self._look_at_properties(event)
                self._take_scalar(event)
            case MappingStartEvent() | SequenceStartEvent():
                self._look_at_properties(event)
                if len(self._open) >= MAX_DEPTH:
                    self.add_fault(mark, f"nested too deeply; expected at most {MAX_DEPTH} levels")
                    raise Stop
                if self._awaits_key():
                    self.add_fault(mark, "a key made of several values; expected a word")
                    raise Stop
                collection: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
                self._open.append((collection, self._take_value(mark, collection)))
            case _:
                pass

    def _look_at_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self.add_fault(
                event.start_mark, "an anchor (&name); expected the value itself, written out where it is used"
            )
        if event.tag is not None:
            self.add_fault(event.start_mark, "a tag (!name); expected a plain value")

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._key is None

    def _take_scalar(self, event: Any) -> None:
        mark, text = event.start_mark, event.value
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            self.add_fault(mark, "half of a surrogate pair; expected whole characters")
            self.understood = False
        if self._awaits_key():
            self._take_key(mark, text)
            return
        plain = event.style is None or event.style == ""
        try:
            value = resolve(text) if plain else text
        except ValueError:
            self.add_fault(mark, "a number of too many digits; put quotes around it if it is text")
            value = None
        self._take_value(mark, value)

    def _take_key(self, mark: Any, key: str) -> None:
        mapping, path = self._open[-1]
        self._given_before = key in mapping
        if self._given_before:
            first = self.keys[*path, key].line
            self.add_fault(mark, f'"{wording.shorten(key)}" is given twice (first in line {first}); expected once')
        self._key = key
        self.keys.setdefault((*path, key), Place(mark.line + 1, mark.column + 1))

    def _take_value(self, mark: Any, value: Any) -> Path:
        path: Path = ()
        if not self._open:
            self.root = value
        elif isinstance(parent := self._open[-1][0], list):
            path = (*self._open[-1][1], len(parent))
            parent.append(value)
        elif self._key is not None:
            if self._given_before:
                path = (*self._open[-1][1], f"{self._key} in {self.last}")
            else:
                path = (*self._open[-1][1], self._key)
                parent[self._key] = value
            self._key = None
        self.values[path] = Place(mark.line + 1, mark.column + 1)
        return path


_NUMBER = re.compile(r"[-+]?(?:(?P<int>[0-9]+)|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)")
_WORDS: Mapping[str, Literal[True, False] | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def resolve(text: str) -> bool | float | str | None:
    """Tell what a plain scalar is by the core schema of YAML 1.2 (section 10.3.2), decimal numbers only."""
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    value = int(text) if number["int"] else float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
