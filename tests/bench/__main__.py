"""Speed, as ratios: a first read beside ``notmuch new`` and ``mu index`` on the same Maildir, and a quiet cycle.

``python -m tests.bench [MESSAGES]``. Whole processes are timed, one after another, page cache warm.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.mailbox import US, fill

_CONFIG = """\
timezone: Europe/Madrid
ledger: ledger.db
lookback: 3650d
accounts:
  - name: bench
    mail: {{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}}
    addresses: [{us}]
rules: {{packs: [es, en]}}
"""


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    place = Path(tempfile.mkdtemp(prefix="prometido-bench-"))
    try:
        mail = place / "Mail"
        megabytes = fill(mail / "INBOX", number) / 1e6
        for folder in ("Sent", "Drafts"):
            for part in ("cur", "new", "tmp"):
                (mail / folder / part).mkdir(parents=True)
        print(f"{number} messages, {megabytes:.0f} MB")
        ours = _prometido(place)
        first = _timed("prometido once, first read", [*ours, "once", "--dry-run"])
        _timed("prometido once, keeps it", [*ours, "once"])
        _timed("prometido once, nothing new", [*ours, "once"])
        for name, seconds in _others(place, mail):
            print(f"first read takes {first / seconds:.2f} times as long as {name}")
    finally:
        shutil.rmtree(place)


def _prometido(place: Path) -> list[str]:
    (place / "prometido.yaml").write_text(_CONFIG.format(us=US), encoding="utf-8")
    return [sys.executable, "-m", "daemon", "--config", str(place / "prometido.yaml")]


def _others(place: Path, mail: Path) -> list[tuple[str, float]]:
    found = []
    if shutil.which("notmuch"):
        settings = place / "notmuch.conf"
        settings.write_text(f"[database]\npath={mail}\n[user]\nprimary_email={US}\n[new]\ntags=new\n", encoding="utf-8")
        environment = {"NOTMUCH_CONFIG": str(settings)}
        found.append(("notmuch new", _timed("notmuch new", ["notmuch", "new", "--quiet"], environment)))
    if shutil.which("mu"):
        home = f"--muhome={place / 'mu'}"
        subprocess.run(["mu", "init", home, f"--maildir={mail}", f"--my-address={US}"], check=True, capture_output=True)
        found.append(("mu index", _timed("mu index", ["mu", "index", home, "--quiet"])))
    return found


def _timed(name: str, command: list[str], environment: dict[str, str] | None = None) -> float:
    before = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **(environment or {})})
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:32} {seconds:8.2f} s   highest memory so far {peak:5.0f} MB")
    return seconds


if __name__ == "__main__":
    main()
