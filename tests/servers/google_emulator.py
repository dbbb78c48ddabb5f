"""@emulators/google, started once, with more users than tests."""

from __future__ import annotations

import fcntl
import functools
import itertools
import subprocess
from pathlib import Path

from tests.servers.processes import Process, free_port, short_folder

HOME = Path(__file__).parent / "npm"
USERS = 400
TOKENS = 12
"""The emulator serves 5000 requests an hour to one token."""
_numbers = itertools.count()


@functools.cache
def start() -> tuple[str, int]:
    """Start it; return its address, and the port a sign-in may come back to."""
    _install()
    port, loopback = free_port(), free_port()
    process = Process(
        ["node", str(HOME / "google.mjs"), str(port), str(USERS), str(TOKENS), str(loopback)],
        log=short_folder() / "google.log",
    )
    process.wait_for(port, seconds=60)
    return f"http://127.0.0.1:{port}", loopback


def new_user() -> str:
    """Give the name of a user with an empty mailbox."""
    number = next(_numbers)
    assert number < USERS, "more users are needed"
    return f"u{number}"


def _install() -> None:
    """Install the packages of the lock file, once for all processes that test."""
    with (HOME / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (HOME / "node_modules" / "@emulators" / "google").is_dir():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HOME, check=True, timeout=250)
