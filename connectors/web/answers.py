"""What an answer of a provider's can be that its connector does something about, whoever the provider is."""

from __future__ import annotations

from typing import Any, NamedTuple

from connectors.errors import ConnectorError, Refused, Transient


class NotThereError(ConnectorError):
    """404: what was asked for is not there (any more)."""


class ChangedError(ConnectorError):
    """412: somebody else has changed it since it was read."""


class BadRequestError(Refused):
    """400: the request is not taken as it is."""


class UnauthorisedError(ConnectorError):
    """401: the access token was not taken; a new one may be."""


class ServerError(Transient):
    """5xx: it may have been executed."""


class Part(NamedTuple):
    """What one request of a batch came to: exactly one of the two is set."""

    answer: dict[str, Any] | None
    error: ConnectorError | None
