"""HTTP to one provider: one attempt each, and nothing repeated behind our back."""

from __future__ import annotations

import time
import weakref
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from connectors.errors import Transient, UnknownOutcome
from connectors.web.trust import is_distrust, trust

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECONDS = 60.0
TOTAL_SECONDS = 300.0
"""For one whole answer, however steadily it drips."""
ANSWER_LIMIT = 256 * 1024 * 1024
UNPACKED = frozenset({"content-encoding", "content-length"})
"""Headers that no longer hold for an answer once it has been read."""


class Wire:
    """Connections to the servers of one provider."""

    def __init__(self, provider: str, *, ca_bundle: Path | None = None, seconds: float = SECONDS) -> None:
        """Open nothing yet. ``provider`` is who it is to its user; ``seconds`` how long they may say nothing.

        Raises:
            NeedsUser: there is no authority in ``ca_bundle`` to trust.
        """
        self._provider = provider
        # A redirect is never followed, or a token could leave for elsewhere.
        self._http = httpx.Client(timeout=seconds, verify=trust(ca_bundle), follow_redirects=False)
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
                kept = {name: value for name, value in answer.headers.items() if name not in UNPACKED}
                return httpx.Response(answer.status_code, headers=kept, content=bytes(content))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            if is_distrust(error):
                text = f"the certificate of {urlsplit(url).netloc} is not trusted: name its authority with ca_bundle"
                raise Transient(text) from error
            raise Transient(f"{self._provider} cannot be reached ({type(error).__name__})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = UnknownOutcome if method == "POST" else Transient
            raise kind(f"the connection to {self._provider} broke ({type(error).__name__})") from error

    def close(self) -> None:
        """Drop the connections."""
        self._http.close()
