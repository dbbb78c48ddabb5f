"""Commands that only read text: what the rules see in it, and the rules themselves. No ledger, no account."""

from __future__ import annotations

from typing import Annotated

import typer

from daemon.cli.options import AsJson, ConfigFile, settings

_PANEL = "Rules"
_rules = typer.Typer(
    name="rules", help="The rules: list them, test them, check them, see them at work.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel=_PANEL)(detect)
    app.add_typer(_rules, rich_help_panel=_PANEL)


def detect(*, config: ConfigFile = None) -> None:
    """Read messages as JSON Lines on standard input, and write the signals of each as one line."""
    import sys  # noqa: PLC0415

    from daemon import rulebook  # noqa: PLC0415
    from daemon.cli.detecting import detect_lines  # noqa: PLC0415

    detector = rulebook.open_detector(None if config is None else settings(config))
    if not detect_lines(sys.stdin.buffer, sys.stdout.buffer, detector):
        raise typer.Exit(1)


@_rules.command("list")
def list_rules(*, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List the rules that are looked for."""


@_rules.command("test")
def run_examples(*, config: ConfigFile = None) -> None:
    """Run every rule's own examples. Exit code 1 if one is not as it says."""


@_rules.command("lint")
def lint_rules(*, config: ConfigFile = None) -> None:
    """Check the rules of the packs and your own, all faults at once. Exit code 78 if there are any."""


@_rules.command("explain")
def explain(
    *,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or a whole mail; - reads standard input.")],
    inbound: Annotated[bool, typer.Option("--inbound", help="Read it as written by the other side.")] = False,
    config: ConfigFile = None,
) -> None:
    """Show what each rule sees in a text."""
