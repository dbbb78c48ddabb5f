"""The browser one signs in with: here, or on the machine one sits at, through a forwarded port (RFC 8252, 7.3)."""

from __future__ import annotations

import getpass
import socket
import webbrowser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PORT = 8765
WAIT = 600
"""Seconds the browser may take."""
DONE = "Prometido is signed in. You can close this window."
HERE = "Your browser opens. If it does not, open:\n\n    {url}\n"
AGAIN = (
    "This machine has no browser. On the one you sit at, leave this running in another terminal:\n\n"
    "    {ssh}\n\nthen open there:\n\n    {url}\n"
)


def is_here(environment: Mapping[str, str]) -> bool:
    """Whether there is a browser somebody sits at."""
    if "SSH_CONNECTION" in environment or not ({"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys()):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def where(environment: Mapping[str, str], port: int, url: str) -> str:
    """Say where to open an address that leads back to this machine."""
    return HERE.format(url=url) if is_here(environment) else AGAIN.format(ssh=ssh_line(port, environment), url=url)


def ssh_line(port: int, environment: Mapping[str, str]) -> str:
    """Write the command that forwards a port to this machine, as its user reached it."""
    reached = environment.get("SSH_CONNECTION", "").split()
    host, at = (reached[2], reached[3]) if len(reached) == 4 else (socket.gethostname(), "22")
    other = "" if at == "22" else f"-p {at} "
    return f"ssh -N {other}-L {port}:localhost:{port} {getpass.getuser()}@{host}"
