"""Sessions of requests, the HTTP of the sign-in libraries: with a timeout, and with whom we trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import requests

SECONDS = 60


def equipped(session: requests.Session, ca_bundle: Path | None) -> requests.Session:
    """Give a session a timeout, and the private authority.

    Both are set in the adapter: what is set on a session gives way to ``REQUESTS_CA_BUNDLE`` of the environment.
    """
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - only for accounts that need it

    fixed: dict[str, Any] = {"timeout": SECONDS} | ({"verify": str(ca_bundle)} if ca_bundle is not None else {})

    class Adapter(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            return super().send(request, *args, **{**more, **fixed})

    for scheme in ("https://", "http://"):
        session.mount(scheme, Adapter())
    return session
