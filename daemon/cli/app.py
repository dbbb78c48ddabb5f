"""The console script: all commands, and one way out of each of them."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from daemon.cli import cycles, ledger, privacy, reading, setup
from daemon.cli.options import ConfigFile
from daemon.cli.trouble import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="prometido",
    help="Keeps a ledger of what was promised by mail, sees when it was not kept, and leaves the next step "
    "in your own mailbox and calendar. It never sends anything.",
    epilog="Start with “prometido demo”, then “prometido init”.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (setup, cycles, ledger, reading, privacy):
    module.add_to(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - only this option needs it

        typer.echo(f"prometido {version('prometido')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    *,
    config: ConfigFile = None,  # noqa: ARG001 - the commands look it up, wherever it is given
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", help="Say the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


_COLLECT_AT = (50_000, 20, 20)
"""Rules, verbs and statements are 160,000 objects that stay: to search them for cycles of garbage as often as
Python does of itself is a seventh of the time of a first read."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; whatever goes wrong is one clear line on standard error."""
    try:
        answer = typer.main.get_command(app).main(
            args=None if arguments is None else list(arguments), prog_name="prometido", standalone_mode=False
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader had enough (“prometido list | head”). What is buffered must not complain again at exit.
        with contextlib.suppress(OSError, io.UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: no traceback ever reaches the user unasked
        return tell(error)
    return answer if isinstance(answer, int) else 0


def main() -> NoReturn:
    """Be the console script."""
    gc.set_threshold(*_COLLECT_AT)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run())
