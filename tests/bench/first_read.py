"""The first read of a mailbox, beside what ``mu index`` and ``notmuch new`` take for theirs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.bench.mailbox import US, fill
from tests.bench.timing import Spent, prometido, run


def measure(number: int) -> None:
    """Read ``number`` messages, and a tenth of them for what a message costs by itself and what memory grows by."""
    few = max(number // 10, 1)
    with tempfile.TemporaryDirectory(prefix="prometido-bench-") as folder:
        place, small = Path(folder) / "all", Path(folder) / "few"
        megabytes = fill(place / "Mail" / "INBOX", number) / 1e6
        fill(small / "Mail" / "INBOX", few)
        print(f"first read of {number} messages, {megabytes:.0f} MB")
        ours = run([*prometido(place), "once"])
        less = run([*prometido(small), "once"])
        print(f"  prometido once      {ours}")
        print(f"  the same, {few:6} messages {less}")
        print(f"  memory: {ours.peak / less.peak:.2f} times that of a tenth of the mailbox")
        for name, other in _others(place).items():
            print(f"  {name:19} {other}")
            clock, cpu = ours.seconds / other.seconds, ours.cpu / other.cpu
            print(f"  {clock:6.2f} times as long as {name}, {cpu:.2f} times its CPU")


def _others(place: Path) -> dict[str, Spent]:
    """Index the same mailbox by the programs that are installed."""
    mail = place / "Mail"
    found: dict[str, Spent] = {}
    if shutil.which("mu"):
        home = f"--muhome={place / 'mu'}"
        subprocess.run(["mu", "init", home, f"--maildir={mail}", f"--my-address={US}"], check=True, capture_output=True)
        found["mu index"] = run(["mu", "index", home, "--quiet"])
    if shutil.which("notmuch"):
        settings = place / "notmuch.conf"
        settings.write_text(f"[database]\npath={mail}\n[user]\nprimary_email={US}\n[new]\ntags=new\n", encoding="utf-8")
        found["notmuch new"] = run(["notmuch", "new", "--quiet"], {"NOTMUCH_CONFIG": str(settings)})
    for name in {"mu index", "notmuch new"} - set(found):
        print(f"  {name} is not installed: nothing to compare with")
    return found
