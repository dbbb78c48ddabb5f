"""What a cycle costs in which nothing has come, as history grows."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.bench.mailbox import fill
from tests.bench.timing import prometido, run

_SIZES = (500, 2_000, 8_000)
_ROUNDS = 5


def measure() -> None:
    """Run ``prometido once`` again on mailboxes that were read; the processor's time counts, start-up included."""
    first = 0.0
    for size in _SIZES:
        with tempfile.TemporaryDirectory(prefix="prometido-bench-") as folder:
            place = Path(folder)
            fill(place / "Mail" / "INBOX", size)
            command = [*prometido(place), "once"]
            for _ in ("first read", "what the first left to do"):
                run(command)
            spent = statistics.median(run(command).cpu for _ in range(_ROUNDS))
            first = first or spent
            print(
                f"{size:6} messages read: {spent:.2f} s of CPU for a cycle with nothing new   {spent / first:.2f} times"
            )
