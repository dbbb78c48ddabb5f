"""What an answer of a provider's can be that its connector does something about, whoever the provider is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from connectors.errors import ConnectorError, Refused, Transient

NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
"""What the name of an error may look like; anything else a server says has no place in a log."""

PASSING = frozenset({408, 425, 429})
"""Nothing was done, and the same will be served later."""
GONE = frozenset({404, 410})
"""What a gateway that has lost its way answers to everything; from it nothing may be concluded."""


def passes(status: int) -> bool:
    """Whether an answer says that nothing was done, for now; a redirect is a gateway's, and is never followed."""
    return status < 400 or status in PASSING


def is_astray(status: int, content: bytes) -> bool:
    """Whether something is said to be gone in words that are not the provider's."""
    return status in GONE and bool(content) and error_in(content) is None


def name_of(said: Any) -> str:
    """Give the name of an error where it is one; empty for a text, which may quote anything."""
    return said if isinstance(said, str) and NAME.fullmatch(said) else ""


def error_in(content: bytes) -> Any:
    """Give what an answer says of its error; None where the answer is not the provider's own."""
    try:
        return json.loads(content)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


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


class AstrayError(Transient):
    """404 or 410 in words that are not the provider's: a gateway between has lost its way. It says nothing of mail."""


KINDS: Final[Mapping[int, type[ConnectorError]]] = {
    400: BadRequestError,
    401: UnauthorisedError,
    404: NotThereError,
    412: ChangedError,
}
"""What a number means, whoever the provider is."""


class Part(NamedTuple):
    """What one request of a batch came to: exactly one of the two is set."""

    answer: dict[str, Any] | None
    error: ConnectorError | None
