"""Faults of our own stop what they concern and nothing else, and are said once, by kind and place."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from config import Faults
from config.credentials import CredentialError
from connectors.errors import ConnectorError
from daemon.ledger.errors import LedgerError
from daemon.stopping import Stopped

_log = structlog.get_logger(__name__)
DECISIONS = (ConnectorError, CredentialError, LedgerError, SQLAlchemyError, Faults, Stopped, OSError)
"""What others decide about: it is no fault of ours, and passes through."""


def place_of(error: BaseException) -> str:
    """Say in which line of which file it was raised; the text of an unexpected error may quote mail."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


@contextmanager
def set_apart(what: str) -> Iterator[None]:
    """Let a fault of our own end the body and nothing more. ``what`` names the kind of thing, never whose it is."""
    try:
        yield
    except DECISIONS:
        raise
    except Exception as error:  # noqa: BLE001 - one conversation must not stop all others for ever
        tell_once(what, type(error).__name__, place_of(error))


@lru_cache(maxsize=256)
def tell_once(what: str, fault: str, place: str) -> None:
    """Write the line once for the life of the process: it would come again every minute."""
    _log.error("set aside", what=what, fault=fault, place=place)
