"""A TCP proxy that breaks connections at chosen moments, and counts what passes."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from types import TracebackType
from typing import Self

ANYTHING = re.compile(b"")


class Proxy:
    """Stands between a client and a server on this machine.

    ``cut_before`` and ``cut_after`` take a pattern in what the client sends: the connection ends before the server
    has it, or after the server has answered it, without the client hearing.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._before: re.Pattern[bytes] | None = None
        self._after: re.Pattern[bytes] | None = None
        self._cut_at = (0, False)
        self._hidden: list[re.Pattern[bytes]] = []
        self._stalled = threading.Event()
        self._dripping = threading.Event()
        self.received = 0
        """Bytes from the server."""
        self.turns = 0
        """How often the client spoke after the server had: round trips."""
        self._server_spoke = False
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.cut()

    def cut_before(self, pattern: bytes) -> None:
        self._before = re.compile(pattern, re.DOTALL)

    def cut_after(self, pattern: bytes) -> None:
        self._after = re.compile(pattern, re.DOTALL)

    def cut_at(self, turn: int, *, executed: bool) -> None:
        """End the connection when the client speaks for the so-manieth time (``turns``), before or after its answer."""
        self._cut_at = (turn, executed)

    @property
    def has_cut(self) -> bool:
        """Whether what was asked of it last has happened."""
        return self._cut_at == (0, False) and self._before is self._after is None

    def hide(self, pattern: bytes) -> None:
        """Take out of what the server says all that matches, as if it knew nothing of it."""
        self._hidden.append(re.compile(pattern))

    def stall(self) -> None:
        """Swallow everything from now on."""
        self._stalled.set()

    def drip(self) -> None:
        """Let bytes through one by one from now on, several in the time a client waits for one."""
        self._dripping.set()

    def cut(self) -> None:
        """End all connections now."""
        sockets, self._sockets = self._sockets, []
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets += [client, server]
            threading.Thread(target=self._upward, args=(client, server), daemon=True).start()
            threading.Thread(target=self._downward, args=(client, server), daemon=True).start()

    def _upward(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(1 << 16):
                if self._server_spoke:
                    self._server_spoke = False
                    self.turns += 1
                if self.turns == self._cut_at[0] > 0:
                    self._before, self._after = (None, ANYTHING) if self._cut_at[1] else (ANYTHING, None)
                    self._cut_at = (0, False)
                if self._before and self._before.search(data):
                    self._before = None
                    self.cut()
                    return
                if self._after and self._after.search(data):
                    self._stalled.set()
                if not self._stalled.is_set() or self._after:
                    server.sendall(data)
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _downward(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                self._server_spoke = True
                self.received += len(data)
                for hidden in self._hidden:
                    data = hidden.sub(b"", data)
                if self._stalled.is_set():
                    if self._after:
                        self._after = None
                        self._stalled.clear()
                        self.cut()
                        return
                    continue
                for piece in [data[at : at + 1] for at in range(len(data))] if self._dripping.is_set() else [data]:
                    client.sendall(piece)
                    if self._dripping.is_set():
                        time.sleep(0.2)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_WR)
