"""What an error of Google's means for the daemon: decided by its reason, where its number says too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, NeedsUser, Refused, Transient
from connectors.web.answers import (
    KINDS,
    AstrayError,
    ServerError,
    error_in,
    is_astray,
    name_of,
    passes,
)
from connectors.web.attempts import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "quotaExceeded"})
"""Slow down; the same request will be served (Gmail API, "Resolve errors")."""
EXHAUSTED = frozenset({"dailyLimitExceeded", "dailyLimitExceededUnreg"})
"""Nothing will be served before the day is over."""
EXHAUSTED_SECONDS = 3600.0
PERMISSIONS = "sign in again (prometido auth) and tick every permission Google asks about"
ENABLE = "enable this API for your project in the Google Cloud console"
REPAIRS = {
    (400, "failedPrecondition"): "this Google account has no such service",
    (403, "insufficientPermissions"): PERMISSIONS,
    (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"): PERMISSIONS,
    (403, "accessNotConfigured"): ENABLE,
    (403, "SERVICE_DISABLED"): ENABLE,
    (403, "domainPolicy"): "the administrator of the domain has to allow this app",
}
"""What the person can do about a refusal."""


class GoneError(ConnectorError):
    """410: what was asked for is gone for good; for a sync token, that it has expired."""


class ExistsError(ConnectorError):
    """409: there is something of this id already."""


_KINDS: Mapping[int, type[ConnectorError]] = {**KINDS, 409: ExistsError, 410: GoneError}


def reason_of(content: bytes) -> str:
    """Read the reason of an error, in either of the two forms Google has; empty where there is none."""
    error = error_in(content)
    if not isinstance(error, dict):
        return ""
    entries = [*_list(error.get("details")), *_list(error.get("errors"))]
    return next((name for entry in entries if isinstance(entry, dict) and (name := name_of(entry.get("reason")))), "")


def trouble(status: int, headers: Mapping[str, str], content: bytes, doing: str) -> ConnectorError:
    """Say what a refusal means. The text has the number and the reason, and nothing of the answer besides."""
    reason = reason_of(content)
    said = f"{doing}: Google answered {status}{f' ({reason})' if reason else ''}"
    after = retry_after(headers)
    if status >= 500:
        return ServerError(said, retry_after=after)
    if passes(status) or (status == 403 and reason in RATE):
        return Transient(said, retry_after=after)
    if status == 403 and reason in EXHAUSTED:
        return Transient(said, retry_after=after or EXHAUSTED_SECONDS)
    if is_astray(status, content):
        return AstrayError(f"{said}, in words that are not Google's")
    if (status, reason) in REPAIRS:
        return NeedsUser(f"{said}: {REPAIRS[status, reason]}")
    return _KINDS.get(status, Refused)(said)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
