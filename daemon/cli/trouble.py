"""What goes wrong, as one clear line and an exit code: 1 something failed, 2 usage, 78 configuration."""

from __future__ import annotations

import os
import traceback

import typer

FAILED = 1
USAGE = 2
CONFIGURATION = 78


class Failure(Exception):
    """A command cannot do what it was asked; the text is the one line the user reads."""

    def __init__(self, text: str, *, code: int = FAILED) -> None:
        """Keep the exit code beside the text."""
        super().__init__(text)
        self.code = code


def tell(error: Exception) -> int:
    """Say on standard error what went wrong, and return the exit code."""
    match error:
        case Failure():
            _say(str(error))
            return error.code
        case typer.TyperException():
            _say(f"{_lower(error.format_message())} (see “prometido --help”)")
            return error.exit_code
        case typer.Abort():
            _say("stopped: there was no answer (use --yes for no questions)")
            return FAILED
        case _:
            return _tell_of_the_house(error)


def _tell_of_the_house(error: Exception) -> int:
    """Tell errors whose modules are only imported once something has gone wrong."""
    from config import Faults, NotFound  # noqa: PLC0415
    from config.credentials import CredentialError  # noqa: PLC0415
    from connectors.errors import ConnectorError  # noqa: PLC0415
    from daemon.ledger.errors import LedgerError  # noqa: PLC0415

    match error:
        case Faults():
            for fault in error.faults:
                typer.echo(fault, err=True)
            return CONFIGURATION
        case NotFound():
            _say(str(error))
            return CONFIGURATION
        case CredentialError() | ConnectorError() | LedgerError():
            _say(str(error))
        case OSError():
            _say(f"{error.filename or 'system'}: {(error.strerror or str(error)).lower()}")
        case _:
            _tell_of_a_bug(error)
    return FAILED


def _tell_of_a_bug(error: Exception) -> None:
    """Name the place, never the text: an unexpected error may quote mail."""
    if os.environ.get("PROMETIDO_DEBUG"):
        traceback.print_exception(error)
        return
    from daemon.isolation import place_of  # noqa: PLC0415

    _say(f"this should not happen: {type(error).__name__} at {place_of(error)} (PROMETIDO_DEBUG=1 shows all of it)")


def _say(text: str) -> None:
    typer.echo(f"prometido: {' '.join(text.split())}", err=True)


def _lower(text: str) -> str:
    text = text.replace("Value error, ", "").rstrip(".")
    return f"{text[:1].lower()}{text[1:]}"
