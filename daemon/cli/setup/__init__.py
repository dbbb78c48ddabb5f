"""Commands that come before the daily work: a first configuration, signing in, checking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import ConfigFile, locate, settings
from daemon.cli.trouble import USAGE, Failure
from daemon.show.counting import counted

_PANEL = "Getting started"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (demo, init, auth, check):
        app.command(rich_help_panel=_PANEL)(command)


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to build it; a temporary folder unless given.")
    ] = None,
) -> None:
    """Build a small mailbox and calendar, live through some days of it, and show what was kept and what forgotten."""
    from daemon.demo import show  # noqa: PLC0415

    show(folder)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write prometido.yaml.")] = Path(),
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is found and usual.")] = False,
) -> None:
    """Ask the few questions needed and write a commented configuration. Never overwrites one."""
    from config.loading import load_text  # noqa: PLC0415
    from daemon.cli.setup.asking import UNKNOWN_ADDRESS, Interview  # noqa: PLC0415
    from daemon.cli.setup.writing import render  # noqa: PLC0415

    file = folder / "prometido.yaml"
    if file.exists():
        raise Failure(f"{file} is there already; nothing was changed")
    answers = Interview(folder.absolute(), questions=not yes).answers()
    text = render(answers)
    load_text(text, file)
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    typer.echo(f"Wrote {file}.")
    if UNKNOWN_ADDRESS in answers.addresses:
        typer.echo("Put your own addresses into it: nothing can be told from mail without knowing who you are.")
    for place in (answers.mail, answers.calendar or {}):
        if (name := place.get("credential")) and place["connector"] in {"imap", "caldav"}:
            typer.echo(f"Put the password for {place['connector']} into {folder / 'secrets' / name}, mode 0600.")
        elif name:
            typer.echo(f"Sign in with “prometido auth {answers.account}”.")
            break
    typer.echo("Then: prometido check")


def auth(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Name of the account.")],
    *,
    device: Annotated[
        bool, typer.Option("--device", help="Sign in with a code on another device (Microsoft; over SSH).")
    ] = False,
    port: Annotated[
        int | None, typer.Option("--port", help="Loopback port the browser comes back to.", show_default=False)
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Sign in to Google or Microsoft, and keep the token where only you can read it."""
    from config.accounts import Google, Microsoft  # noqa: PLC0415

    loaded = settings(config)
    try:
        wanted = loaded.account(account)
    except KeyError:
        names = ", ".join(each.name for each in loaded.accounts)
        raise Failure(f"no account “{account}”; expected {names}", code=USAGE) from None
    if not any(isinstance(place, Google | Microsoft) for place in (wanted.mail, wanted.calendar, wanted.tasks)):
        raise Failure(
            f"{account}: nothing to sign in to; {wanted.mail.connector} needs no more than its configuration says"
        )
    from daemon.signing_in import sign_in  # noqa: PLC0415

    sign_in(loaded, wanted, device=device, port=port)


def check(
    *,
    online: Annotated[bool, typer.Option("--online", help="Also try every account.")] = False,
    config: ConfigFile = None,
) -> None:
    """Validate configuration, rules and texts, all faults at once with their places."""
    from daemon.cli.setup.checking import check_accounts, check_files, empty_patterns  # noqa: PLC0415
    from daemon.show.console import console, plain  # noqa: PLC0415

    file = locate(config)
    loaded = check_files(file)
    out = console()
    out.print(plain(f"{file}: fine ({counted(len(loaded.accounts), 'account')})"), soft_wrap=True)
    for told in empty_patterns(loaded):
        out.print(plain(told), soft_wrap=True)
    if not online:
        return
    bad = 0
    for name, place, finding in check_accounts(loaded):
        bad += not finding.ok
        mark = "[green]ok[/] " if finding.ok else "[red]no[/] "
        out.print(mark, plain(f"{name}, {place}: {finding.text}"), sep="", soft_wrap=True)
    if bad:
        raise Failure(f"{counted(bad, 'thing')} will not work as it is")
