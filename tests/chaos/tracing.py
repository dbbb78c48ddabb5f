"""System calls of a real cycle, one by one: listed, or disturbed by strace (a signal, or an error) at any of them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

CHANGING = (
    "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "mkdir", "mkdirat", "ftruncate", "fallocate", "fchown", "fchmod", "chmod", "chown",
    "fchownat", "fchmodat", "utimensat",
)  # fmt: skip
"""Calls that can change what is on a disk; an ``openat`` only where it creates."""
STRACE = shutil.which("strace")
_LINE = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)")


@dataclass(frozen=True)
class Call:
    """The so manieth call of a name, and what it was for."""

    name: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.name}:{self.number}"


@dataclass(frozen=True)
class End:
    """How a cycle ended: its exit code, or the number of the signal that killed it, negative; and what it said."""

    code: int
    said: str


class Zygote:
    """Runs the real command under strace, forked from a warm process."""

    def __init__(self, folder: Path, warm: Path) -> None:
        assert STRACE, "strace is needed: make system-packages"
        self._folder = folder
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PROMETIDO")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.zygote", str(warm)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=environment | {"HOME": str(folder), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"},
        )
        while self._answer() != "warm":
            pass

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def calls(self, place: Path, *arguments: str) -> list[Call]:
        """List the calls of a cycle that change something below ``place``."""
        log = self._folder / "calls"
        end = self._run(arguments, "-y", "-s", "0", "-o", str(log), "-e", f"trace={','.join(CHANGING)}")
        assert end.code == 0, end.said
        found: list[Call] = []
        counted: dict[str, int] = {}
        for line in log.read_text("utf-8", "replace").splitlines():
            match = _LINE.match(line)
            if match is None:
                continue
            name, rest = match["name"], match["rest"]
            counted[name] = counted.get(name, 0) + 1
            if str(place) in rest and (name != "openat" or "O_CREAT" in rest):
                found.append(Call(name, counted[name], rest.replace(str(place), "")))
        return found

    def disturbed(self, call: Call, how: str, *arguments: str, lasting: bool = False) -> End:
        """Run a cycle in which ``how`` (``signal=SIGKILL``, ``error=ENOSPC``) happens at a call, or from it on."""
        plus = "+" if lasting else ""
        inject = f"inject={call.name}:{how}:when={call.number}{plus}"
        return self._run(arguments, "-o", "/dev/null", "-e", f"trace={call.name}", "-e", inject)

    def _run(self, arguments: tuple[str, ...], *options: str) -> End:
        said = self._folder / "said"
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join([str(said), *arguments]) + "\n")
        self._process.stdin.flush()
        pid = int(self._answer())
        tracer = subprocess.Popen(
            [str(STRACE), "-f", "-qq", "-p", str(pid), *options], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        status = Path(f"/proc/{pid}/status")
        until = time.monotonic() + 60
        while "TracerPid:\t0\n" in status.read_text():
            assert tracer.poll() is None, "strace cannot take hold of a process: is ptrace allowed here?"
            assert time.monotonic() < until
            time.sleep(0.002)
        os.kill(pid, signal.SIGCONT)
        code = int(self._answer())
        tracer.wait(60)
        return End(code, said.read_text("utf-8", "replace"))

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the warm process has died"
        return line.rstrip("\n")
