"""What an error of Microsoft Graph's means for the daemon: decided by its code, where its number says too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError, NeedsUser, NoRoom, Refused, SignInNeeded, Transient
from connectors.web.answers import (
    KINDS,
    AstrayError,
    BadRequestError,
    ChangedError,
    ServerError,
    error_in,
    is_astray,
    name_of,
    passes,
)
from connectors.web.attempts import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

FORGOTTEN = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata"})
"""The place of a delta query is no longer known, whatever the number beside it."""
NO_MAILBOX = frozenset(
    {
        "mailboxnotenabledforrestapi",
        "mailboxnotsupportedforrestapi",
        "mailboxnotfound",
        "errornonexistentmailbox",
        "errorinvaliduser",
        "errormailboxnotfound",
    }
)
"""The mailbox itself is not there (any more), or is not one Graph serves."""
FULL = frozenset({"errorquotaexceeded", "quotalimitreached", "insufficientstorage"})
USED = "errorduplicatetransactionid"
"""A ``transactionId`` was used for another entry before, be it deleted since."""
BUSY = frozenset(
    {"applicationthrottled", "mailboxconcurrency", "errorserverbusy", "errormailboxmoveinprogress", "toomanyrequests"}
)
DEPENDENT = 424
"""A part of a batch was not done because another failed."""
DENIED = "sign in again (prometido auth) and agree to the permissions; an administrator may have taken them back"


class ForgottenError(ConnectorError):
    """410, or a code that says the same: the place of a delta query is gone, its round begins anew."""


_KINDS: Mapping[int, type[ConnectorError]] = {
    **KINDS,
    409: ChangedError,
    410: ForgottenError,
    422: BadRequestError,
}


def code_of(content: bytes) -> str:
    """Read the code of an error; empty where there is none."""
    error = error_in(content)
    return name_of(error.get("code")) if isinstance(error, dict) else ""


def trouble(status: int, headers: Mapping[str, str], content: bytes, doing: str) -> ConnectorError:
    """Say what a refusal means. The text has the number and the code, and nothing of the answer besides."""
    shown = code_of(content)
    code, after = shown.lower(), retry_after(headers)
    said = f"{doing}: Microsoft answered {status}{f' ({shown})' if shown else ''}"
    error: ConnectorError
    if code in FORGOTTEN:
        error = ForgottenError(said)
    elif code == USED:
        error = ChangedError(said)
    elif code in NO_MAILBOX:
        error = NeedsUser(f"{said}: there is no such mailbox, or it is not one of Exchange Online")
    elif code in FULL or status == 507:
        error = NoRoom(f"{said}: the mailbox is full")
    elif status >= 500:
        error = ServerError(said, retry_after=after)
    elif passes(status) or status == DEPENDENT or code in BUSY:
        error = Transient(said, retry_after=after)
    elif is_astray(status, content):
        error = AstrayError(f"{said}, in words that are not Microsoft's")
    elif status == 403:
        error = SignInNeeded(f"{said}: {DENIED}")
    else:
        error = _KINDS.get(status, Refused)(said)
    return error
