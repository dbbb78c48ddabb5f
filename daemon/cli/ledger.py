"""Commands about what is owed: the list, the reasons, and the user's word."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import (
    AsJson,
    CommitmentId,
    ConfigFile,
    Now,
    moment_of,
    open_firm,
    parse_day,
    parse_status,
    settings,
)
from daemon.cli.trouble import USAGE, Failure

_PANEL = "The ledger"
_SNOOZE = timedelta(days=7)
_Cause = Annotated[
    str, typer.Option("--cause", metavar="TEXT", help="What caused it, or why they left; “report” counts causes.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (why, done, dismiss, snooze, reopen, report):
        app.command(rich_help_panel=_PANEL)(command)
    app.command("list", rich_help_panel=_PANEL)(list_commitments)
    app.command("why-not", rich_help_panel=_PANEL)(why_not)


def list_commitments(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    status: Annotated[
        str | None,
        typer.Option(
            "--status", metavar="S", parser=parse_status, help="Only those that stand so.", show_default=False
        ),
    ] = None,
    now: Now = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """List what is owed, by us and to us."""
    from daemon.show import records, tables  # noqa: PLC0415
    from rules.commitments import Status  # noqa: PLC0415

    loaded = settings(config)
    wanted = None if status is None else Status(status)
    found = open_firm(loaded).commitments(everything=everything, status=wanted, now=moment_of(now, loaded))
    if as_json:
        typer.echo(records.to_json([records.commitment_record(each, steps, loaded.zone) for each, steps in found]))
    else:
        tables.show_commitments([each for each, _ in found], loaded.zone)


def why(*, commitment: CommitmentId, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Explain a commitment: evidence, rule, dates, what was searched, what closed it, how to silence it."""
    from daemon.show import reasons, records  # noqa: PLC0415

    loaded = settings(config)
    explanation = open_firm(loaded).why(commitment)
    if as_json:
        typer.echo(records.to_json(reasons.record(explanation, loaded.zone), zone=loaded.zone))
    else:
        reasons.show(explanation, loaded.zone)


def why_not(
    *,
    message: Annotated[str, typer.Argument(metavar="MESSAGE-ID", help="Message-ID, with or without <>.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Explain why nothing was raised for a message."""
    from daemon.show import reasons, records  # noqa: PLC0415

    loaded = settings(config)
    explanation = open_firm(loaded).why_not(message.strip("<> "))
    if as_json:
        answer = {
            "message_id": explanation.message_id,
            "signals": explanation.found.signals,
            "automatic": explanation.found.automatic,
            "raised": [each.id for each in explanation.raised],
            "reasons": list(reasons.reasons_not_raised(explanation)),
        }
        typer.echo(records.to_json(answer, zone=loaded.zone))
    else:
        reasons.show_not_raised(explanation, loaded.zone)


def done(*, commitment: CommitmentId, cause: _Cause = "", now: Now = None, config: ConfigFile = None) -> None:
    """Say that it is done, by whatever way; remembered for ever."""
    _say(config, commitment, "done", now, cause=cause)


def dismiss(*, commitment: CommitmentId, cause: _Cause = "", now: Now = None, config: ConfigFile = None) -> None:
    """Say that it is nothing; never raised again."""
    _say(config, commitment, "dismiss", now, cause=cause)


def snooze(
    *,
    commitment: CommitmentId,
    until: Annotated[
        date | None,
        typer.Option("--until", metavar="DATE", parser=parse_day, help="Quiet until that day (default: a week)."),
    ] = None,
    now: Now = None,
    config: ConfigFile = None,
) -> None:
    """Keep it quiet for a while."""
    _say(config, commitment, "snooze", now, until=until)


def reopen(*, commitment: CommitmentId, now: Now = None, config: ConfigFile = None) -> None:
    """Take your word back: it is owed again."""
    _say(config, commitment, "reopen", now)


def report(
    *,
    now: Now = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with charts.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Say how promises are kept, how soon the first answer comes, and what became of quotes."""
    from daemon.show import figures as showing  # noqa: PLC0415
    from daemon.show import records  # noqa: PLC0415

    loaded = settings(config)
    firm = open_firm(loaded)
    found = firm.report(moment_of(now, loaded))
    if html is not None:
        html.write_text(showing.page(found, loaded.language), encoding="utf-8")
        typer.echo(f"Wrote {html}.")
    elif as_json:
        typer.echo(records.to_json(found, zone=loaded.zone))
    else:
        showing.show(found, loaded.language)


def _say(
    config: Path | None, commitment: str, verb: str, now: object, until: date | None = None, cause: str = ""
) -> None:
    from datetime import datetime, time  # noqa: PLC0415

    from daemon.show import tables  # noqa: PLC0415
    from rules.settlement import Verb  # noqa: PLC0415

    loaded = settings(config)
    moment = moment_of(now if isinstance(now, datetime) else None, loaded)
    quiet = None
    if verb == "snooze":
        day = until or (moment + _SNOOZE).date()
        quiet = datetime.combine(day, time(), tzinfo=loaded.zone)
        if quiet <= moment:
            raise Failure(f"{day} is past; expected a day to come", code=USAGE)
    found = open_firm(loaded).say(commitment, Verb(verb), now=moment, until=quiet, cause=" ".join(cause.split()))
    tables.show_one(found, loaded.zone)
