"""HTTP to Google: one attempt each, nothing repeated behind our back, nothing sent that may not be.

It stands in the place of httplib2, which sends a POST again when the connection breaks before the reply: a draft whose
reply was lost would be there twice.
"""

from __future__ import annotations

import ssl
import time
import weakref
from typing import TYPE_CHECKING, Any

import httpx

from connectors.errors import Transient, UnknownOutcome
from connectors.google.allowed import NotAllowedError, check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import httplib2

    from connectors.google.allowed import Permit
    from connectors.google.tokens import Tokens

SECONDS = 60.0
TOTAL_SECONDS = 300.0
"""For one whole answer, however steadily it drips."""
ANSWER_LIMIT = 256 * 1024 * 1024
CREATES = frozenset({"POST"})


class Wire:
    """Connections to Google. googleapiclient takes it for an ``httplib2.Http``."""

    redirect_codes = frozenset[int]()
    """Asked for by googleapiclient; redirects are never followed, or a token could leave for elsewhere."""

    def __init__(self, *, ca_bundle: Path | None = None, seconds: float = SECONDS) -> None:
        """Open nothing yet. ``seconds`` is how long Google may say nothing."""
        verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=str(ca_bundle)) if ca_bundle else True
        self._http = httpx.Client(timeout=seconds, verify=verify, follow_redirects=False)
        # Whoever drops an account drops its connections, a cycle that failed among them.
        weakref.finalize(self, self._http.close)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: str | bytes | None) -> httpx.Response:
        """Send one request once, and take the whole answer.

        Raises:
            Transient: it cannot have been executed, or it does no harm to ask again.
            UnknownOutcome: something was to be created, and no answer came.
        """
        ends = time.monotonic() + TOTAL_SECONDS
        try:
            with self._http.stream(method, url, headers=dict(headers), content=body) as answer:
                content = bytearray()
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > ANSWER_LIMIT or time.monotonic() > ends:
                        raise httpx.ReadTimeout("the answer does not end", request=answer.request)
                headers = {
                    name: value
                    for name, value in answer.headers.items()
                    if name not in {"content-encoding", "content-length"}
                }
                return httpx.Response(answer.status_code, headers=headers, content=bytes(content))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise Transient(f"Google cannot be reached ({type(error).__name__})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = UnknownOutcome if method in CREATES else Transient
            raise kind(f"the connection to Google broke ({type(error).__name__})") from error

    def close(self) -> None:
        """Drop the connections."""
        self._http.close()


class Guarded:
    """A :class:`Wire` that lets only what is allowed leave, with the account's token."""

    redirect_codes = Wire.redirect_codes

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
            ConnectorError: what :meth:`Wire.send` and :class:`connectors.google.tokens.Tokens` raise.
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
