"""What had become of our drafts at the last look: it holds as long as their folder tells of nothing new.

It is kept in a file beside the place in the folder's delta query it holds at, so that a process that has just started
asks for no more than one that has run for a week. Where file and cursor do not fit, everything is looked at.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from connectors.protocols import Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Watch:
    """Follows the reads of one mailbox."""

    def __init__(self, file: Path) -> None:
        """Keep what is known in ``file``; nothing is read yet."""
        self._file = file
        self._states: dict[Left, MarkState] = {}
        self._place = ""
        """Where it holds at; empty while a read is under way, or was cut short."""
        self._written = ""

    def begin(self, place: str) -> None:
        """Begin a read at a place: of another one than that of the last look nothing is known."""
        if not self._place:
            self._load()
        if not place or place != self._place:
            self._states.clear()
        self._place = ""

    def change(self) -> None:
        """Take it that something may have happened to any draft."""
        self._states.clear()

    def end(self, place: str) -> None:
        """End a read at a place."""
        self._place = place

    def known(self) -> Mapping[Left, MarkState]:
        """Give what is known; without a whole read, nothing is."""
        return self._states if self._place else {}

    def learn(self, states: Mapping[Left, MarkState]) -> None:
        """Know what has become of these, and of no others."""
        self._states = dict(states)
        if self._place:
            self._keep()

    def _load(self) -> None:
        with suppress(OSError, ValueError, TypeError):
            match json.loads(self._file.read_text("utf-8")):
                case {"v": 1, "place": str(place), "states": list(states)}:
                    self._states = {Left(ref=ref, fingerprint=left): MarkState(state) for ref, left, state in states}
                    self._place = place

    def _keep(self) -> None:
        """Write it, whole or not at all. That it cannot be written costs a few requests and nothing else."""
        states = [(left.ref, left.fingerprint, state) for left, state in self._states.items()]
        text = json.dumps({"v": 1, "place": self._place, "states": states}, separators=(",", ":"))
        if text == self._written:
            return
        new = self._file.with_name(f"{self._file.name}.new")
        with suppress(OSError):
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            new.replace(self._file)
            self._written = text
