"""A command's time and highest memory, its own and no other's."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.bench.mailbox import US

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_CONFIG: Final = f"""\
timezone: Europe/Madrid
ledger: ledger.db
lookback: 3650d
accounts:
  - name: bench
    mail: {{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}}
    addresses: [{US}]
rules: {{packs: [es, en]}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds on the clock and of processor, and the highest resident memory in MB."""

    seconds: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        """Give it as columns of a table."""
        return f"{self.seconds:8.2f} s {self.cpu:8.2f} s of CPU {self.peak:6.0f} MB"


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Spent(seconds=time.perf_counter() - start, cpu=_cpu(used), peak=used.ru_maxrss / 1024)


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def prometido(place: Path) -> list[str]:
    """Configure a mailbox at ``place``, and give the command that runs on it."""
    for folder in ("INBOX", "Sent", "Drafts"):
        for part in ("cur", "new", "tmp"):
            (place / "Mail" / folder / part).mkdir(parents=True, exist_ok=True)
    (place / "prometido.yaml").write_text(_CONFIG, encoding="utf-8")
    return [sys.executable, "-m", "daemon", "--config", str(place / "prometido.yaml")]
