"""The data of a file people write, where each part of it stands, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
"""Where a value is in the data: keys and list indexes from the root."""


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
