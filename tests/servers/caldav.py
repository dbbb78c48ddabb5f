"""Radicale and Xandikos, which answer differently where the standards let them."""

from __future__ import annotations

import functools
import os
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers.processes import Process, free_port, short_folder

PASSWORD = "secret"
MAKE = (
    '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
    "<d:displayname>{name}</d:displayname><c:supported-calendar-component-set>{components}</c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>"
)


@dataclass(frozen=True, slots=True)
class CalDavServer:
    """A server, and where the calendars of a user are."""

    process: Process
    base: str
    home: str
    """Path of a user's calendars, with a place for the user's name."""
    users: Path | None = None
    """File of the names and passwords of those who may sign in; None where nobody has to."""

    def new_user(self) -> str:
        """Make a user nobody has used, so that no test sees another's calendars; Xandikos knows one only."""
        if self.users is None:
            return "ana"
        name = f"u{uuid.uuid4().hex[:12]}"
        with self.users.open("a", encoding="ascii") as file:
            file.write(f"{name}:{PASSWORD}\n")
        return name

    def make_calendar(self, user: str, name: str, components: Sequence[str]) -> str:
        """Make a calendar; return its address."""
        url = f"{self.base}{self.home.format(user=user)}{uuid.uuid4().hex}/"
        wanted = "".join(f'<c:comp name="{component}"/>' for component in components)
        body = MAKE.format(name=name, components=wanted)
        answer = httpx.request("MKCALENDAR", url, content=body, auth=(user, PASSWORD), timeout=60)
        assert answer.status_code == 201, answer.text
        return url


@functools.cache
def radicale() -> CalDavServer:
    """Each user has the same password."""
    folder, port = short_folder(), free_port()
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\nmax_connections = 20\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder}/data\n[web]\ntype = none\n[logging]\nlevel = warning\n"
    )
    (folder / "users").touch()
    process = Process([sys.executable, "-m", "radicale", "--config", str(folder / "config")], log=folder / "out.log")
    process.wait_for(port)
    return CalDavServer(process, f"http://127.0.0.1:{port}", "/{user}/", folder / "users")


@functools.cache
def xandikos() -> CalDavServer:
    """Asks for no password."""
    folder, port = short_folder(), free_port()
    command = [
        sys.executable,
        "-m",
        "xandikos",
        "serve",
        "-d",
        str(folder / "data"),
        "-l",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    process = Process(
        [*command, "--defaults", "--current-user-principal", "/ana"],
        log=folder / "out.log",
        environment={"HOME": str(folder), "PATH": os.environ["PATH"]},
    )
    process.wait_for(port)
    return CalDavServer(process, f"http://127.0.0.1:{port}", "/{user}/calendars/")
