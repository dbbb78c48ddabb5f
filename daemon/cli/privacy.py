"""Commands about the data itself: erase a person, take it out, remove every mark."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import ConfigFile, open_firm, settings
from daemon.cli.trouble import USAGE, Failure
from daemon.show.counting import counted

_PANEL = "Your data"
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (forget, export, withdraw):
        app.command(rich_help_panel=_PANEL)(command)


def forget(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Whose data to erase.")],
    *,
    yes: _Yes = False,
    config: ConfigFile = None,
) -> None:
    """Erase a person: everything the ledger keeps of them. Their mail stays where it is."""
    loaded = settings(config)
    if "@" not in address:
        raise Failure(f"“{address}” is no address", code=USAGE)
    if not yes:
        typer.confirm(f"Erase everything kept about {address}?", abort=True)
    erased = open_firm(loaded).forget(address.strip().lower())
    typer.echo(
        f"Erased what was kept about {address}: {counted(erased.messages, 'message')}, "
        f"{counted(erased.commitments, 'commitment')}; untouched drafts and tasks taken back: {erased.marks}."
    )


def export(
    *,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to (default: standard output).")
    ] = None,
    copy: Annotated[
        Path | None, typer.Option("--ledger", metavar="FILE", help="Copy the ledger itself, while it is in use.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Take the data out: all the ledger keeps, as JSON, or a copy of the ledger to keep or go back to."""
    from daemon.show import records  # noqa: PLC0415

    if copy is not None:
        open_firm(settings(config)).back_up(copy)
        typer.echo(f"Wrote {copy}.")
        return
    text = records.to_json(open_firm(settings(config)).export())
    if file is None:
        typer.echo(text)
    else:
        file.touch(mode=0o600)
        file.write_text(text + "\n", encoding="utf-8")
        typer.echo(f"Wrote {file}.")


def withdraw(*, yes: _Yes = False, config: ConfigFile = None) -> None:
    """Remove every mark left in mailbox and calendar that you have not touched."""
    loaded = settings(config)
    if not yes:
        typer.confirm("Remove all untouched drafts and tasks of Prometido's?", abort=True)
    removed = open_firm(loaded).withdraw()
    typer.echo(f"Took back {removed} untouched drafts and tasks; what you have touched stays.")
