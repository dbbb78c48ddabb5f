"""A server that can do little: no CONDSTORE, no SPECIAL-USE, no LIST-EXTENDED."""

from __future__ import annotations

import functools
import imaplib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import Process, free_port, short_folder

USER, PASSWORD = "ana", "secret"


@functools.cache
def _server() -> int:
    port = free_port()
    binary = shutil.which("pymap", path=str(Path(sys.executable).parent))
    assert binary, "pymap is needed: pip install '.[test]'"
    command = [binary, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "--no-service", "admin"]
    more = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    process = Process([*command, *more], log=short_folder() / "out.log")
    process.wait_for(port)
    return port


@contextmanager
def mailbox() -> Iterator[tuple[int, str, str]]:
    """Give the port, user and password of an account with three empty folders."""
    port = _server()
    client = imaplib.IMAP4("127.0.0.1", port, timeout=60)
    client.login(USER, PASSWORD)
    for folder in ("Sent", "Drafts", "Trash"):
        client.delete(folder)
    for folder in ("Sent", "Drafts"):
        client.create(folder)
    client.select("INBOX")
    client.store("1:*", "+FLAGS", "(\\Deleted)")
    client.expunge()
    client.logout()
    yield port, USER, PASSWORD
