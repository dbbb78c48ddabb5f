"""Speed and memory, as ratios: ``python -m tests.bench [MESSAGES|PART]...``, parts being ``read``, ``rules``, ``due``,
``quiet``. Without a name all of them run; a number says how many messages the first read has (20 000).

What is compared is timed one after another in the same run, page cache warm: on a busy machine the ratios still tell.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from tests.bench import due, first_read, quiet, rules

_PARTS: Final[dict[str, Callable[[int], None]]] = {
    "read": first_read.measure,
    "rules": lambda _: rules.measure(),
    "due": lambda _: due.measure(),
    "quiet": lambda _: quiet.measure(),
}


def main(arguments: list[str]) -> int:
    """Measure what was named, or everything."""
    numbers = [int(each) for each in arguments if each.isdigit()]
    names = [each for each in arguments if not each.isdigit()] or (["read"] if numbers else list(_PARTS))
    if unknown := sorted(set(names) - set(_PARTS)):
        print(f"no part {', '.join(unknown)}; there are {', '.join(_PARTS)}", file=sys.stderr)
        return 2
    for name in names:
        _PARTS[name](numbers[0] if numbers else 20_000)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
