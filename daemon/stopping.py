"""Stop between two steps: the step in hand is finished and committed, the next is not begun."""

from __future__ import annotations

import os
import select
from types import TracebackType
from typing import Self


class Stopped(Exception):
    """The stop that was asked for; nothing is lost."""


class Stop:
    """Asked once, seen by every thread.

    Waits are polls of a file descriptor, so that one and the same wait ends by time, by a request from another thread
    or from a signal handler, and follows a clock that is made to run faster.
    """

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._asked = False
        self._bell = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def __enter__(self) -> Self:
        """Use it until the block ends; whoever still works then is asked to stop."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the descriptor back."""
        self.ask()
        os.close(self._bell)

    def ask(self) -> None:
        """Ask everybody to stop."""
        self._asked = True
        os.eventfd_write(self._bell, 1)  # never read: whoever waits, now or later, finds it rung

    @property
    def is_asked(self) -> bool:
        """Whether a stop was asked."""
        return self._asked

    def check(self) -> None:
        """Raise Stopped if a stop was asked."""
        if self._asked:
            raise Stopped

    def wait(self, seconds: float) -> bool:
        """Wait so long; return at once, and True, when a stop is asked."""
        if not self._asked:
            poll = select.poll()
            poll.register(self._bell, select.POLLIN)
            poll.poll(max(0, seconds) * 1000)
        return self._asked
