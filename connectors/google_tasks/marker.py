"""The line a task of ours is known by, at the end of its notes: Google Tasks has no other place for it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connectors.protocols import Task

LINE = re.compile(r"^prometido: (\S+) ([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{8})\s*$", re.MULTILINE)
TITLE_LIMIT = 1024
NOTES_LIMIT = 8192
"""Characters Google keeps."""


class Marker(NamedTuple):
    """What the line says."""

    key: str
    uid: str
    """Hash of the task's UID."""
    title: str
    """Hash of the title we wrote; another one is its user's."""
    notes: str
    """The same of the text."""

    @classmethod
    def of(cls, task: Task) -> Marker:
        """Make the marker of a task."""
        return cls(task.key, hash_of(task.uid, 16), hash_of(title_of(task)), hash_of(task.description))

    @classmethod
    def find(cls, notes: str) -> Marker | None:
        """Find it in notes; None where its user has taken the line away."""
        found = LINE.search(notes)
        return cls(*found.groups()) if found else None

    def __str__(self) -> str:
        """Write it."""
        return f"prometido: {self.key} {self.uid}-{self.title}-{self.notes}"


def notes_of(task: Task) -> str:
    """Write the notes of a task, with the line at their end whatever has to be cut."""
    line = str(Marker.of(task))
    return f"{task.description[: NOTES_LIMIT - len(line) - 2]}\n\n{line}"


def title_of(task: Task) -> str:
    """Write the title of a task."""
    return task.summary[:TITLE_LIMIT]


def text_of(notes: str) -> str:
    """Give the notes without the line."""
    return LINE.sub("", notes).strip()


def hash_of(text: str, length: int = 8) -> str:
    """Hash a text, line ends and outer spaces aside."""
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:length]
