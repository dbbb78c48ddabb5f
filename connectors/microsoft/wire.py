"""HTTP to Microsoft: one attempt each, nothing repeated behind our back, at most four requests at a time."""

from __future__ import annotations

import ssl
import threading
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from connectors.errors import Transient, UnknownOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 60.0
TOTAL_SECONDS = 300.0
"""For one whole answer, however steadily it drips."""
ANSWER_LIMIT = 256 * 1024 * 1024
AT_A_TIME = 4
"""Requests Outlook serves to one app at a time; more are refused (Microsoft Graph, "Throttling limits")."""


class Lanes:
    """Lets so many requests of one app under way, whichever account asks; the parts of a batch are requests too."""

    def __init__(self, number: int = AT_A_TIME) -> None:
        """Have all lanes free."""
        self._number = self._free = number
        self._changed = threading.Condition()

    @contextmanager
    def take(self, wanted: int) -> Iterator[None]:
        """Hold some lanes, or all where more are wanted than there are."""
        wanted = min(wanted, self._number)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= wanted)
            self._free -= wanted
        try:
            yield
        finally:
            with self._changed:
                self._free += wanted
                self._changed.notify_all()


class Wire:
    """Connections to one server."""

    def __init__(self, *, ca_bundle: Path | None = None, seconds: float = SECONDS) -> None:
        """Open nothing yet. ``seconds`` is how long Microsoft may say nothing."""
        verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=str(ca_bundle)) if ca_bundle else True
        # A redirect is never followed, or a token could leave for elsewhere.
        self._http = httpx.Client(timeout=seconds, verify=verify, follow_redirects=False)
        # Whoever drops an account drops its connections, a cycle that failed among them.
        weakref.finalize(self, self._http.close)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> httpx.Response:
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
                kept = [(name, value) for name, value in answer.headers.items() if name == "retry-after"]
                return httpx.Response(answer.status_code, headers=kept, content=bytes(content))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise Transient(f"Microsoft cannot be reached ({type(error).__name__})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = UnknownOutcome if method == "POST" else Transient
            raise kind(f"the connection to Microsoft broke ({type(error).__name__})") from error

    def close(self) -> None:
        """Drop the connections."""
        self._http.close()
