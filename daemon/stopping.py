"""Stop between two steps: the step in hand is finished and committed, the next is not begun."""

from __future__ import annotations

import threading


class Stopped(Exception):
    """The stop that was asked for; nothing is lost."""


class Stop:
    """Asked once, seen by every thread."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._asked = threading.Event()

    def ask(self) -> None:
        """Ask everybody to stop."""
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """Whether a stop was asked."""
        return self._asked.is_set()

    def check(self) -> None:
        """Raise Stopped if a stop was asked."""
        if self._asked.is_set():
            raise Stopped

    def wait(self, seconds: float) -> bool:
        """Wait so long; return at once, and True, when a stop is asked."""
        return self._asked.wait(seconds)
