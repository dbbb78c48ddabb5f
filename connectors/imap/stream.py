"""What comes from a socket, kept until it is read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

TOTAL_SECONDS = 300.0
"""For one command's whole answer, however much it is."""
SLOWEST = 100.0
"""Bytes a second below which an answer counts as one that does not come: a server may drip for ever."""
AT_ONCE = 1 << 18
"""Bytes that are received together, if they are there."""


class Stream:
    """What has come from a socket and is not read yet: ``data`` from ``at`` on. It has to come fast enough."""

    def __init__(self, source: socket.socket, *, seconds: float) -> None:
        """Read a socket. ``seconds`` is how long nothing may come."""
        self.data = b""
        self.at = 0
        self._source = source
        self._seconds = seconds
        self._began = 0.0
        self._received = 0

    def begin(self) -> None:
        """Begin to wait for an answer."""
        self._began = time.monotonic()
        self._received = 0

    def receive(self) -> bool:
        """Wait for more; False where the other side has closed.

        Raises:
            TimeoutError: nothing comes, or too little in all that time.
            OSError: the connection broke.
        """
        more = self._more()
        self.data = self.data[self.at :] + more
        self.at = 0
        return bool(more)

    def line(self, limit: int) -> bytes:
        """Read a line; it has no end where the other side has closed, or it is longer than the limit (bytes)."""
        seen = 0
        while (end := self.data.find(b"\n", self.at + seen)) < 0:
            seen = len(self.data) - self.at
            if seen >= limit or not self.receive():
                break
        return self._take(end + 1 if end >= 0 else len(self.data))

    def exactly(self, size: int) -> bytes:
        """Read so many bytes; fewer where the other side has closed."""
        end = self.at + size
        if end <= len(self.data):
            return self._take(end)
        pieces = [self._take(len(self.data))]
        missing = size - len(pieces[0])
        while missing > 0 and (more := self._more()):
            pieces.append(more[:missing])
            self.data, self.at = more, min(missing, len(more))
            missing -= len(more)
        return b"".join(pieces)

    def _take(self, end: int) -> bytes:
        """Read up to a place."""
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _more(self) -> bytes:
        """Wait for what comes next."""
        patience = min(TOTAL_SECONDS, self._seconds + self._received / SLOWEST)
        left = self._began + patience - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._source.settimeout(min(self._seconds, left))
        more = self._source.recv(AT_ONCE)
        self._received += len(more)
        return more
