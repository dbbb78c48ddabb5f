"""What the main thread waits for: signals of the system, and word from the accounts' threads."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import Self

NOTHING = 0
CYCLE = -1
"""What may come besides the number of a signal: nothing for a while; a cycle has ended."""
ENDS = frozenset({signal.SIGTERM, signal.SIGINT})
_KNOWN = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """A queue that a signal handler may put into (SimpleQueue.put is reentrant) and whose wait is a poll."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self._queue: SimpleQueue[int] = SimpleQueue()
        self._bell = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK | os.EFD_SEMAPHORE)

    def __enter__(self) -> Self:
        """Use it until the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the descriptor back."""
        os.close(self._bell)

    def put(self, number: int) -> None:
        """Note what has happened."""
        self._queue.put(number)
        with contextlib.suppress(OSError):  # closed: nobody listens any more
            os.eventfd_write(self._bell, 1)

    def get(self, seconds: float) -> int:
        """Return the next thing that has happened, ``NOTHING`` when so long nothing has."""
        poll = select.poll()
        poll.register(self._bell, select.POLLIN)
        if not poll.poll(max(0, seconds) * 1000):
            return NOTHING
        os.eventfd_read(self._bell)
        try:
            return self._queue.get_nowait()
        except Empty:
            return NOTHING

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Put the signals the daemon knows into the queue."""

        def note(number: int, _frame: FrameType | None) -> None:
            self.put(number)

        before = {number: signal.signal(number, note) for number in _KNOWN}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
