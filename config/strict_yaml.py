"""YAML 1.2, read strictly: plain data, and the line and column of every part of it.

What people write here ends in the drafts they send, so nothing is guessed: a key given twice, a tag, an
anchor or alias, a second document or absurd nesting is a fault with its place. Words stay words
(``no`` and ``on`` are text; only ``true`` and ``false`` are truth values; ``09:00`` is text).

Use it in two moves, each of which raises :class:`Faults` with everything it found; what does not keep the data from
being understood, such as a key given twice, is told by the second move, together with what else is wrong::

    source = strict_yaml.read(path)                 # or load(text, name)
    rules = strict_yaml.validate(RuleFile, source)  # a pydantic model, or any type it understands

A check of one's own names the place by its path in the data:
``raise Faults([source.fault(("accounts", 0, "name"), "…; expected …")])``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from config import wording

if TYPE_CHECKING:
    from pathlib import Path as File

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32

Path = tuple[str | int, ...]
"""Where a value is in the data: keys and list indexes from the root."""

T = TypeVar("T")


class Place(NamedTuple):
    """A position in a file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file, and what was expected. Prints as ``file:line:column: what``."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        """Give the one line that editors and people can follow."""
        return f"{self.file}:{self.line}:{self.column}: {self.what}"


class Faults(Exception):
    """Everything that is wrong in one or more files, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep them in the order of their places, each once."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Source:
    """The data of one file, and where each part of it stands.

    ``data`` holds None, bool, int, float, str, list and dict (keys are text) and nothing else.
    """

    name: str
    data: Any
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    """What is wrong with how it is written, although it could be read: :func:`validate` tells it with all else."""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where the value at ``path`` starts, or its key; failing that, the nearest part around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path not in self.values:
            path = path[:-1]
        return self.values[path]

    def fault(self, path: Path, what: str, *, key: bool = False) -> Fault:
        """Return a fault at the value at ``path``, or at its key."""
        return Fault(self.name, *self.place(path, key=key), what)

    def within(self, path: Path) -> Source:
        """Return the part at ``path`` as a source of its own, with its places; KeyError where there is none."""
        if path not in self.values:
            raise KeyError(path)
        data = self.data
        for step in path:
            data = data[step]
        depth = len(path)
        return Source(
            self.name,
            data,
            {at[depth:]: place for at, place in self.values.items() if at[:depth] == path},
            {at[depth:]: place for at, place in self.keys.items() if at[:depth] == path and len(at) > depth},
        )


def read(file: File, *, name: str | None = None) -> Source:
    """Read a file. ``name`` is what faults call it (its path unless given). Raises :class:`Faults`."""
    name = name or str(file)
    return load(text_of(file, name=name), name)


def text_of(file: File, *, name: str | None = None) -> str:
    """Return the text of a file as it is, without a byte order mark. Raises :class:`Faults`."""
    name = name or str(file)
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Faults([Fault(name, 1, 1, f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise Faults([Fault(name, *place, "this is not UTF-8; save the file as UTF-8 text")]) from None


def load(text: str, name: str) -> Source:
    """Read YAML text; faults call it ``name``. Raises :class:`Faults` where it cannot be told what it says."""
    if len(text) > MAX_CHARACTERS:
        raise Faults([Fault(name, 1, 1, f"too long; expected at most {MAX_CHARACTERS:,} characters")])
    builder = _Builder(name)
    understood = False
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
        understood = builder.understood
    except _Stop:
        pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        began = error.context_mark.line + 1 if error.context_mark is not None else 1
        builder.add_fault(mark, f"not valid YAML: {wording.yaml_problem(error.problem or error.context or '', began)}")
    except ReaderError as error:
        before = text[: error.position]
        builder.faults.append(
            Fault(
                name,
                before.count("\n") + 1,
                len(before) - before.rfind("\n"),
                "a control character; expected printable text",
            )
        )
    except (ValueError, OverflowError):
        # An escape such as "\\U99999999" beyond Unicode escapes the parser as the error of chr().
        builder.faults.append(Fault(name, *builder.last, "not valid YAML: an escape that is no character"))
    if not understood:
        raise Faults(builder.faults)
    return Source(name, builder.root, {(): Place(1, 1)} | builder.values, builder.keys, tuple(builder.faults))


def validate(model: type[T], source: Source, *, context: Any = None) -> T:
    """Make a ``model`` of the data, or raise :class:`Faults` with every fault at its place.

    Types are strict as in JSON: ``"8"`` is no number and ``1`` is no text, while dates, paths and
    enumerations are written as text.
    """
    faults = list(source.faults)
    try:
        data = TypeAdapter(model).validate_json(json.dumps(source.data), strict=True, context=context)
    except ValidationError as error:
        unread = {(fault.line, fault.column) for fault in faults}
        for each in error.errors(include_url=False):
            fault = _fault_of(source, model, each)
            if not _is_consequence(each) and not (each["input"] is None and (fault.line, fault.column) in unread):
                faults.append(fault)
    if faults:
        raise Faults(faults)
    return data


def _is_consequence(error: Any) -> bool:
    """Whether a list is called too short only because its items were refused, each with a fault of its own."""
    return error["type"] == "too_short" and bool(len(error["input"]) >= error["ctx"]["min_length"])


def _fault_of(source: Source, model: Any, error: Any) -> Fault:
    """Turn an error of pydantic's into a sentence at the place it is about."""
    path: Path = ()
    missing: str | int | None = None
    for step in error["loc"]:  # a union puts its tag into the path, a mapping "[key]": neither is in the data
        if (*path, step) in source.values:
            path = (*path, step)
            missing = None
        else:
            missing = step
    what = wording.sentence(model, error)
    at_key = error["type"] == "extra_forbidden"
    if error["type"] == "union_tag_invalid":
        path = (*path, error["ctx"]["discriminator"].strip("'"))
    if error["type"] == "missing":
        what = f'"{missing}" is missing{what}'
    elif path and not at_key:
        what = f"{wording.name_of(path)}: {what}"
    return source.fault(path, what, key=at_key)


class _Stop(Exception):
    """Reading on makes no sense."""


class _Builder:
    """Builds plain data from parse events without recursion, noting where each part starts."""

    def __init__(self, name: str) -> None:
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
        place = Place(mark.line + 1, mark.column + 1) if mark is not None else self.last
        self.faults.append(Fault(self.name, *place, what))

    def take(self, event: Any) -> None:
        mark = event.start_mark
        self.last = Place(mark.line + 1, mark.column + 1)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self.add_fault(mark, "a second document; expected one document in a file")
                    raise _Stop
            case MappingEndEvent() | SequenceEndEvent():
                self._open.pop()
            case AliasEvent():
                self.add_fault(mark, "an alias (*name); expected the value itself, written out")
                if self._awaits_key():
                    raise _Stop
                self._take_value(mark, None)
            case ScalarEvent():
                self._look_at_properties(event)
                self._take_scalar(event)
            case MappingStartEvent() | SequenceStartEvent():
                self._look_at_properties(event)
                if len(self._open) >= MAX_DEPTH:
                    self.add_fault(mark, f"nested too deeply; expected at most {MAX_DEPTH} levels")
                    raise _Stop
                if self._awaits_key():
                    self.add_fault(mark, "a key made of several values; expected a word")
                    raise _Stop
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
