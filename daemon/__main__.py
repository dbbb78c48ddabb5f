"""``python -m daemon``: the same as the console script ``prometido``."""

from __future__ import annotations

from daemon.cli import main

if __name__ == "__main__":
    main()
