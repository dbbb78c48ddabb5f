"""Commands that read and act: one cycle, the daemon, history, and how the accounts are."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from daemon.cli.options import (
    AsJson,
    ConfigFile,
    Now,
    day_range,
    moment_of,
    open_firm,
    open_working_firm,
    parse_day,
    settings,
)

_PANEL = "Daily work"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (once, run, backfill, replay, status):
        app.command(rich_help_panel=_PANEL)(command)


def once(
    *,
    now: Now = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; leave nothing anywhere.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Run one cycle of every account, then exit. Exit code 1 if an account could not be read completely."""
    from daemon.show import cycle, records  # noqa: PLC0415
    from daemon.show.console import progress  # noqa: PLC0415

    loaded = settings(config)
    with progress("Reading") as advance:
        report = open_working_firm(loaded).cycle(moment_of(now, loaded), dry_run=dry_run, progress=advance)
    if as_json:
        typer.echo(records.to_json(report, zone=loaded.zone))
    else:
        cycle.show_report(report)
    if not report.ok:
        raise typer.Exit(1)


def run(*, config: ConfigFile = None) -> None:
    """Be the daemon: a cycle every interval, until SIGTERM; SIGHUP reads the configuration again."""
    from daemon import logs  # noqa: PLC0415
    from daemon.service import serve  # noqa: PLC0415

    logs.configure(verbose=True)
    serve(lambda: settings(config))


def backfill(
    *,
    since: Annotated[date, typer.Option("--since", metavar="DATE", parser=parse_day, help="First day to read.")],
    config: ConfigFile = None,
) -> None:
    """Read history for the first time, with a progress bar; interrupted, it goes on where it was."""
    from daemon.show import cycle  # noqa: PLC0415
    from daemon.show.console import progress  # noqa: PLC0415

    loaded = settings(config)
    with progress("Reading") as advance:
        report = open_working_firm(loaded).backfill(since, now=moment_of(None, loaded), advance=advance)
    cycle.show_report(report)
    if not report.ok:
        raise typer.Exit(1)


def replay(
    *,
    start: Annotated[date, typer.Option("--from", metavar="DATE", parser=parse_day, help="First day.")],
    end: Annotated[date, typer.Option("--to", metavar="DATE", parser=parse_day, help="Last day.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Live through past days again, and say what would have been raised, when, and what was forgotten."""
    from daemon.show import records, replayed  # noqa: PLC0415
    from daemon.show.console import progress  # noqa: PLC0415

    start, end = day_range(start, end)
    loaded = settings(config)
    with progress("Living through it again") as advance:
        found = open_working_firm(loaded).replay(start, end, advance=advance)
    if as_json:
        typer.echo(records.to_json(replayed.record(found, loaded.zone), zone=loaded.zone))
    else:
        replayed.show(found, loaded.zone)


def status(*, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Say how every account is. Exit code 0 only if all of them are ok and none has fallen silent."""
    from daemon.show import cycle, records  # noqa: PLC0415

    loaded = settings(config)
    now = moment_of(None, loaded)
    accounts = open_firm(loaded).status(now)
    if as_json:
        typer.echo(records.to_json(accounts, zone=loaded.zone))
    else:
        cycle.show_statuses(accounts, loaded.zone, now)
    if not all(account.is_well for account in accounts):
        raise typer.Exit(1)
