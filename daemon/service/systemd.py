"""Talk to the service manager: sd_notify(3), a datagram to the socket it names. Without one nothing is said."""

from __future__ import annotations

import os
import socket


class Notifier:
    """Sends states to systemd. A message that cannot be sent is dropped: the daemon's work does not depend on it."""

    def __init__(self, address: str | None = None) -> None:
        """Use ``$NOTIFY_SOCKET`` unless given; an ``@`` at the start means the abstract namespace."""
        given = os.environ.get("NOTIFY_SOCKET") if address is None else address
        self._address = f"\0{given[1:]}" if given and given.startswith("@") else given
        self._last = ""

    @property
    def is_heard(self) -> bool:
        """Whether there is a service manager."""
        return bool(self._address)

    def ready(self, status: str) -> None:
        """Say that the start is over."""
        self._send(f"READY=1\nSTATUS={_one_line(status)}")

    def reloading(self) -> None:
        """Say that the configuration is being read again; ``ready`` ends it (systemd 253 wants the moment)."""
        self._send("RELOADING=1\nSTATUS=reading the configuration again")

    def stopping(self) -> None:
        """Say that the stop has begun."""
        self._send("STOPPING=1\nSTATUS=finishing the step in hand")

    def status(self, text: str) -> None:
        """Tell in words how it is; the same words again are not sent."""
        if text != self._last:
            self._last = text
            self._send(f"STATUS={_one_line(text)}")

    def alive(self) -> None:
        """Keep the watchdog quiet."""
        self._send("WATCHDOG=1")

    def _send(self, text: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.sendto(text.encode(), self._address)
        except OSError:
            return


def _one_line(text: str) -> str:
    """Keep words that come from elsewhere, such as a folder's name, from being a line of the protocol."""
    return " ".join(text.split())


def watchdog_seconds() -> float | None:
    """Seconds within which the manager wants a sign of life (sd_watchdog_enabled(3)); None if it watches nothing."""
    told, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not told.isdecimal() or (pid and pid != str(os.getpid())):
        return None
    return int(told) / 1_000_000 or None
