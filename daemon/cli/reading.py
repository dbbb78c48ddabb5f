"""Commands that only read text: what the rules see in it, and the rules themselves. No ledger, no account."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daemon.cli.options import AsJson, ConfigFile, parse_moment, settings
from daemon.cli.trouble import Failure

if TYPE_CHECKING:
    from config import Config

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

    detector = rulebook.open_detector(_settings_if_any(config))
    if not detect_lines(sys.stdin.buffer, sys.stdout.buffer, detector):
        raise typer.Exit(1)


@_rules.command("list")
def list_rules(*, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List the rules that are looked for."""
    from daemon import rulebook  # noqa: PLC0415
    from daemon.show import records, rules  # noqa: PLC0415

    found = rulebook.open_rules(_settings_if_any(config)).rules
    if as_json:
        typer.echo(records.to_json([rules.record(rule) for rule in found]))
    else:
        rules.show_rules(found)


@_rules.command("test")
def run_examples(*, config: ConfigFile = None) -> None:
    """Run every rule's own examples. Exit code 1 if one is not as it says."""
    from daemon import rulebook  # noqa: PLC0415
    from daemon.cli.trials import try_examples  # noqa: PLC0415
    from daemon.show.console import progress  # noqa: PLC0415
    from daemon.show.rules import show_failure  # noqa: PLC0415

    found = rulebook.open_rules(_settings_if_any(config))
    total = sum(len(rule.examples) for rule in found.rules)
    failed = 0
    with progress("Trying examples") as advance:
        for number, trial in enumerate(try_examples(found), start=1):
            advance(number, total)
            if not trial.passed:
                failed += 1
                show_failure(trial)
    if failed:
        raise Failure(f"{failed} of {total} examples are not as they say")
    typer.echo(f"{len(found.rules)} rules, {total} examples: all as they say.")


@_rules.command("lint")
def lint_rules(*, config: ConfigFile = None) -> None:
    """Check the rules of the packs and your own, all faults at once. Exit code 78 if there are any.

    Your own are also tried on ordinary mail, in which a rule may find nothing.
    """
    from config import Faults  # noqa: PLC0415
    from daemon import rulebook  # noqa: PLC0415

    found = rulebook.open_rules(_settings_if_any(config))
    if faults := rulebook.faults_in_ordinary_mail(found):
        raise Faults(faults)
    typer.echo(f"{len(found.rules)} rules: fine.")


@_rules.command("explain")
def explain(
    *,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or a whole mail; - reads standard input.")],
    inbound: Annotated[bool, typer.Option("--inbound", help="Read it as written by the other side.")] = False,
    date: Annotated[
        datetime | None,
        typer.Option("--date", metavar="ISO", parser=parse_moment, help="When it was written (default: now)."),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Show what each rule sees in a text."""
    import sys  # noqa: PLC0415

    from daemon import rulebook  # noqa: PLC0415
    from daemon.cli.trials import a_message  # noqa: PLC0415
    from daemon.show.rules import show_reading  # noqa: PLC0415
    from rules.facts import Direction  # noqa: PLC0415
    from rules.reading import read  # noqa: PLC0415

    detector = rulebook.open_detector(_settings_if_any(config))
    reading = read(
        a_message(
            sys.stdin.read() if text == "-" else text,
            Direction.INBOUND if inbound else Direction.OUTBOUND,
            (date or datetime.now().astimezone()).astimezone(),
        )
    )
    show_reading(reading, detector.ruleset.match(reading), detector.detect_reading(reading))


def _settings_if_any(given: Path | None) -> Config | None:
    """Read a configuration that was named; rules can be looked at without any."""
    return None if given is None else settings(given)
