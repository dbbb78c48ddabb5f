"""Options that several commands share, and the values they take."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daemon.cli.trouble import USAGE, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config import Config
    from daemon.firm import Firm


def _or_given_before(context: typer.Context, value: Path | None) -> Path | None:
    """Take ``prometido --config FILE once`` for ``prometido once --config FILE``."""
    before: Mapping[str, Path | None] = context.find_root().params
    return value or before.get("config")


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment; one without an offset is local to the configured zone."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no moment; expected ISO 8601, such as 2026-03-10T09:00") from None


def parse_day(text: str) -> date:
    """Read an ISO 8601 date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no date; expected one such as 2026-03-10") from None


def parse_status(text: str) -> str:
    """Read where a commitment stands."""
    from rules.commitments import Status  # noqa: PLC0415 - the shell waits for the parser of the command line

    if text not in set(Status):
        raise typer.BadParameter(f"“{text}” is none; expected one of {', '.join(Status)}")
    return text


ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        readable=False,  # what cannot be read is told as a fault of the configuration
        help="Configuration (default: $PROMETIDO_CONFIG, ./prometido.yaml, ~/.config/prometido/, /etc/prometido/).",
        callback=_or_given_before,
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Now = Annotated[
    datetime | None,
    typer.Option("--now", metavar="ISO", parser=parse_moment, help="Moment to take for now.", show_default=False),
]
CommitmentId = Annotated[str, typer.Argument(metavar="ID", help="Id of a commitment, or its beginning.")]


def settings(given: Path | None) -> Config:
    """Find and read the configuration. Raises Faults and NotFound."""
    import config  # noqa: PLC0415 - a command without configuration does not pay for it

    return config.load(locate(given))


def locate(given: Path | None) -> Path:
    """Find the configuration. Raises NotFound."""
    import config  # noqa: PLC0415

    return config.find(given)


def open_firm(loaded: Config) -> Firm:
    """Open what a command needs to work on the ledger."""
    from daemon import logs  # noqa: PLC0415
    from daemon.firm import Firm  # noqa: PLC0415

    logs.configure(verbose=False)
    return Firm.open(loaded)


def open_working_firm(loaded: Config) -> Firm:
    """Open what a cycle needs. Raises Faults for rules, playbooks and texts that cannot be used, mail or no mail."""
    firm = open_firm(loaded)
    firm.check()
    return firm


def moment_of(now: datetime | None, loaded: Config) -> datetime:
    """Return the moment given, in the configured zone unless it says otherwise, or the clock's."""
    if now is None:
        return datetime.now(loaded.zone)
    return now if now.tzinfo else now.replace(tzinfo=loaded.zone)


def day_range(start: date, end: date) -> tuple[date, date]:
    """Return both days; Failure where they are the wrong way round."""
    if end < start:
        raise Failure(f"--to {end} is before --from {start}", code=USAGE)
    return start, end
