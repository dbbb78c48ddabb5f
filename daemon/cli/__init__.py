"""The command line. Modules are grouped by what the commands are for; each command imports what it needs when it runs.

``prometido --version`` is what a shell script calls first: nothing here may import a parser, a database or a provider.
"""

from __future__ import annotations

from daemon.cli.app import main

__all__ = ["main"]
