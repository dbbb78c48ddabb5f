"""Sessions of requests, the HTTP of the sign-in libraries: with a timeout, and with whom we trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.web.trust import trust

if TYPE_CHECKING:
    from pathlib import Path

    import requests

SECONDS = 60


def equipped(session: requests.Session, ca_bundle: Path | None) -> requests.Session:
    """Give a session a timeout, and the private authority.

    Both are set in the adapter: what is set on a session gives way to ``REQUESTS_CA_BUNDLE`` of the environment.
    Raises NeedsUser where there is no authority in ``ca_bundle``.
    """
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - only for accounts that need it

    trusted: dict[str, Any] = {"ssl_context": trust(ca_bundle)} if ca_bundle is not None else {}
    fixed: dict[str, Any] = {"timeout": SECONDS} | ({"verify": True} if ca_bundle is not None else {})

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
            super().init_poolmanager(connections, maxsize, block, **{**more, **trusted})

        def proxy_manager_for(self, proxy: Any, **more: Any) -> Any:
            return super().proxy_manager_for(proxy, **{**more, **trusted})

        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            return super().send(request, *args, **{**more, **fixed})

    for scheme in ("https://", "http://"):
        session.mount(scheme, Adapter())
    return session
