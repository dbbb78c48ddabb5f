"""Starting real servers for tests, and stopping them whatever happens."""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def short_folder() -> Path:
    """Make a folder others may enter, with a short name (the paths of Unix sockets end after 107 bytes)."""
    path = Path(tempfile.mkdtemp(prefix="p", dir="/tmp"))
    path.chmod(0o755)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


class Process:
    """A server process that is stopped with the tests."""

    def __init__(
        self, command: Sequence[str], *, log: Path, user: str | None = None, environment: dict[str, str] | None = None
    ) -> None:
        self._log = log
        self._port = 0
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=user,
                group=None if user is None else pwd.getpwnam(user).pw_gid,
                extra_groups=None if user is None else [],
                start_new_session=True,
                env={**os.environ, **(environment or {})},
            )
        atexit.register(self.stop)

    def wait_for(self, port: int, *, seconds: float = 120) -> None:
        """Wait until it listens."""
        self._port = port
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the server did not start:\n{self._log.read_text(errors='replace')[-2000:]}")

    def pause(self) -> None:
        """Let it answer nothing, without closing anything."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        os.killpg(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it and what it started."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(timeout=60)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._wait_for_silence()

    def _wait_for_silence(self) -> None:
        """Wait until nothing it started listens any more: whoever is started next on its port would find it taken."""
        deadline = time.monotonic() + 60
        while self._port and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                return
            time.sleep(0.02)
