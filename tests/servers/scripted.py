"""A mail server that says what a test wrote down: for servers nobody can install, and for broken ones."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self


class ScriptedImap:
    """Answers each command with the first rule that matches it, ``TAG`` replaced; what matches none is done.

    Of several replies in a rule each is given once, the last for ever. One that begins with ``+`` asks for a line more.
    """

    def __init__(self, rules: Sequence[tuple[str, str | list[str]]], *, greeting: str = "* OK ready\r\n") -> None:
        self._rules = [
            (re.compile(pattern, re.IGNORECASE), [said] if isinstance(said, str) else list(said))
            for pattern, said in rules
        ]
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.commands: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, client.makefile("rb") as lines:
            client.sendall(self._greeting.encode())
            for line in lines:
                tag, _, command = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
                self.commands.append(command)
                reply = self._reply(command)
                if reply == "CLOSE":
                    return
                client.sendall(reply.replace("TAG", tag).encode("utf-8"))
                if reply.startswith("+"):
                    next(lines)
                    client.sendall(f"{tag} OK done\r\n".encode())

    def _reply(self, command: str) -> str:
        replies = next((replies for pattern, replies in self._rules if pattern.match(command)), ["TAG OK done\r\n"])
        return replies.pop(0) if len(replies) > 1 else replies[0]
