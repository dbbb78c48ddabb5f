"""HTTP to Google for googleapiclient: nothing repeated behind our back, nothing sent that may not be.

It stands in the place of httplib2, which sends a POST again when the connection breaks before the reply: a draft whose
reply was lost would be there twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.google.allowed import check
from connectors.web.permits import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httplib2

    from connectors.google.tokens import Tokens
    from connectors.web.permits import Permit
    from connectors.web.wire import Wire


class Guarded:
    """A wire that lets only what is allowed leave, with the account's token; stands for an ``httplib2.Http``."""

    redirect_codes = frozenset[int]()
    """Asked for by googleapiclient; redirects are never followed, or a token could leave for elsewhere."""

    def __init__(self, wire: Wire, tokens: Tokens, permits: Sequence[Permit], root: str) -> None:
        """Let requests below ``root`` leave that are among ``permits``."""
        self._wire = wire
        self._tokens = tokens
        self._permits = permits
        self._root = root

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> tuple[httplib2.Response, bytes]:
        """Send one request once; where the token is not taken, which executes nothing, again with a new one.

        Raises:
            NotAllowedError: it must not leave.
            ConnectorError: what the wire and :class:`connectors.google.tokens.Tokens` raise.
        """
        import httplib2  # noqa: PLC0415 - heavy, and only needed once there is an answer

        headers = {name.lower(): value for name, value in (headers or {}).items()}
        if "x-http-method-override" in headers:
            raise NotAllowedError("a request that says it is another one")
        check(self._permits, self._root, method, uri, body.decode() if isinstance(body, bytes) else body or "")
        headers.pop("content-length", None)
        answer = self._wire.send(method, uri, headers | {"authorization": f"Bearer {self._tokens.current()}"}, body)
        if answer.status_code == 401:
            answer = self._wire.send(method, uri, headers | {"authorization": f"Bearer {self._tokens.renewed()}"}, body)
        return httplib2.Response({**answer.headers, "status": str(answer.status_code)}), answer.content

    def renew(self) -> None:
        """Have the next request carry a new token (a part of a batch can refuse the old one by itself)."""
        self._tokens.renewed()

    def close(self) -> None:
        """Drop the connections."""
        self._wire.close()
