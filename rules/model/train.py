"""``python -m rules.model.train``: learn the weights again from the corpus and write them beside this module."""

from __future__ import annotations

import sys
from pathlib import Path

from rules.model.lessons import gather, read_lessons
from rules.model.reader import WEIGHTS
from rules.model.training import train
from rules.model.weights import pack


def main() -> None:
    """Train, and write the weights."""
    packed = pack(train(gather(read_lessons())))
    Path(__file__).with_name(WEIGHTS).write_bytes(packed)
    sys.stdout.write(f"{WEIGHTS}: {len(packed)} bytes\n")


if __name__ == "__main__":
    main()
