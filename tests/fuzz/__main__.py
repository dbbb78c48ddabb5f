"""Read N broken messages: ``python -m tests.fuzz N [--seeds FOLDER] [--from NUMBER] [--salt SALT]``.

Every sample goes the whole way alone, and every hundred a real cycle with a mailbox in memory. Prints each finding with
the number of its sample, and at the end how many were read, refused, and the slowest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from daemon import logs
from tests.fuzz.examining import Examiner
from tests.fuzz.mutating import sample
from tests.fuzz.seeds import own_samples, samples_in


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--seeds", type=Path, help="a folder of mail, besides the project's own samples")
    parser.add_argument("--from", type=int, default=0, dest="start")
    parser.add_argument("--salt", type=int, default=0)
    given = parser.parse_args()
    logs.configure(verbose=False)
    seeds = own_samples() + (samples_in(given.seeds) if given.seeds else ())
    with TemporaryDirectory() as place:
        return _run(Examiner(Path(place)), range(given.start, given.start + given.number), seeds, given.salt)


def _run(examiner: Examiner, numbers: range, seeds: Sequence[bytes], salt: int) -> int:
    for number in numbers:
        for finding in examiner.examine(number, sample(number, seeds, salt)):
            sys.stdout.write(f"sample {number}: {finding}\n")
            sys.stdout.flush()
    for finding in examiner.finish():
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{examiner.told()}\n")
    return 1 if examiner.findings else 0


if __name__ == "__main__":
    sys.exit(main())
